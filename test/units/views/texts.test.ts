import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/signing/refusals.ts';
import { refusalNumbers } from '../../../src/views/texts/codes.ts';
import { en } from '../../../src/views/texts/en.ts';
import { catalogueFor, texts, textsOf } from '../../../src/views/texts/index.ts';
import { refusalOf, tuesday } from './records.ts';

const codes = Object.keys(refusalNumbers) as Refusal['code'][];

describe('times in texts', () => {
  const written = (locale: string | null, zone: string | null) =>
    texts(locale, zone).clock.words({ shownAs: 'time', at: tuesday });

  it('times are in the reader’s zone', () => {
    expect(written('en-GB', 'Europe/Berlin')).toBe('17 Nov 2026 at 10:10');
    expect(written('en-GB', 'Asia/Tokyo')).toBe('17 Nov 2026 at 18:10');
    expect(written('en-US', 'America/New_York')).toMatch(/^Nov 17, 2026 at 4:10\sAM$/);
  });

  it.each([
    ['yesterday at 10:10', 24],
    ['today at 10:10', 13],
    ['tomorrow at 10:10', -13],
    ['17 Nov 2026 at 10:10', 48],
  ])('are %s where they are shown for a while, seen %i hours later', (shown, hours) => {
    const t = texts('en-GB', 'Europe/Berlin', () => tuesday + hours * 3_600_000);
    expect(t.clock.nearWords({ shownAs: 'time', at: tuesday })).toBe(shown);
    expect(t.clock.nearWords({ shownAs: 'day', at: tuesday })).toBe('17 Nov 2026');
    expect(t.clock.words({ shownAs: 'time', at: tuesday })).toBe('17 Nov 2026 at 10:10');
  });

  it('the text says so when the reader’s zone is unknown', () => {
    for (const zone of [null, '', 'Mars/Olympus'])
      expect(written(null, zone)).toBe('17 Nov 2026 at 09:10 UTC');
  });
});

describe('the catalogue', () => {
  const second = { ...en, locale: 'de', moments: { ...en.moments, dated: '{date_short} um {time}' } };
  const all = { en, de: second };

  it.each([
    ['de-DE', second],
    ['DE', second],
    ['en-US', en],
    ['fr-FR', en],
    ['constructor', en],
    ['', en],
    [null, en],
  ])('for %s is that of its language, else English', (locale, catalogue) => {
    expect(catalogueFor(locale, all)).toBe(catalogue);
  });

  it.each([
    ['de-AT', second, '17. Nov. 2026 um 10:10'],
    ['fr-FR', second, '17. Nov. 2026 um 10:10'],
    ['en-CA', en, 'Nov 17, 2026 at 10:10 a.m.'],
    ['de-DE', en, '17 Nov 2026 at 10:10'],
    ['en_US', en, '17 Nov 2026 at 10:10'],
  ])('of a reader with %s writes times in its own language', (locale, catalogue, written) => {
    const t = textsOf(catalogue, locale, 'Europe/Berlin', () => tuesday);
    expect(t.clock.words({ shownAs: 'time', at: tuesday }).replace(/\s/g, ' ')).toBe(written);
  });
});

describe('texts of refusals', () => {
  const t = texts(null, null);

  it('no two refusals share a code', () => {
    expect(new Set(Object.values(refusalNumbers)).size).toBe(codes.length);
  });

  it.each(codes)('%s says whether anything was sent, what happened, and ends with its code', (code) => {
    const onForm = t.refusal.onForm(refusalOf(code, 'Bo Lee'));
    const onCard = t.refusal.onCard(refusalOf(code, 'Bo Lee', 418));
    expect(onForm).toMatch(
      new RegExp(`^⚠️ (Nothing was sent\\. |We couldn't confirm).{20,}\\(BX-${refusalNumbers[code]}\\)$`),
    );
    expect(onCard).toMatch(/^(Not sent; nobody was emailed\. |We couldn't confirm).{20,}\(BX-418\)$/);
  });

  it('a refusal never says that nothing was sent when that is unknown', () => {
    const unknown = refusalOf('outcome_unknown', '');
    for (const sentence of [
      t.refusal.onForm(unknown),
      t.refusal.onCard(unknown),
      t.refusal.unsure(unknown),
    ]) {
      expect(sentence).not.toMatch(/nothing was sent|nobody was emailed/i);
    }
  });

  it.each([
    [3, 'F1, F2 and F3'],
    [5, 'F1, F2, F3, F4 and F5'],
    [8, 'F1, F2, F3, F4 and 4 more'],
  ])('the rule about folders names %i of them, or counts the rest', (count, named) => {
    const names = Array.from({ length: count }, (_, index) => `F${index + 1}`);
    expect(t.rules.sentence({ code: 'folder_not_allowed', names })).toContain(`only to ${named}, or`);
  });

  it('what was typed is quoted and cut', () => {
    const long = t.refusal.atField({
      code: 'signer_not_an_address',
      texts: Array(50).fill('x'.repeat(5000)),
    });
    expect(long.length).toBeLessThan(400);
  });
});
