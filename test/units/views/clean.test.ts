import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clean, cleanLines, escapeMrkdwn, truncate } from '../../../src/views/clean.ts';
import { text } from './records.ts';

const most = fc.integer({ min: 1, max: 400 });

describe('cleaning a text', () => {
  it('several lines become one, and control characters are removed', () => {
    expect(clean('  a\r\n\tb\u2028c\u0000d ', 60)).toBe('a b c d');
    expect(clean('\u202egnp.exe\u202c \u2066x\u2069', 60)).toBe('gnp.exe x');
    expect(clean('\u200b\u2060\u200f', 60)).toBe('');
  });

  it('lines are kept where wanted, each cleaned, without many empty ones', () => {
    expect(cleanLines(' Dear  Bo,\r\n\n\n\u0000\n sign \u2028 here \n\n', 60)).toBe('Dear Bo,\n\nsign\nhere');
    expect(cleanLines('\n \n', 60)).toBe('');
    fc.assert(
      fc.property(text, most, (said, limit) => {
        const cleaned = cleanLines(said, limit);
        expect(cleaned.length).toBeLessThanOrEqual(limit);
        expect(cleaned.replaceAll('\n', '')).not.toMatch(/[\p{Cs}\p{Cc}\u2028\u202e]/u);
      }),
    );
  });

  it('joined emoji, accents and other scripts stay whole', () => {
    for (const name of ['👩‍👩‍👧‍👦 Müller', 'عقد العمل', 'חוזה 2026', 'می‌خواهم'])
      expect(clean(name, 60)).toBe(name);
  });

  it.each([
    ['Arabic', 0x0628],
    ['Syriac', 0x0710],
    ['Mongolian', 0x1820],
    ['N’Ko', 0x07ca],
    ['Devanagari', 0x0915],
    ['Bengali', 0x0995],
    ['Gurmukhi', 0x0a15],
    ['Gujarati', 0x0a95],
    ['Oriya', 0x0b15],
    ['Tamil', 0x0b95],
    ['Telugu', 0x0c15],
    ['Kannada', 0x0c95],
    ['Malayalam', 0x0d15],
    ['Sinhala', 0x0d9a],
    ['Khmer', 0x1780],
    ['Burmese', 0x1000],
    ['Tibetan', 0x0f40],
  ])('a word in %s keeps the joiners that change how its letters are drawn', (_script, letter) => {
    const char = String.fromCodePoint(letter);
    for (const word of [`${char}\u200d${char}`, `${char}\u200c${char}`]) expect(clean(word, 60)).toBe(word);
    expect(clean(`a\u200d${char}`, 60)).toBe(`a${char}`);
  });

  it('no half character, no control character and nothing above the limit remains', () => {
    fc.assert(
      fc.property(text, most, (said, limit) => {
        const cleaned = clean(said, limit);
        expect(cleaned.length).toBeLessThanOrEqual(limit);
        expect(cleaned).not.toMatch(/[\p{Cs}\p{Cc}\u2028\u202e]/u);
        expect(cleaned).toBe(cleaned.trim());
      }),
    );
  });
});

describe('cutting a text', () => {
  it('a cut text ends with an ellipsis', () => {
    expect(truncate('abcdef', 4)).toBe('abc…');
    expect(truncate('abcd', 4)).toBe('abcd');
    expect(truncate('ab😀d', 4)).toBe('ab…');
  });
});

describe('escapeMrkdwn', () => {
  it('the three characters are escaped once, and nothing else is', () => {
    expect(escapeMrkdwn('<!channel> & *b* &amp;', 100)).toBe('&lt;!channel&gt; &amp; *b* &amp;amp;');
  });

  it('a text is cut beside an escaped character, never within one', () => {
    fc.assert(
      fc.property(text, most, (said, limit) => {
        const escaped = escapeMrkdwn(said, limit);
        expect(escaped.length).toBeLessThanOrEqual(limit);
        expect(escaped).not.toMatch(/[<>]|&(?!amp;|lt;|gt;)/);
      }),
    );
    expect(escapeMrkdwn('a&&', 8)).toBe('a&amp;…');
  });
});
