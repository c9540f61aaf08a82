/** The list: what a row says, what an empty list says and why, and the same for requests of others. */
import { describe, expect, it } from 'vitest';
import { type Group, listState, pageOfList } from '../../../src/signing/request-list.ts';
import { pageOfShared } from '../../../src/signing/shared.ts';
import type { ListSource } from '../../../src/views/list-frame.ts';
import { requestListView } from '../../../src/views/request-list.ts';
import { requestsCsv } from '../../../src/views/requests-csv.ts';
import { readSender, sharedCancelModal, sharedListView } from '../../../src/views/shared-list.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { aRequest, aSigner, bo, hours, tuesday } from './records.ts';
import { shown } from './shown.ts';

type Changes = Parameters<typeof aRequest>[0];

const now = tuesday + hours(1);
const t = texts('en-GB', 'Europe/Berlin', () => tuesday + hours(24 * 30));
const answered: ListSource = { state: 'answered', listedAt: now };

interface ListGiven {
  readonly group?: Group;
  readonly query?: string;
  readonly source?: ListSource;
  readonly isEmpty?: boolean;
  readonly records?: readonly ReturnType<typeof aRequest>[];
  readonly page?: number;
  readonly pages?: number;
}

/** The list's lines below the search field and the groups. */
function list({ group, query = '', source = answered, records = [], ...page }: ListGiven = {}): string[] {
  const selection = listState({ group: group ?? null, isPicked: true }, query, 1);
  const drawn = { ...pageOfList([], selection), isEmpty: true, ...page };
  const { blocks } = requestListView({ lostOf: () => null, selection, page: drawn, records, source, t, now });
  return shown(blocks).slice(2);
}

describe('an empty list says', () => {
  const asked = { state: 'asking', listedAt: null } as const;
  const silent = { state: 'silent', listedAt: null } as const;
  const apart = { state: 'not_connected', listedAt: now } as const;
  it.each<[string, ListGiven, string]>([
    ['that there are no requests', {}, 'You have no signature requests yet.'],
    [
      'that this group has none',
      { group: 'ended', isEmpty: false },
      'No declined, cancelled or expired requests.',
    ],
    ['that Box is asked', { source: asked }, 'Your requests appear here as soon as Box answers.'],
    ['only what the app knows, if Box never listed them', { source: silent }, 'No requests here.'],
    [
      'that there are none, if Box listed them before',
      { source: { ...silent, listedAt: now } },
      'You have no signature requests yet.',
    ],
    ['only what the app knows without a connection', { source: apart }, 'No requests here.'],
    [
      'how to see those in Box',
      { source: { ...apart, canConnect: true } },
      'No requests here. Connect Box to see the ones in Box.',
    ],
    ['that nothing matches', { query: 'zz' }, 'No requests match "zz".'],
    ['that nothing matches so far', { query: 'zz', source: asked }, 'No requests match "zz".'],
    ['that nothing known matches', { query: 'zz', source: silent }, 'No requests here match "zz".'],
    [
      'that nothing known matches, and how to see more',
      { query: 'zz', source: { ...apart, canConnect: true } },
      'No requests here match "zz". Connect Box to see the ones in Box.',
    ],
  ])('%s', (_, given, said) => expect(list(given).at(-1)).toBe(said));

  it.each<[ListSource, readonly string[]]>([
    [answered, ['As of 17 Nov 2026 at 11:10.']],
    [{ state: 'answered', listedAt: null }, []],
    [asked, ['⏳ Asking Box…']],
    [{ ...asked, listedAt: now }, ['⏳ Asking Box… This list is as of 17 Nov 2026 at 11:10.']],
    [
      silent,
      ['⚠️ Box is busy or not answering. This list shows only what this app knows.', '[Ask Box again]'],
    ],
    [
      { ...silent, listedAt: now },
      ['⚠️ Box is busy or not answering. This list is as of 17 Nov 2026 at 11:10.', '[Ask Box again]'],
    ],
    [
      { state: 'refused', refusal: 'policy_forbids', listedAt: null },
      [
        "⚠️ Your company's Box settings do not let this app read the list. Ask your Box admin. This list shows only what this app knows.",
        '[Ask Box again]',
      ],
    ],
    [apart, ['Not connected to Box: this list is as of 17 Nov 2026 at 11:10.']],
    [
      { ...apart, listedAt: null, canConnect: true },
      ['Not connected to Box: this list shows only what this app knows.', '[Connect Box]'],
    ],
  ])('how current it is: %j', (source, lines) => expect(list({ source }).slice(0, -1)).toEqual(lines));

  it.each([
    [1, '[Older]'],
    [2, '[Newer] [Older]'],
    [3, '[Newer]'],
  ])('on page %i of 3 where the others are', (page, controls) => {
    expect(list({ page, pages: 3 }).slice(-2)).toEqual([`Page ${page} of 3`, controls]);
  });
});

describe('a row says', () => {
  const row = (changes: Changes, listedAt: number | null = now) =>
    list({ records: [aRequest(changes)], source: { state: 'answered', listedAt } })
      .at(-1)
      ?.replace(/ ⋯.*/, '')
      .split('\n');

  it('that Box’s list no longer has the request, five minutes after Box answered about it', () => {
    const missing = "no longer in Box's list, last seen 17 Nov 2026 at 11:04";
    const small = 'SR-1234 · for Bo Lee and Cy Ng, from 17 Nov 2026';
    const before = { observedAt: now - 5 * 60_000 - 1 };
    expect(row({ observedAt: now - 5 * 60_000 })?.[2]).toBe(small);
    expect(row(before)?.[2]).toBe(`${small} · ${missing}`);
    expect(row(before, null)?.[2]).toBe(small);
    expect(row({ ...before, state: 'unsure' })?.[2]).toBe(small);
  });

  it('that it was created in Box, and what is being done', () => {
    expect(row({ shortId: null, details: { madeIn: 'box' } })?.[2]).toBe(
      'for Bo Lee and Cy Ng, from 17 Nov 2026 · created in Box',
    );
    const pending = { verb: 'cancel', by: 'U0ANA', at: now, callSentAt: null, reason: null } as const;
    expect(row({ details: { pending } })?.[1]).toBe('⏳ Cancelling…');
  });
});

