/** What the menus and buttons of a request offer in each state: exactly what a press would have an effect on. */
import { describe, expect, it } from 'vitest';
import { listState, pageOfList } from '../../../src/signing/request-list.ts';
import { pageOfShared } from '../../../src/signing/shared.ts';
import type { SignRequest, State } from '../../../src/signing/sign-request.ts';
import { statusTable } from '../../../src/signing/status.ts';
import { controlBlocks } from '../../../src/views/card-controls.ts';
import { homeRowMenu, nextButton } from '../../../src/views/home-rows.ts';
import { detailsView, statusMessage } from '../../../src/views/request-details.ts';
import { requestListView } from '../../../src/views/request-list.ts';
import { severalView } from '../../../src/views/several.ts';
import { sharedListView } from '../../../src/views/shared-list.ts';
import type { LostReason } from '../../../src/views/sign-request-card.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { allStates, ana, aRequest, cy, hours, tuesday } from './records.ts';
import { buttons } from './shown.ts';

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => now);

type Changes = Parameters<typeof aRequest>[0];

const prepareUrl = 'https://app.box.com/sign/prepare/1';

/** A request in this state. One that was never in Box has no id there. */
const requestIn = (state: State, changes: Changes = {}): SignRequest =>
  aRequest({
    state,
    boxId: statusTable[state].isAtBox ? 'b0c1' : null,
    ...changes,
    details: { filesReady: true, ...changes.details },
  });

const selection = listState({ group: null, isPicked: false }, '', 1);
const own = pageOfList([], selection);
const source = { state: 'answered', canConnect: true, listedAt: now } as const;
const labels = (blocks: readonly unknown[]): string => buttons(blocks).join(', ');

/** The options of the menu in a row, which is the block whose id begins with `start`. */
const menuIn = (blocks: readonly { block_id?: string }[], start: string): string =>
  labels(blocks.filter(({ block_id: id = '' }) => id.startsWith(start)));

const home = (record: SignRequest, lost: LostReason | null = null): string =>
  labels([{ type: 'actions', elements: [homeRowMenu(record, { lostOf: () => lost, t, now })] }]);

const list = (record: SignRequest): string =>
  menuIn(
    requestListView({ selection, page: own, records: [record], source, lostOf: () => null, t, now }).blocks,
    'row:',
  );

function shared(record: SignRequest, sharedAs: 'viewer' | 'editor'): string {
  const theirs = { ...record, details: { ...record.details, sharedAs } };
  const chosen = { ...selection, shared: { sender: null } };
  const page = pageOfShared([theirs], chosen);
  const view = sharedListView({ selection: chosen, own, page, source, t, now });
  return labels(view.blocks.filter((block) => 'accessory' in block && block.accessory?.type === 'overflow'));
}

const card = (record: SignRequest, drawn: Partial<Parameters<typeof controlBlocks>[1]> = {}): string =>
  labels(controlBlocks(record, { t, now, canCopy: true, canShare: true, ...drawn }));

const details = (record: SignRequest, lost: LostReason | null = null): string =>
  labels(detailsView(record, t, now, lost).blocks);

const status = (record: SignRequest, lost: LostReason | null = null): string =>
  labels(statusMessage(record, t, now, lost).blocks);

/** The actions that the page for choosing several offers. */
function several(record: SignRequest, canExport: boolean): string[] {
  const view = severalView({ batchId: 'b1', records: [record], count: 1, canExport, t, now });
  return [...JSON.stringify(view).matchAll(/"value":"(resend|cancel|export)"/g)].map(([, verb = '']) => verb);
}

/** The labels that are offered for a request, in each place. */
interface Offered {
  readonly home: string;
  readonly list: string;
  readonly card: string;
  /** To a person who may edit the request's files in Box. */
  readonly editor: string;
  /** To a person who may only see the request's files in Box. */
  readonly viewer: string;
  readonly several: string;
}

const onCard = 'Details, All my requests';
const none = { home: 'Details', list: 'Details', card: '', editor: '', viewer: '', several: '' };
const onlySeen = { editor: 'Details, Open in Box', viewer: 'Details, Open in Box' };
const ended: Offered = {
  ...none,
  ...onlySeen,
  card: `Send again like this…, ${onCard}, Share…`,
};
const prepared: Offered = {
  home: 'Details, Change…, Cancel request',
  list: 'Place the fields, Details, Refresh, Cancel request',
  card: `Place the fields, Change…, Cancel request, ${onCard}, Refresh, Share…, Mute notices`,
  editor: 'Details, Open in Box, Cancel request',
  viewer: 'Details, Open in Box',
  several: 'cancel',
};
const outstanding: Offered = {
  home: 'Details, Resend reminder, Change…, Cancel request',
  list: 'Details, Refresh, Resend reminder, Cancel request',
  card: `Resend reminder, Change…, Cancel request, ${onCard}, Refresh, Share…, Mute notices`,
  editor: 'Details, Open in Box, Resend reminder, Cancel request',
  viewer: 'Details, Open in Box, Resend reminder',
  several: 'resend, cancel',
};
const onlyFollowed: Offered = {
  ...none,
  ...onlySeen,
  list: 'Details, Refresh',
  card: `${onCard}, Refresh, Share…, Mute notices`,
};

const offered: Readonly<Record<State, Offered>> = {
  requested: none,
  creating: none,
  discarded: none,
  to_check: { ...none, list: 'Check and send…, Details', card: 'Check and send…, Discard request' },
  not_sent: { ...none, list: 'Fix and send…, Details', card: 'Fix and send…, Discard request' },
  unsure: { ...none, list: 'Details, Refresh', card: `Send again, Don't send again, ${onCard}, Refresh` },
  converting: prepared,
  created: prepared,
  sent: outstanding,
  viewed: outstanding,
  unknown: onlyFollowed,
  finalizing: onlyFollowed,
  signed: {
    ...ended,
    card: `Open signed document, Send again like this…, ${onCard}, Send a copy here, Share…`,
  },
  declined: { ...ended, card: `Change and send again…, ${onCard}, Share…` },
  cancelled: ended,
  expired: ended,
  error_converting: ended,
  error_sending: ended,
  error_finalizing: ended,
  error: ended,
};

