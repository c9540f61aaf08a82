import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { listState, pageOfList } from '../../../src/signing/request-list.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { copyLine } from '../../../src/views/copy-line.ts';
import { readListMetadata } from '../../../src/views/list-frame.ts';
import {
  actionChoice,
  choiceMessage,
  maxStatusChoices,
  readSearchWords,
  stateBelow,
} from '../../../src/views/request-choice.ts';
import { detailsView, statusMessage } from '../../../src/views/request-details.ts';
import { requestListView } from '../../../src/views/request-list.ts';
import { severalView } from '../../../src/views/several.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { runs } from '../../builders/runs.ts';
import { faultsOfMessage, faultsOfModal } from './limits.ts';
import {
  allStates,
  aRequest,
  aSigner,
  cy,
  fullRecord,
  generated,
  longNastyTexts,
  text,
  tuesday,
} from './records.ts';

const t = texts('en-GB', 'Europe/Berlin', () => tuesday + 30 * 24 * 3_600_000);
const now = tuesday;

function listOf(records: readonly SignRequest[], query: string) {
  const list = Array.from({ length: 95 }, (_, index) => ({
    id: `r${index}`,
    state: 'sent' as const,
    boxId: null,
    shortId: null,
    createdAt: 0,
    words: '',
    documents: '',
  }));
  const selection = listState({ group: 'waiting', isPicked: true }, query, 4);
  const page = pageOfList(list, { ...selection, query: '' });
  const numbered = records.map((record, index) => ({ ...record, id: `${record.id}${index}` }));
  return requestListView({
    lostOf: () => null,
    selection,
    page,
    records: numbered,
    source: { state: 'silent', listedAt: now },
    t,
    now,
  });
}

/** The messages that offer these requests to choose from. */
function choicesOf(records: readonly SignRequest[], query: string) {
  const parts = { sentences: [t.status.noMatch('x')], action: 'a', label: 'L', query, line: stateBelow(t) };
  return [
    choiceMessage({ ...parts, records: records.slice(0, maxStatusChoices) }, t, now),
    ...(['resend', 'cancel'] as const).map((verb) => actionChoice(verb, records, t, now)),
  ];
}

describe('Slack accepts', () => {
  it('the page for choosing several, with names in any alphabet', () => {
    const name = '契約書'.repeat(40);
    const plain = aRequest({ state: 'sent', signers: [{ ...cy, name }] });
    const records = Array.from({ length: 500 }, (_, index) => ({
      ...plain,
      ...{ id: `${index}`.padStart(36, '0'), form: { ...plain.form, name } },
    }));
    const parts = { batchId: 'b', records, count: 500, canExport: true, t, now };
    const view = JSON.stringify(severalView(parts));
    expect(Buffer.byteLength(view)).toBeLessThan(250_000);
    expect(view).toMatch(/The newest \d{3} can be chosen one by one\./);
    expect(view).toContain('All 500 in this list');
  });

  it('a list of any requests, for any search', () => {
    fc.assert(
      fc.property(fc.array(generated, { maxLength: 10 }), text, (records, query) => {
        expect(faultsOfModal(listOf(records, query))).toEqual([]);
      }),
      { numRuns: runs(60) },
    );
  });

  it('the details of any request, as a modal and as a message, and a choice of some', () => {
    fc.assert(
      fc.property(generated, text, (record, said) => {
        expect(faultsOfModal(detailsView(record, t))).toEqual([]);
        expect(faultsOfMessage(statusMessage(record, t))).toEqual([]);
        for (const choice of choicesOf(Array(12).fill(record), said))
          expect(faultsOfMessage(choice)).toEqual([]);
      }),
      { numRuns: runs(150) },
    );
  });

  it.each(allStates)('the details of the longest request in state %s', (state) => {
    for (const said of longNastyTexts) {
      const record = fullRecord(state, said);
      expect(faultsOfModal(detailsView(record, t)), said).toEqual([]);
      expect(faultsOfMessage(statusMessage(record, t)), said).toEqual([]);
    }
  });

  it('a list and a choice of the longest requests in any state', () => {
    for (const said of longNastyTexts) {
      const longest = allStates.map((state) => fullRecord(state, said));
      for (let first = 0; first < longest.length; first += 10) {
        expect(faultsOfModal(listOf(longest.slice(first, first + 10), said)), said).toEqual([]);
      }
      for (let first = 0; first < longest.length; first += maxStatusChoices) {
        for (const choice of choicesOf(longest.slice(first, first + 12), said))
          expect(faultsOfMessage(choice), said).toEqual([]);
      }
    }
  });
});

