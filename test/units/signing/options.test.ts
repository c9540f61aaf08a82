import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readExpiry, readOptions } from '../../../src/signing/options.ts';

describe('the days until expiry', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['1', 1],
    [' 30 ', 30],
    ['030', 30],
    ['730', 730],
  ])('are read from %j', (text, expected) => {
    expect(readExpiry(text)).toBe(expected);
  });

  it.each(['0', '731', '-1', '1.5', '1e2', '30 days', '٣', '9'.repeat(99)])('are refused in %j', (text) => {
    expect(readExpiry(text)).toEqual({ code: 'expiry_out_of_range', text, most: 730 });
  });

  it('are a whole number of 1 to 730, nothing, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (text) => {
        const days = readExpiry(text);
        return typeof days === 'number' ? Number.isInteger(days) && days >= 1 && days <= 730 : true;
      }),
    );
  });
});

describe('texts', () => {
  it('may be as long as their limit, counted in characters', () => {
    expect(
      readOptions({ name: '😀'.repeat(250), subject: 'x'.repeat(250), message: 'x'.repeat(3000) }),
    ).toEqual({});
  });

  it('are refused each at its field', () => {
    const long = { name: 'x'.repeat(251), subject: 'x'.repeat(251), message: 'x'.repeat(3001) };
    expect(readOptions(long)).toEqual({
      name: { code: 'text_too_long', most: 250 },
      subject: { code: 'text_too_long', most: 250 },
      message: { code: 'text_too_long', most: 3000 },
    });
  });
});
