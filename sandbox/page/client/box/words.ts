/** How sizes and times are written on Box's pages and in mailboxes. */

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
/** Slack shows times in the reader's zone; here they are in the browser's, and say so. */
const moments = new Intl.DateTimeFormat('en', {
  year: 'numeric',
  month: 'short',
  day: 'numeric',
  hour: 'numeric',
  minute: '2-digit',
  timeZoneName: 'short',
});

/** E.g. "Nov 22, 2026". */
export function formatDay(at: number): string {
  return days.format(at);
}

/** E.g. "Nov 22, 2026, 10:31 AM GMT+1": by the browser's clock. */
export function formatTime(at: number): string {
  return moments.format(at);
}

/** E.g. "1 file", "3 files". */
export function formatCount(count: number, one: string): string {
  return `${count} ${one}${count === 1 ? '' : 's'}`;
}
