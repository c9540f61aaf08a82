/** How sizes and times are written on Box's pages and in mailboxes. */
import { formatSlackDate } from '../block-kit/dates.ts';

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const;

/** E.g. "12.3 KB". */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? 'GB'}`;
}

const days = new Intl.DateTimeFormat('en', { dateStyle: 'medium' });
/** Slack shows times in a person's zone; here they are in the browser's. */
const reader = { tz: new Intl.DateTimeFormat().resolvedOptions().timeZone, locale: 'en-US' };

/** E.g. "Nov 22, 2026". */
export function formatDay(at: number): string {
  return days.format(at);
}

/** As Slack writes it, e.g. "today at 10:31 AM". @param now by the sandbox's clock (ms) */
export function formatTime(at: number, now: number): string {
  return formatSlackDate('{date_short_pretty} at {time}', at / 1000, reader, now) ?? '';
}

/** E.g. "1 file", "3 files". */
export function formatCount(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
