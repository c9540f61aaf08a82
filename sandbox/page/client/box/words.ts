/** How sizes and times are written on Box's pages and in mailboxes. */
import { formatSlackDate } from '../block-kit/dates.ts';
import type { Clock } from './now.ts';

const UNITS = ['bytes', 'KB', 'MB', 'GB'] as const;

/** A size in words, e.g. "12.3 KB". */
export function formatSize(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < UNITS.length - 1) {
    value /= 1000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toFixed(1)} ${UNITS[unit] ?? 'GB'}`;
}

/** A day in words, e.g. "Nov 22, 2026". */
export function formatDay(at: number, { reader }: Clock): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeZone: reader.tz }).format(at);
}

/** A time in words as Slack writes it, e.g. "today at 10:31 AM". */
export function formatTime(at: number, { now, reader }: Clock): string {
  return formatSlackDate('{date_short_pretty} at {time}', at / 1000, reader, now) ?? '';
}

/** A number with its noun, e.g. "1 file", "3 files". */
export function formatCount(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