describe('requests of others', () => {
  const from = (senderEmail: string | null, more: NonNullable<Changes>['details'] = {}) =>
    aRequest({ id: `from-${senderEmail}`, details: { senderEmail, sharedAs: 'editor', ...more } });
  const shared = (
    records: readonly ReturnType<typeof aRequest>[],
    sender: string | null = null,
    { query = '', source = answered }: { readonly query?: string; readonly source?: ListSource } = {},
  ) => {
    const selection = listState({ group: null, isPicked: false, shared: { sender } }, query, 1);
    const page = pageOfShared(records, selection);
    return sharedListView({ selection, own: pageOfList([], selection), page, source, t, now });
  };
  const lines = (...given: Parameters<typeof shared>) => shown(shared(...given).blocks);

  it('an empty list says why it is empty', () => {
    expect(lines([]).at(-1)).toBe('No requests of others are shared with you in Box.');
    expect(lines([], null, { source: { state: 'asking', listedAt: now } }).at(-1)).toContain(
      'appear here as soon as Box answers.',
    );
    expect(lines([], null, { source: { state: 'silent', listedAt: null } }).at(-1)).toBe(
      'Box has not said yet what is shared with you.',
    );
    expect(lines([], 'dee@client.com', { query: 'zz' }).at(-1)).toBe('No requests match "zz".');
    expect(lines([], 'dee@client.com').at(-1)).toBe('No requests match "dee@client.com".');
  });

  it('the list says what it shows unless it is empty, and whether Box has more', () => {
    const note = 'Requests of others whose files are shared with you in Box.';
    const many = (count: number) => lines(Array(count).fill(from('dee@client.com'))).join();
    expect(lines([])).not.toContain(note);
    expect(many(1)).toContain(note);
    expect(many(1_999)).not.toContain('Only the newest');
    expect(many(2_000)).toContain('Only the newest 2,000 are shown here.');
  });

  it('a row says who sent it, and how a reminder went', () => {
    const trouble = { verb: 'resend', code: 'refused', at: tuesday, status: 400 } as const;
    expect(lines([from('dee@client.com', { remindedAt: tuesday, trouble })]).at(-1)).toContain(
      [
        "⚠️ No reminder was sent: Box does not allow this at the request's current stage. (BX-400)",
        'SR-1234 · sent by dee@client.com · for Bo Lee and Cy Ng, from 17 Nov 2026 · reminder sent 17 Nov 2026 at 10:10',
      ].join('\n'),
    );
    expect(lines([from(null)]).at(-1)).toContain('sent by Unknown sender');
  });

  it('the menu of senders has each with a number, and shows the chosen one', () => {
    const menu = (sender: string | null) =>
      JSON.stringify(
        shared([from('dee@client.com'), from(null)], sender).blocks.filter(
          ({ block_id }) => block_id === 'senders',
        ),
      );
    expect(menu(null)).toMatch(/"initial_option":\{[^}]*"All senders \(2\)"/);
    expect(menu('dee@client.com')).toMatch(/"initial_option":\{[^}]*"dee@client\.com \(1\)"/);
    expect(menu('')).toMatch(/"initial_option":\{[^}]*"Unknown sender \(1\)"/);
    expect(menu('gone@client.com')).toMatch(/"initial_option":\{[^}]*"All senders \(2\)"/);
    expect(shared([from(null)]).blocks.some(({ block_id }) => block_id === 'senders')).toBe(false);
    const senders = ['dee@client.com', ''];
    expect(['dee@client.com', '-', '*', null].map((value) => readSender(value, senders))).toEqual([
      'dee@client.com',
      '',
      null,
      null,
    ]);
  });

  it('the dialog before a cancel says whose request it is', () => {
    const dialog = (login: string | null) => shown(sharedCancelModal(from(login), t).blocks);
    expect(dialog('dee@client.com').slice(0, 2)).toEqual([
      'NDA Acme.pdf: Bo Lee and Cy Ng will no longer be able to sign.',
      'It was sent by dee@client.com, who will see that it was cancelled.',
    ]);
    expect(dialog(null)[1]).toContain('Unknown sender');
  });
});

it('the file for spreadsheets has a line for each request, and no formula', () => {
  const signed = { ...bo, decision: 'signed' as const, decidedAt: tuesday };
  const records = [
    aRequest({
      form: { ...aRequest().form, name: '=1+1;-2 "x"' },
      signers: [signed, aSigner({ email: null, name: 'Di' })],
      details: { finishedAt: now },
    }),
    aRequest({ shortId: null, sentAt: null, details: { folder: null, files: [], expiresAt: null } }),
  ];
  expect(requestsCsv(records, t, now).split('\r\n').slice(1)).toEqual([
    '"\'=1+1;\'-2 ""x""","1 of 2 signed. Waiting for Di since 17 Nov 2026.","SR-1234","Di: not opened\nbo@client.com: signed 17 Nov 2026 at 10:10","2026-11-17 09:10:00","2026-11-17 09:10:00","2026-11-30 12:00:00","2026-11-17 10:10:00","Contracts","https://app.box.com/file/333"',
    '"NDA Acme.pdf","Sent. Nobody has opened it.","","bo@client.com: not opened\ncy@acme.com: not opened","2026-11-17 09:10:00","","","","",""',
    '',
  ]);
});
