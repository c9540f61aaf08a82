/**
 * Names around pasted addresses: with commas, in quotes, with remarks. Names are dropped, but never what may be an
 * address with a mistake.
 */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAddresses } from '../../../src/signing/read-addresses.ts';
import { runs } from '../../builders/runs.ts';

/** Words of names as mail programs write them. */
const word = fc.constantFrom('Lee', 'Bo', 'van', "O'Neil", 'Dr.', 'J.', 'Müller', '李', 'jr.', '-', '2nd');
const name = fc.array(word, { minLength: 1, maxLength: 3 }).map((words) => words.join(' '));
const address = fc.nat(9999).map((n) => `p${n}@client.test`);
const quotePair = fc.constantFrom('""', "''", '“”', '„“', '«»', '‘’', '‚‘');

/** A name in quotes, with up to two commas, semicolons or bars in it. */
const quotedName = fc
  .tuple(quotePair, fc.array(fc.tuple(name, fc.constantFrom(', ', ',', '; ', ' | ')), { maxLength: 2 }), name)
  .map(([pair, firsts, last]) => `${pair[0]}${firsts.map((one) => one.join('')).join('')}${last}${pair[1]}`);
/** A name of which the surname may stand first, with one comma. */
const plainName = fc
  .tuple(name, fc.constantFrom(' ', ', ', ','), name)
  .map(([first, between, second]) => first + between + second);
const remark = fc.constantFrom('', ' (Legal)', ' (Legal, EMEA)', ' ()');
/** An entry as mail programs write it, with the address in it. */
const entry = fc
  .tuple(fc.oneof(quotedName, plainName, fc.constant('')), address, remark)
  .map(([before, email, after]) => ({ email, text: `${before} <${email}>${after}`.trim() }));

const separators = ['; ', ';', '\n', ' ;\r\n'];
const entries = fc.uniqueArray(entry, { minLength: 1, maxLength: 5, selector: ({ email }) => email });

describe('entries with names', () => {
  it('give their addresses, and nothing is left of the names', () => {
    fc.assert(
      fc.property(entries, fc.constantFrom(...separators, ', ', ','), (list, between) => {
        const read = readAddresses(list.map(({ text }) => text).join(between));
        expect({ ...read, rest: read.rest.replace(/[\s;,]/g, '') }).toEqual({
          addresses: list.map(({ email }) => email),
          unread: [],
          rest: '',
        });
      }),
      { numRuns: runs(2000) },
    );
  });

  it('never swallow an entry without an address beside them', () => {
    const lone = fc.constantFrom('Dee', 'Dee Ng', '"Dee Ng"', 'dee.client.test');
    fc.assert(
      fc.property(entries, fc.nat(5), lone, fc.constantFrom(...separators), (list, at, word, between) => {
        const texts = list.map(({ text }) => text);
        const { addresses, unread } = readAddresses(texts.toSpliced(at, 0, word).join(between));
        expect({ addresses, unread }).toEqual({ addresses: list.map(({ email }) => email), unread: [word] });
      }),
      { numRuns: runs(2000) },
    );
  });

  it('never swallow what may be an address without its @, whatever stands between', () => {
    const between = fc.constantFrom(...separators, ', ', ' ', ' (', ' ("', ' "');
    fc.assert(
      fc.property(entries, fc.nat(5), between, (list, at, before) => {
        const texts = list.map(({ text }) => text);
        const { unread } = readAddresses(texts.toSpliced(at, 0, `${before}deeclient.test`).join(', '));
        expect(unread.join(' ')).toContain('deeclient.test');
      }),
      { numRuns: runs(2000) },
    );
  });
});

describe('words before or after an address', () => {
  it.each([
    // One comma makes a surname and a first name; with more of them, it is not clear where the name begins.
    ['Lee, Bo, Cy <cy@x.com>', ['Lee']],
    ['Lee, <cy@x.com>', ['Lee']],
    // Other separators never stand within a name that is not in quotes.
    ['Lee; Bo <bo@x.com>', ['Lee']],
    ['Lee | Bo <bo@x.com>', ['Lee']],
    ['Lee、Bo <bo@x.com>', ['Lee']],
    // Without its opening quote, a name is read as if it had none.
    ['Ng, Lee; Bo" <bo@x.com>', ['Ng', 'Lee']],
    ['Ng; " <bo@x.com>', ['Ng']],
    // A quoted name may be an address too.
    ['"dee.client.test, Lee" <bo@x.com>', ['"dee.client.test']],
    // Without angle brackets nothing says that the words are a name.
    ['Lee, Bo bo@x.com', ['Lee', 'Bo']],
    ['"Lee, Bo" bo@x.com', ['"Lee', 'Bo"']],
    // More words than a name has.
    [`${'Bo '.repeat(13)}<bo@x.com>`, ['Bo']],
    [`bo@x.com (${'Bo '.repeat(13)})`, [Array(13).fill('Bo').join(' ')]],
    ['bo@x.com (Lee', ['Lee']],
    ['(Lee) bo@x.com', ['Lee']],
    ['bo@x.com (see dee.client.test)', ['see dee.client.test']],
    ['bo@x.com (or cy@intranet)', ['or cy@intranet']],
    // A number or a label is dropped only directly before its address, not with a comma or line break between them.
    ['12, bo@x.com', ['12']],
    ['To:\nbo@x.com', ['To:']],
  ])('%j: what is not surely a name is left unread', (typed, unread) => {
    expect(readAddresses(typed).unread).toEqual(unread);
  });

  it.each([
    ['Lee, Bo <bo@x.com> (Legal, EMEA), [Ng, Cy] <cy@x.com>', ['bo@x.com', 'cy@x.com']],
    [', Bo <bo@x.com>', ['bo@x.com']],
    ['Bo" <bo@x.com>', ['bo@x.com']],
    ['Ann "Bo" Lee <bo@x.com>', ['bo@x.com']],
    ['"bo@x.com" cy@x.com', ['bo@x.com', 'cy@x.com']],
    ['dee@x.com Lee, Bo <bo@x.com>', ['dee@x.com', 'bo@x.com']],
    ['<bo@x.com|Bo Lee>', ['bo@x.com']],
    [`${'Bo '.repeat(12)}<bo@x.com>`, ['bo@x.com']],
  ])('%j: the names are dropped', (typed, addresses) => {
    const read = readAddresses(typed);
    expect([read.addresses, read.unread]).toEqual([addresses, []]);
  });
});
