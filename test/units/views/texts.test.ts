import { describe, expect, it } from 'vitest';
import type { Refusal } from '../../../src/signing/refusals.ts';
import { ownCodes } from '../../../src/views/texts/codes.ts';
import { texts } from '../../../src/views/texts/index.ts';
import { refusalOf, tuesday } from './records.ts';

const codes = Object.keys(ownCodes) as Refusal['code'][];

describe('times', () => {
  const written = (locale: string | null, zone: string | null) =>
    texts(locale, zone).clock.words({ moment: 'time', at: tuesday });

  it('are in the zone of the reader', () => {
    expect(written('en-GB', 'Europe/Berlin')).toBe('Tue 17 Nov 10:10');
    expect(written('en-GB', 'Asia/Tokyo')).toBe('Tue 17 Nov 18:10');
    expect(written('en-US', 'America/New_York')).toMatch(/^Tue Nov 17 04:10\sAM$/);
  });

  it('say so when the zone of the reader is not known', () => {
    for (const zone of [null, '', 'Mars/Olympus']) expect(written(null, zone)).toBe('Tue 17 Nov 09:10 UTC');
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
