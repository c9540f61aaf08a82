import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { documentsOf, type Findable, findRequests, wordsOf } from '../../../src/signing/find.ts';
import type { SignRequest } from '../../../src/signing/sign-request.ts';
import { runs } from '../../builders/runs.ts';
import { aSigner, aSignRequest } from '../../builders/sign-requests.ts';

function searchedFieldsOf(record: SignRequest): Findable {
  const { id, state, boxId, shortId, createdAt } = record;
  return { id, state, boxId, shortId, createdAt, words: wordsOf(record), documents: documentsOf(record) };
}

const nda = aSignRequest()
  .sentTo('bo@client.com')
  .with({ id: 'aaaa-1', boxId: 'box-nda', shortId: 'SR-1234' })
  .withDetails({ file: { id: '11100', name: 'NDA Müller & Söhne.pdf' } })
  .build();
const lease = aSignRequest()
  .toSigners(aSigner('cy@acme.com', { name: 'Cy Ng', slackUserId: 'U0CY' }))
  .with({ id: 'bbbb-2', shortId: 'SR-99', documents: [{ kind: 'file', fileId: '22200' }] })
  .withDetails({ sharedLink: 'https://acme.box.com/s/abc' })
  .build();
const gone = aSignRequest()
  .with({ id: 'cccc-3', form: { ...nda.form, name: 'NDA old' } })
  .inState('discarded')
  .build();
const list = [nda, lease, gone].map(searchedFieldsOf);
const found = (typed: string) => findRequests(list, typed).map(({ id }) => id);

describe('the search for words', () => {
  it.each([
    ['aaaa-1', ['aaaa-1']],
    ['AAAA-1', ['aaaa-1']],
    ['SR-1234', ['aaaa-1']],
    ['sr-1234', ['aaaa-1']],
    ['1234', ['aaaa-1']],
    ['SR-001234', ['aaaa-1']],
    ['00', []],
    ['box-nda', ['aaaa-1']],
    ['https://app.box.com/file/11100', ['aaaa-1']],
    ['<https://app.box.com/file/22200|lease>', ['bbbb-2']],
    ['22200', ['bbbb-2']],
    ['https://acme.box.com/s/abc', ['bbbb-2']],
    ['muller', ['aaaa-1']],
    ['MÜLLER sohne', ['aaaa-1']],
    ['bo@client', ['aaaa-1']],
    ['ng cy', ['bbbb-2']],
    ['u0cy', ['bbbb-2']],
    ['nda', ['aaaa-1']],
    ['nda lease', []],
    ['cccc-3', ['cccc-3']],
    ['file', []],
    ['', []],
    ['  ', []],
  ])('%s', (typed, ids) => expect(found(typed)).toEqual(ids));
});

describe('the search finds a request', () => {
  const plain = aSignRequest().build();
  const named = (details: Partial<SignRequest['details']>) => aSignRequest().withDetails(details).build();
  it.each([
    ['the name that its requester gave', { ...plain, form: { ...plain.form, name: 'Zebra' } }],
    ['its document', named({ file: { id: '1', name: 'Zebra.pdf' } })],
    ['its second document', named({ moreFiles: [{ id: '2', name: 'Zebra.pdf' }] })],
    ['its template', named({ template: { id: 't1', name: 'Zebra' } })],
    ['the name that Box gave', named({ name: 'Zebra' })],
    ['its copy in Box', named({ files: [{ id: '3', name: 'Zebra.pdf' }] })],
    ['its folder', named({ folder: { id: '4', name: 'Zebra' } })],
  ])('by %s', (_what, record) => {
    expect(findRequests([plain, record].map(searchedFieldsOf), 'zebra')).toHaveLength(1);
  });

  it.each([
    ['its document', { file: { id: '60001', name: '' } }],
    ['its second document', { moreFiles: [{ id: '60001', name: '' }] }],
    ['its copy in Box', { files: [{ id: '60001', name: '' }] }],
  ])('by the link to %s', (_what, details) => {
    const list = [plain, named(details)].map(searchedFieldsOf);
    expect(findRequests(list, 'https://app.box.com/file/60001')).toHaveLength(1);
  });
});

const text = fc.oneof(fc.string({ unit: 'grapheme', maxLength: 30 }), fc.string({ maxLength: 30 }));

describe('the search for any text', () => {
  it('the results are from the list, each once, in its order', () => {
    fc.assert(
      fc.property(text, (typed) => {
        const ids = found(typed);
        expect(list.map(({ id }) => id).filter((id) => ids.includes(id))).toEqual(ids);
      }),
    );
  });

  it('a request is found by its name, ignoring case, and by every word of it', () => {
    fc.assert(
      fc.property(text, fc.boolean(), (name, isLoud) => {
        // A few letters have no capital form of their own, and become other letters.
        const hasCapitals = name.toUpperCase().toLowerCase() === name.toLowerCase();
        const typed = isLoud && hasCapitals ? name.toUpperCase() : name;
        const named = searchedFieldsOf({ ...lease, id: 'own', boxId: null, form: { ...lease.form, name } });
        const words = typed.split(/\s+/u).filter((word) => wordsOf(aNamed(word)) !== '');
        for (const word of [words.join(' '), ...words].filter((one) => one !== '')) {
          const isOther = findRequests([named], word).length === 0;
          expect(isOther, JSON.stringify([name, word])).toBe(false);
        }
      }),
      { numRuns: runs(500) },
    );
  });
});

function aNamed(name: string): SignRequest {
  return aSignRequest()
    .toSigners()
    .with({ form: { ...nda.form, name } })
    .build();
}