/** Everything that is offered for a request, in each place. Other people see only requests that Box has. */
const allOf = (record: SignRequest): Offered => ({
  home: home(record),
  list: list(record),
  card: card(record),
  editor: record.boxId === null ? '' : shared(record, 'editor'),
  viewer: record.boxId === null ? '' : shared(record, 'viewer'),
  several: several(record, false).join(', '),
});

describe('a request offers what is possible', () => {
  it.each(allStates)('in state %s', (state) => {
    expect(allOf(requestIn(state, { prepareUrl }))).toEqual(offered[state]);
  });

  it.each(allStates)('in state %s, while nobody follows it', (state) => {
    const record = requestIn(state, { prepareUrl });
    const menu = statusTable[state].isAtBox ? `, ${onCard}, Share…` : state === 'unsure' ? `, ${onCard}` : '';
    expect(home(record, 'cut')).toBe('Details');
    expect(card(record, { lost: 'cut' })).toBe(`Connect Box${menu}`);
    expect(details(record, 'cut')).toBe('Connect Box');
    expect(status(record, 'cut')).toBe('Connect Box, Details, All my requests');
    for (const draw of [detailsView, statusMessage])
      expect(JSON.stringify(draw(record, t, now, 'cut').blocks)).toContain(
        '🔌 "},{"type":"text","text":"It stays open',
      );
  });

  it.each(allStates)('in state %s, while a reminder or cancel is pending', (state) => {
    const pending = { verb: 'resend', by: 'U0ANA', at: tuesday, callSentAt: null, reason: null } as const;
    const record = requestIn(state, { details: { pending } });
    const { list: before } = allOf(requestIn(state));
    const rest = before.replace(/, (Resend reminder|Cancel request)/g, '');
    expect(allOf(record)).toEqual({ ...none, ...(record.boxId !== null && onlySeen), list: rest });
    expect(details(record)).toBe(rest.includes('Refresh') ? 'Refresh' : '');
    expect(nextButton(record, { lostOf: () => null, t, now }, 'fix').text.text).toBe('Details');
  });
});

describe('an open request offers', () => {
  it('no reminder within ten minutes of the last one', () => {
    const at = allOf(requestIn('sent', { lastSentAt: now - 1 }));
    const without = (all: string): string => all.replace(/(, )?(Resend reminder|resend)(?=,)(, )?/, '$1');
    expect(at).toEqual({
      ...outstanding,
      home: without(outstanding.home),
      list: without(outstanding.list),
      card: `Change…, Cancel request, ${onCard}, Refresh, Share…, Mute notices`,
      editor: without(outstanding.editor),
      viewer: 'Details, Open in Box',
      several: 'cancel',
    });
  });

  it('nothing that needs Box once Box no longer has it', () => {
    expect(allOf(requestIn('sent', { details: { goneAt: now } }))).toEqual({
      ...onlyFollowed,
      card: `Put aside, ${onCard}, Refresh, Share…, Mute notices`,
    });
  });

  it('no change when its form was not filled in here', () => {
    const form = { ...aRequest().form, document: '' };
    const record = requestIn('sent', { form, documents: [] });
    expect(home(record)).toBe('Details, Resend reminder, Cancel request');
    expect(card(record)).not.toContain('Change…');
  });

  it('a reminder to the requester alone by another name', () => {
    const record = requestIn('sent', { signers: [ana] });
    expect(home(record)).toContain('Email me the link again');
    expect(home(requestIn('sent', { signers: [ana, cy] }))).toContain('Resend reminder');
  });

  it('to follow it, in the list and its details, only while it is not followed', () => {
    const record = requestIn('sent', { details: { isFollowed: false } });
    expect(list(record)).toBe(`${outstanding.list}, Follow with a card`);
    expect(details(record)).toContain('Follow with a card');
    expect(details(requestIn('sent'))).not.toContain('Follow with a card');
  });

  it('notices again once they are muted', () => {
    expect(card(requestIn('sent', { details: { isMuted: true } }))).toMatch(/Share…, Unmute notices$/);
  });

  it('export only where the app may upload files', () => {
    expect(several(requestIn('sent'), true)).toEqual(['resend', 'cancel', 'export']);
    expect(several(requestIn('signed'), true)).toEqual(['export']);
  });
});

describe('a card offers', () => {
  it('copies and sharing only where those are allowed, and nothing while a press is handled', () => {
    expect(card(requestIn('signed'), { canCopy: false })).not.toContain('Send a copy here');
    expect(card(requestIn('signed'), { canShare: false })).not.toContain('Share…');
    expect(card(requestIn('sent'), { isBusy: true })).toBe('');
  });

  it('neither the document nor a copy before the signed files are ready, but Refresh', () => {
    expect(card(requestIn('signed', { details: { filesReady: false } }))).toBe(
      `Send again like this…, ${onCard}, Refresh, Share…`,
    );
  });

  it('a connection first for every next step in Home that would fail without one', () => {
    const parts = { lostOf: () => 'cut' as const, t, now };
    expect(nextButton(requestIn('not_sent'), parts, 'fix').text.text).toBe('Details');
    expect(nextButton(requestIn('not_sent'), { ...parts, lostOf: () => null }, 'fix').text.text).toBe(
      'Fix and send…',
    );
  });
});
