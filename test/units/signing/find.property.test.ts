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
