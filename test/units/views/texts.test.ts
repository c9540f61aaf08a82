import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/signing/refusals.ts';
import { ownCodes } from '../../../src/views/texts/codes.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { refusalOf, tuesday } from './records.ts';

const codes = Object.keys(ownCodes) as Refusal['code'][];

describe('times', () => {
  const written = (locale: string | null, zone: string | null) =>
    texts(locale, zone).clock.words({ shownAs: 'time', at: tuesday });

  it('are in the zone of the reader', () => {
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

  it('say so when the zone of the reader is not known', () => {
    for (const zone of [null, '', 'Mars/Olympus'])
      expect(written(null, zone)).toBe('17 Nov 2026 at 09:10 UTC');
  });
});

describe('refusals', () => {
  const t = texts(null, null);

  it('have codes that are not shared', () => {
    expect(new Set(Object.values(ownCodes)).size).toBe(codes.length);
  });

  it.each(codes)('%s says whether anything was sent, what happened, and ends with its code', (code) => {
    const onForm = t.refusal.onForm(refusalOf(code, 'Bo Lee'));
    const onCard = t.refusal.onCard(refusalOf(code, 'Bo Lee', 418));
    expect(onForm).toMatch(
      new RegExp(`^⚠️ (Nothing was sent\\. |We couldn't confirm).{20,}\\(BX-${ownCodes[code]}\\)$`),
    );
    expect(onCard).toMatch(/^(Not sent; nobody was emailed\. |We couldn't confirm).{20,}\(BX-418\)$/);
  });

  it('never say that nothing was sent when nobody knows', () => {
    const unknown = refusalOf('outcome_unknown', '');
    for (const sentence of [
      t.refusal.onForm(unknown),
      t.refusal.onCard(unknown),
      t.refusal.unsure(unknown),
    ]) {
      expect(sentence).not.toMatch(/nothing was sent|nobody was emailed/i);
    }
  });

  it('quote what was typed, cut', () => {
    const long = t.refusal.atField({
      code: 'signer_not_an_address',
      texts: Array(50).fill('x'.repeat(5000)),
    });
    expect(long.length).toBeLessThan(400);
  });
});