describe('the metadata of an open list', () => {
  it('metadata is read back as it was written', () => {
    fc.assert(
      fc.property(text, (query) => {
        const view = listOf([], query);
        const chosen = listState({ group: 'waiting', isPicked: true }, query, 4);
        expect(readListMetadata(view.private_metadata ?? '')).toEqual(chosen);
      }),
    );
  });

  it.each(['', '{}', '[]', 'null', '{"query":1,"page":"1"}', '{"query":"","page":"x"}'])(
    '%s is no metadata of a list',
    (text) => expect(readListMetadata(text)).toBeNull(),
  );

  it('an unknown group is no group', () => {
    const read = readListMetadata('{"group":"toString","query":"","page":"1","isPicked":"yes"}');
    expect(read).toEqual({ group: null, isPicked: false, query: '', page: 1 });
  });

  it('a search is read from a button’s value, but not from a request’s id', () => {
    expect([readSearchWords('words:a b'), readSearchWords('8d1a5c9e'), readSearchWords(null)]).toEqual([
      'a b',
      '',
      '',
    ]);
  });
});

describe('the line to copy', () => {
  it('the line names whom the request waits for, and no address', () => {
    const record = aRequest({ signers: [cy, aSigner({ email: 'bo@client.com' })] });
    expect(copyLine(record, t)).toBe(
      'NDA Acme.pdf: waiting for Cy Ng and 1 person. https://app.box.com/file/111',
    );
  });

  it('the line links to the signed document once there is one', () => {
    const { details } = aRequest();
    const files = [{ id: '222', name: 'NDA Acme (1).pdf' }];
    const line = (filesReady: boolean) =>
      copyLine(aRequest({ state: 'signed', details: { ...details, files, filesReady } }), t);
    expect(line(false)).toMatch(/\/file\/111$/);
    expect(line(true)).toMatch(/\/file\/222$/);
  });

  it('the line has no address of any signer, whatever they are called', () => {
    fc.assert(
      fc.property(generated, fc.emailAddress(), (record, email) => {
        const signers = [aSigner({ email }), aSigner({ email, name: email })];
        const named = { ...record, signers, form: { ...record.form, name: `For ${email}` } };
        const details = { ...record.details, sharedLink: null };
        expect(copyLine({ ...named, details }, t)).not.toContain(email);
      }),
    );
  });

  it.each<[string, Parameters<typeof aRequest>[0], number, string]>([
    [
      'signed by all',
      { state: 'viewed', signers: [] },
      0,
      'everyone has signed; Box is finishing the document.',
    ],
    ['past its expiry', { observedAt: null }, Date.UTC(2026, 10, 30, 12), 'expired.'],
    ['gone from Box', { details: { goneAt: now } }, 0, 'Box no longer has this request.'],
    ['failed', { state: 'error_sending' }, 0, 'stopped by a problem in Box.'],
    ['unsure', { state: 'unsure' }, 0, 'open it in Box to see its status.'],
    ['unknown', { state: 'unknown' }, 0, 'open it in Box to see its status.'],
    ['not sent', { state: 'not_sent' }, 0, 'not sent.'],
    ['to check', { state: 'to_check' }, 0, 'not sent yet.'],
    ['on its way', { state: 'creating' }, 0, 'on its way to Box.'],
    ['discarded', { state: 'discarded' }, 0, 'discarded.'],
    ['known only by addresses', { signers: [aSigner(), aSigner()] }, 0, 'waiting for 2 people.'],
    ['read a moment ago', { observedAt: now }, now + 59_999, 'waiting for Bo Lee and Cy Ng.'],
    [
      'read a minute ago',
      { observedAt: now },
      now + 60_000,
      'waiting for Bo Lee and Cy Ng. (as of 17 Nov 2026 at 10:10)',
    ],
    ['over', { state: 'declined', observedAt: now }, now + 60_000, 'declined.'],
  ])('the line about a request that is %s', (_, changes, at, said) => {
    expect(copyLine(aRequest(changes), t, at)).toBe(`NDA Acme.pdf: ${said} https://app.box.com/file/111`);
  });

  it('the line has the shared link where there is one, and no link where nothing is known', () => {
    const link = (details: Partial<SignRequest['details']>) =>
      copyLine(aRequest({ details }), t).split(' ').at(-1);
    expect(link({ sharedLink: 'https://app.box.com/s/abc' })).toBe('https://app.box.com/s/abc');
    expect(link({ file: null })).toBe('https://app.box.com/file/333');
    expect(link({ file: null, files: [] })).toBe('Ng.');
  });

  it.each(allStates)('the line says how a request in state %s stands', (state) => {
    expect(copyLine(aRequest({ state }), t)).toMatch(
      /^NDA Acme\.pdf: \S.* https:\/\/app\.box\.com\/file\/111$/,
    );
  });
});
