import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hasFormValues, nearestWord, readArguments } from '../../../src/signing/arguments.ts';
import { anyString } from '../../builders/any-string.ts';
import { runs } from '../../builders/runs.ts';

const nothing = { document: '', colleagues: [], others: [], groups: [], words: '' };

describe('the words behind the command', () => {
  it.each([
    ['', {}],
    ['  \n\t ', {}],
    [
      '12345 <@U0BO|bo> cy@client.com',
      { document: '12345', colleagues: ['U0BO'], others: ['cy@client.com'] },
    ],
    ['<@U0BO>', { colleagues: ['U0BO'] }],
    ['<@W0BO|bo lee>', { colleagues: ['W0BO'] }],
    ['<@U1|a>,<@U2|b c>;<@U3>', { colleagues: ['U1', 'U2', 'U3'] }],
    ['<@U1> <@U1|bo>', { colleagues: ['U1'] }],
    ['<@u1> <#C1|general> <!here>', { groups: ['@here'], words: '@u1 #general' }],
    ['<!subteam^S1|@legal> <!date^1^{date}|tomorrow>', { groups: ['@legal'], words: 'tomorrow' }],
    ['@bo bo@ a@b@c', { words: '@bo bo@ a@b@c' }],
    ['<mailto:bo@x.com|bo@x.com>', { others: ['bo@x.com'] }],
    ['<mailto:bo@x.com>,<mailto:cy@x.com|Cy>', { others: ['bo@x.com', 'cy@x.com'] }],
    ['bo@x.com,cy@x.com;di@x.com', { others: ['bo@x.com', 'cy@x.com', 'di@x.com'] }],
    ['bo@x.com, cy@x.com;', { others: ['bo@x.com', 'cy@x.com'] }],
    ['Bo &lt;bo@x.com&gt;, cy@x.com', { others: ['bo@x.com', 'cy@x.com'] }],
    ['Bo &lt;<mailto:bo@x.com|bo@x.com>&gt;', { others: ['bo@x.com'] }],
    ['Bo<mailto:bo@x.com|bo@x.com>', { others: ['bo@x.com'], words: 'Bo' }],
    ['<https://app.box.com/file/1?a=b&amp;c=d>', { document: 'https://app.box.com/file/1?a=b&c=d' }],
    ['<https://app.box.com/s/x|app.box.com/s/x>', { document: 'https://app.box.com/s/x' }],
    ['https://app.box.com/s/a@b', { document: 'https://app.box.com/s/a@b' }],
    ['acme.app.box.com/s/x,', { document: 'acme.app.box.com/s/x' }],
    ['APP.BOX.COM/s/x', { document: 'APP.BOX.COM/s/x' }],
    ['notbox.com/s/x box.com', { words: 'notbox.com/s/x box.com' }],
    ['1234 12345 67890', { document: '12345', words: '1234 67890' }],
    ['12345 Hello, please sign; AT&amp;T', { document: '12345', words: 'Hello, please sign; AT&T' }],
    ['a < b <unclosed', { words: 'a < b <unclosed' }],
    ['<> , ; ,,', { words: '' }],
  ])('%j', (text, expected) => {
    expect(readArguments(text)).toEqual({ ...nothing, ...expected });
  });

  it('arguments of any text: no error, no person twice, no colleague who is not in the text', () => {
    const odd = fc.oneof(
      anyString(),
      fc
        .array(
          fc.constantFrom(
            '<',
            '>',
            '@',
            '|',
            'U1',
            'a@b.c',
            ',',
            ' ',
            '&lt;',
            'mailto:',
            '12345',
            'https://',
          ),
          {
            maxLength: 30,
          },
        )
        .map((parts) => parts.join('')),
    );
    fc.assert(
      fc.property(odd, (text) => {
        const read = readArguments(text);
        expect(new Set(read.colleagues).size).toBe(read.colleagues.length);
        for (const id of read.colleagues) expect(text).toContain(id);
        expect(new Set(read.others).size).toBe(read.others.length);
        for (const address of read.others) expect(address).toMatch(/^[^<>]+$/);
      }),
      { numRuns: runs(500) },
    );
  });

  it('any text is read in time proportional to its length', () => {
    // If the time grew with the square of the length, this would exceed the test's time limit.
    for (const piece of ['<', 'a.', '<@U', 'a@']) readArguments(piece.repeat(400_000));
  });
});

describe('whether the arguments have values for the form', () => {
  it.each([
    ['', false],
    ['hlep', false],
    ['please sign', false],
    ['12345', true],
    ['<@U1>', true],
    ['bo@x.com', true],
  ])('%j: %s', (text, expected) => expect(hasFormValues(readArguments(text))).toBe(expected));
});

describe('the nearest known word', () => {
  it.each([
    ['help', 'help'],
    ['HELP', 'help'],
    ['hepl', 'help'],
    ['hel', 'help'],
    ['hlp!', 'help'],
    ['helpppp', null],
    ['lits', 'list'],
    ['status', 'status'],
    ['sttus', 'status'],
    ['hello world', null],
    ['', null],
    ['🖋️', null],
    ['constructor', null],
  ])('%j is nearest to %j', (typed, expected) => {
    expect(nearestWord(typed, ['help', 'list', 'status'])).toBe(expected);
  });

  it('no word is nearest among none, or far from a short word', () => {
    expect(nearestWord('help', [])).toBeNull();
    expect(nearestWord('xy', ['ab'])).toBeNull();
    expect(nearestWord('', ['ab'])).toBeNull();
    expect(nearestWord('b', ['a'])).toBeNull();
    expect(nearestWord('a', ['a'])).toBe('a');
  });

  it('a word with two slips is found, where no other is as near', () => {
    const slip = fc.tuple(fc.nat(9), fc.constantFrom('', 'x', 'qz'));
    fc.assert(
      fc.property(slip, ([at, put]) => {
        const word = 'connection';
        const typed = word.slice(0, at) + put + word.slice(at + 1);
        expect(nearestWord(typed, ['help', word, 'status'])).toBe(word);
      }),
    );
  });
});
