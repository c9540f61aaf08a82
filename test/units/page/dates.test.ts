import { describe, expect, it } from 'vitest';
import { formatSlackDate, fullDate } from '../../../sandbox/page/client/block-kit/dates.ts';

const berlin = { tz: 'Europe/Berlin', locale: 'en-US' };
const at = Date.parse('2026-11-03T22:30:00Z');
const words = (format: string, nowMs = at, reader = berlin): string | null =>
  // ICU writes a narrow space before AM and PM.
  formatSlackDate(format, at / 1000, reader, nowMs)?.replace(/\u202f/g, ' ') ?? null;
const hour = 3_600_000;

describe('date tokens', () => {
  it.each([
    ['{date_num}', '2026-11-03'],
    ['{date}', 'November 3, 2026'],
    ['{date_short}', 'Nov 3, 2026'],
    ['{date_long}', 'Tuesday, November 3, 2026'],
    ['{time}', '11:30 PM'],
    ['{time_secs}', '11:30:00 PM'],
    ['{date_short} at {time}', 'Nov 3, 2026 at 11:30 PM'],
    ['{date_num} {shoe_size}', '2026-11-03 {shoe_size}'],
  ])('%s', (format, expected) => expect(words(format)).toBe(expected));

  it('near days are named (today, yesterday), in the reader’s zone', () => {
    expect(words('{date_short_pretty}', at + hour / 4)).toBe('today');
    // Half an hour after midnight in Berlin.
    expect(words('{date_short_pretty}', at + hour)).toBe('yesterday');
    expect(words('{date_short_pretty}', at + hour, { ...berlin, tz: 'America/New_York' })).toBe('today');
    expect(words('{date_short_pretty}', at - 24 * hour)).toBe('tomorrow');
    expect(words('{date_short_pretty}', at + 72 * hour)).toBe('Nov 3, 2026');
  });

  it('a token says how long ago it was', () => {
    expect(words('{ago}', at + hour / 4)).toBe('15 minutes ago');
    expect(words('{ago}', at + 5 * hour)).toBe('5 hours ago');
    expect(words('{ago}', at + 72 * hour)).toBe('3 days ago');
  });

  it('dates are in the reader’s language', () => {
    expect(words('{date_long}', at, { tz: 'Asia/Tokyo', locale: 'de-DE' })).toBe(
      'Mittwoch, 4. November 2026',
    );
  });

  it('a token without a meaning shows the fallback', () => {
    expect(words('when it suits')).toBeNull();
    expect(formatSlackDate('{date}', Number.NaN, berlin, at)).toBeNull();
    expect(formatSlackDate('{date}', 1e18, berlin, at)).toBeNull();
    expect(fullDate(Number.NaN, berlin)).toBe('');
  });
});
