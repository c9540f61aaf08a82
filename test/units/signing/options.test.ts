import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noForm } from '../../../src/signing/form.ts';
import { boxFieldsOf, initialOptions, optionRefusals } from '../../../src/signing/option-values.ts';
import { type OptionId, optionRows, options, readDays } from '../../../src/signing/options.ts';

const refused = (id: OptionId, text: string) =>
  optionRefusals({ ...noForm, [id]: text }, ['first', 'more', 'rare'])[id] ?? null;

describe('the days until expiry', () => {
  it.each([
    ['', null],
    ['  ', null],
    ['1', 1],
    [' 30 ', 30],
    ['030', 30],
    ['730', 730],
  ])('the days in %j are read', (text, expected) => {
    expect(readDays(text)).toBe(expected);
    expect(refused('daysValid', text)).toBeNull();
  });

  it.each(['0', '731', '-1', '1.5', '1e2', '30 d', '٣', '9'.repeat(5)])('are refused in %j', (text) => {
    expect(refused('daysValid', text)).toEqual({ code: 'expiry_out_of_range', text, most: 730 });
  });

  it('the days are a whole number from 1 to 730, empty, or refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.integer().map(String)), (text) => {
        const days = readDays(text);
        return days === null || (Number.isInteger(days) && days >= 1 && days <= 730);
      }),
    );
  });
});

describe('text options', () => {
  const texts = optionRows().flatMap(([id, row]) => (row.kind === 'text' ? [{ id, most: row.most }] : []));

  it.each(texts)('$id is refused when it is longer than its limit', ({ id, most }) => {
    expect(refused(id, '😀'.repeat(most + 1))).toEqual({ code: 'text_too_long', most });
    expect(refused(id, '😀'.repeat(most))).not.toEqual({ code: 'text_too_long', most });
  });
});

describe('the page after signing', () => {
  it.each(['https://acme.com/thanks', 'HTTPS://acme.com/a?b=c'])(
    'the page after signing can be %s',
    (text) => {
      expect(refused('redirect', text)).toBeNull();
    },
  );

  it.each([
    'http://acme.com/',
    'acme.com',
    'javascript:alert(1)',
    'https://',
    'https:// acme.com',
    'https://acme',
  ])('the page after signing cannot be %s', (text) => {
    expect(refused('redirect', text)).toEqual({ code: 'not_a_secure_address', text });
  });
});

describe('the options that Box gets', () => {
  it('a new form sends the way of sending, the expiry and the reminders', () => {
    expect(boxFieldsOf(initialOptions)).toEqual({
      is_document_preparation_needed: true,
      days_valid: 30,
      are_reminders_enabled: true,
    });
  });

  it('a message is sent without markup', () => {
    expect(boxFieldsOf({ ...noForm, message: 'Please & thanks, a < b' })).toMatchObject({
      email_message: 'Please & thanks, a &lt; b',
    });
  });

  it('another text is sent as its row says', () => {
    const row = {
      kind: 'text',
      formPart: 'rare',
      most: 10,
      toBox: (value: string) => ({ cost_centre: value }),
    };
    const table: Record<string, unknown> = options;
    table['costCentre'] = row;
    try {
      const values = { ...noForm, costCentre: '4711' };
      expect(boxFieldsOf(values)).toMatchObject({ cost_centre: '4711' });
      expect(optionRefusals({ ...values, costCentre: 'x'.repeat(11) } as typeof values, ['rare'])).toEqual({
        costCentre: { code: 'text_too_long', most: 10 },
      });
    } finally {
      delete table['costCentre'];
    }
  });
});
