/** App Home: Slack accepts it for any requests, and each reason why a request needs the person has a next step. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { viewErrors } from '../../../sandbox/slack/block-kit/check.ts';
import { groupForHome } from '../../../src/signing/home.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { homeView } from '../../../src/views/home.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { runs } from '../../builders/runs.ts';
import { aRequest, aSigner, bo, generated, hours, tuesday } from './records.ts';
import { shown as linesOf } from './shown.ts';

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => now);

const homeOf = (
  records: readonly SignRequest[],
  lost: 'cut' | null = null,
  given: Partial<Parameters<typeof homeView>[0]> = {},
) =>
  homeView({
    groups: groupForHome(records, now),
    asked: [],
    connection: { state: 'connected', login: 'ana@acme.com' },
    mayNotSend: null,
    lostOf: () => lost,
    t,
    now,
    ...given,
  });

it('Home is within Slack’s limits for any requests', () => {
  fc.assert(
    fc.property(fc.array(generated, { maxLength: 40 }), fc.constantFrom('cut', null), (records, lost) => {
      const numbered = records.map((record, index) => ({ ...record, id: `${record.id}-${index}` }));
      expect(viewErrors(homeOf(numbered, lost), 'home', false)).toEqual([]);
    }),
    { numRuns: runs(60) },
  );
});

it.each([
  ['was not sent', { state: 'not_sent' }, 'Fix and send…'],
  ['waits for the check', { state: 'to_check' }, 'Check and send…'],
  ['may have been sent', { state: 'unsure' }, 'Send again'],
  ['is to be prepared', { state: 'created', prepareUrl: 'https://app.box.com/sign/1' }, 'Place the fields'],
  ['is gone at Box', { state: 'sent', details: { goneAt: now } }, 'Put aside'],
  ['was declined', { state: 'declined', details: { finishedAt: now } }, 'Change and send again…'],
  [
    'waits for the person',
    { state: 'sent', lastSentAt: null, signers: [aSigner({ slackUserId: 'U0ANA' })] },
    'Email me the link again',
  ],
] as const)('has the next step of a request that %s', (_, changes, label) => {
  const record = aRequest({ ...changes, requester: 'U0ANA' } as Parameters<typeof aRequest>[0]);
  const shown = JSON.stringify(homeOf([record]));
  expect(shown).toContain('Needs you (1)');
  expect(shown).toContain(`"text":"${label}"`);
});

it('a row of a request that is not followed does not call itself a card', () => {
  expect(JSON.stringify(homeOf([aRequest({ observedAt: null })], 'cut'))).toContain(
    'It stays open in Box. You are not connected, so it no longer updates here.',
  );
});

it('requests of others are shown beside the person’s own, with a link to the rest', () => {
  const asked = Array.from({ length: 12 }, (_, index) => {
    const record = aRequest({
      id: `theirs-${index}`,
      state: 'sent',
      signers: [aSigner({ slackUserId: 'U0ANA' })],
    });
    return { record, reader: 'U0ANA', who: 'Bo', lost: null };
  });
  const own = Array.from({ length: 10 }, (_, index) => aRequest({ id: `own-${index}`, state: 'not_sent' }));
  const view = homeOf(own, null, { asked });
  expect(viewErrors(view, 'home', false)).toEqual([]);
  const shown = JSON.stringify(view);
  expect(shown).toContain('Needs you (22)');
  expect(shown.match(/"asked:theirs-/g)).toHaveLength(8);
  expect(shown).toContain('and 4 more that wait for your signature: see the messages from this app');
  const theirs = (count: number) => JSON.stringify(homeOf([], null, { asked: asked.slice(0, count) }));
  expect(theirs(9)).toContain('and 1 more that waits for your signature: see');
  expect(theirs(8)).not.toContain('for your signature: see');
  expect(shown.match(/"home:own-/g)).toHaveLength(8);
  expect(shown).toContain('"and 2 more"');
});

it('a decline moves to the past once the same document was sent again, or after a week', () => {
  const declined = aRequest({ state: 'declined', details: { finishedAt: tuesday } });
  const again = aRequest({ id: 'again', state: 'sent', createdAt: tuesday + 1 });
  expect(groupForHome([declined, again], now)).toMatchObject({ needed: [], ended: [{ id: declined.id }] });
  const later = now + hours(24 * 8);
  expect(groupForHome([declined], later)).toEqual({ needed: [], waiting: [], ended: [] });
});

it('the top says what a person can do, and whether Box is connected', () => {
  const top = (given: Partial<Parameters<typeof homeView>[0]>) => linesOf(homeOf([], null, given).blocks);
  const buttons = '[New signature request] [All my requests] [Settings]';
  const nothing = expect.stringContaining('Nothing is waiting.');
  expect(top({})).toEqual([buttons, 'Box: ana@acme.com', nothing]);
  const forbidden = { code: 'sender_not_allowed', names: ['Legal'] } as const;
  expect(top({ connection: { state: 'connected', login: null }, mayNotSend: forbidden })).toEqual([
    '[All my requests] [Settings]',
    'Your workspace lets only Legal send signature requests.',
    'Connected to Box',
    nothing,
  ]);
  expect(top({ connection: { state: 'none', canConnect: true } })[1]).toContain('[Connect Box]');
  expect(top({ connection: { state: 'none', canConnect: false } })[1]).not.toContain('[Connect Box]');
});

it('a row says what was last done, what failed, and when a reminder is possible', () => {
  const requests = [
    aRequest({
      id: 'waits',
      observedAt: tuesday + 60_000,
      lastSentAt: now - 1,
      details: { remindedAt: tuesday },
    }),
    aRequest({
      id: 'bounced',
      details: {
        bounced: { at: tuesday, emails: ['bo@client.com'] },
        trouble: { verb: 'resend', code: 'refused', at: tuesday, status: null },
      },
    }),
    aRequest({
      id: 'pending',
      details: { pending: { verb: 'cancel', by: 'U0ANA', at: now, callSentAt: null, reason: null } },
    }),
    aRequest({
      id: 'signed',
      state: 'signed',
      observedAt: tuesday,
      signers: [{ ...bo, decision: 'signed' }],
      details: { finishedAt: now, filesReady: true },
    }),
    aRequest({ id: 'over', state: 'cancelled', details: { finishedAt: now, remindedAt: tuesday } }),
  ];
  const forBoth = 'for Bo Lee and Cy Ng, from 17 Nov 2026';
  const rows = linesOf(homeOf(requests).blocks).filter((line) => !line.startsWith(':'));
  expect(rows.slice(1)).toEqual([
    // The oldest answer about an open request, so not that about the signed one.
    'Box: ana@acme.com · as of 17 Nov 2026 at 10:11',
    `NDA Acme.pdf\n⚠️ An email did not arrive: bo@client.com.\n⚠️ No reminder was sent: Box does not allow this at the request's current stage.\n${forBoth} [Correct the address…]`,
    `NDA Acme.pdf\n📨 Sent today at 10:10. Nobody has opened it.\n${forBoth} · reminder sent today at 10:10 · next reminder possible today at 11:19 ⋯ [Details] [Change…] [Cancel request]`,
    `NDA Acme.pdf\n⏳ Cancelling…\n${forBoth} ⋯ [Details]`,
    'NDA Acme.pdf\n✅ Completed today at 11:10. 1 of 1 signed.\nfor Bo Lee, from 17 Nov 2026 [Open]',
    `NDA Acme.pdf\n🚫 Cancelled, today at 11:10. It can no longer be signed.\n${forBoth} [Details]`,
  ]);
});

it.each([
  [8, 'sent'],
  [5, 'signed'],
] as const)('%i requests that are %s are shown, and more are counted', (most, state) => {
  const drawn = (count: number) =>
    linesOf(
      homeOf(
        Array.from({ length: count }, (_, index) =>
          aRequest({ id: `r${index}`, state, details: { finishedAt: now } }),
        ),
      ).blocks,
    );
  expect(drawn(most).at(-1)).not.toContain('more');
  expect(drawn(most + 1)).toHaveLength(drawn(most).length + 1);
  expect(drawn(most + 1).at(-1)).toBe('and 1 more [All my requests]');
});

describe('the groups of Home', () => {
  const groups = (...records: readonly SignRequest[]) => {
    const { needed, waiting, ended } = groupForHome(records, now);
    const ids = (list: readonly SignRequest[]) => list.map(({ id }) => id);
    return [needed.map(({ record, need }) => `${need} ${record.id}`), ids(waiting), ids(ended)];
  };

  it('the longest need and wait come first, and the latest end', () => {
    const file = { id: '888', name: 'Other.pdf' };
    const declined = { state: 'declined', details: { finishedAt: tuesday + 2, file } } as const;
    const bounced = { bounced: { at: tuesday + 3, emails: ['bo@client.com'] } };
    const records = [
      aRequest({ id: 'bounced', createdAt: tuesday - 9, details: bounced }),
      aRequest({ id: 'declined', createdAt: tuesday - 8, ...declined }),
      aRequest({ id: 'unsent', createdAt: tuesday + 1, state: 'not_sent', details: { file: null } }),
      aRequest({ id: 'late', sentAt: tuesday + 3 }),
      aRequest({ id: 'unknown', sentAt: null, createdAt: tuesday + 2 }),
      aRequest({ id: 'early', sentAt: tuesday + 1, createdAt: tuesday + 4 }),
      aRequest({ id: 'old', state: 'signed', details: { finishedAt: tuesday } }),
      aRequest({ id: 'new', state: 'signed', details: { finishedAt: tuesday + 1 } }),
    ];
    // In both orders, because sorting compares only some pairs.
    for (const given of [records, records.toReversed()])
      expect(groups(...given)).toEqual([
        ['fix unsent', 'declined declined', 'bounced bounced'],
        ['early', 'unknown', 'late'],
        ['new', 'old'],
      ]);
  });

  it('an end is shown for exactly a week, and a discarded request never', () => {
    const week = hours(7 * 24);
    const ended = (finishedAt: number) => aRequest({ state: 'signed', details: { finishedAt } });
    expect(groups(ended(now - week))[2]).toHaveLength(1);
    expect(groups(ended(now - week - 1))[2]).toEqual([]);
    expect(groups(aRequest({ state: 'discarded' }))).toEqual([[], [], []]);
  });

  it('a decline needs its requester until the same document was sent again after it', () => {
    const declined = aRequest({ id: 'd', state: 'declined', details: { finishedAt: tuesday } });
    const isNeeded = (changes: Parameters<typeof aRequest>[0]) => {
      const other = aRequest({ id: 'other', createdAt: tuesday + 1, ...changes });
      return groups(declined, other)[0]?.includes('declined d');
    };
    expect(isNeeded({})).toBe(false);
    expect(isNeeded({ createdAt: tuesday })).toBe(true);
    expect(isNeeded({ state: 'not_sent' })).toBe(true);
    expect(isNeeded({ details: { file: { id: '999', name: 'Other.pdf' } } })).toBe(true);
    expect(isNeeded({ details: { file: null } })).toBe(true);
    const unread = aRequest({ ...declined, details: { ...declined.details, file: null } });
    const later = aRequest({ id: 'later', createdAt: tuesday + 1, details: { file: null } });
    expect(groups(unread, later)[0]).toEqual(['declined d']);
  });

  it('a request waits for its requester only if it waits for nobody else', () => {
    const signers = (...all: readonly Parameters<typeof aSigner>[0][]) => ({ signers: all.map(aSigner) });
    const own = { slackUserId: 'U0ANA', email: 'ana@acme.com' };
    const needs = (changes: Parameters<typeof aRequest>[0]) => groups(aRequest(changes))[0];
    expect(needs(signers(own))).toHaveLength(1);
    expect(needs({ ...signers(own), state: 'viewed' })).toHaveLength(1);
    expect(needs({ ...signers(own), state: 'finalizing' })).toEqual([]);
    expect(needs(signers(own, {}))).toEqual([]);
    expect(needs(signers({ ...own, order: 2 }, { order: 1 }))).toEqual([]);
    expect(needs(signers({ ...own, signsHere: true }, {}))).toHaveLength(1);
    expect(needs(signers({ ...own, decision: 'signed' }))).toEqual([]);
  });
});
