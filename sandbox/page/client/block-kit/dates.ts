/**
 * Slack's date tokens, as a reader in a given zone sees them.
 * https://docs.slack.dev/messaging/formatting-message-text#date-formatting
 */

/** The time zone and language of a person who reads dates. */
export interface Reader {
  readonly tz: string;
  readonly locale: string;
}

/**
 * Fills in a format such as `{date_short_pretty} at {time}`; null when it holds no known token, or the time is
 * invalid (Slack shows the fallback then). `seconds` since the epoch, `nowMs` now.
 */
export function formatSlackDate(
  format: string,
  seconds: number,
  reader: Reader,
  nowMs: number,
): string | null {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return null;
  let isKnown = false;
  const words = format.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const part = partOf(name, at, reader, nowMs);
    isKnown ||= part !== null;
    return part ?? whole;
  });
  return isKnown ? words : null;
}

const plainFormats: Readonly<Record<string, Intl.DateTimeFormatOptions>> = {
  date: { year: 'numeric', month: 'long', day: 'numeric' },
  date_short: { year: 'numeric', month: 'short', day: 'numeric' },
  date_long: { year: 'numeric', month: 'long', day: 'numeric', weekday: 'long' },
  date_slash: { year: 'numeric', month: '2-digit', day: '2-digit' },
  time: { timeStyle: 'short' },
  time_secs: { timeStyle: 'medium' },
};

function partOf(name: string, at: Date, reader: Reader, nowMs: number): string | null {
  if (name === 'ago') return ago(at.getTime(), reader, nowMs);
  if (name === 'date_num') return dayNumber(at, reader);
  const near = name.endsWith('_pretty') ? nearDay(at, reader, nowMs) : null;
  if (near !== null) return near;
  const options = plainFormats[name.replace(/_pretty$/, '')];
  return options === undefined ? null : formatted(at, reader, options);
}

/** The full date and time, shown on hover. */
export function fullDate(seconds: number, reader: Reader): string {
  const at = new Date(seconds * 1000);
  if (Number.isNaN(at.getTime())) return '';
  return formatted(at, reader, { dateStyle: 'full', timeStyle: 'short' });
}

function formatted(at: Date, { tz, locale }: Reader, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: tz }).format(at);
}

function dayNumber(at: Date, { tz }: Reader): string {
  const options = { year: 'numeric', month: '2-digit', day: '2-digit', timeZone: tz } as const;
  // The Swedish locale writes days as Slack's date_num does: 2026-11-03.
  return new Intl.DateTimeFormat('sv-SE', options).format(at);
}

const dayMs = 86_400_000;

/** `today`, `yesterday` or `tomorrow` in the reader's language; null for another day. */
function nearDay(at: Date, reader: Reader, nowMs: number): string | null {
  const days = Math.round(
    (Date.parse(dayNumber(at, reader)) - Date.parse(dayNumber(new Date(nowMs), reader))) / dayMs,
  );
  if (Math.abs(days) > 1) return null;
  return new Intl.RelativeTimeFormat(reader.locale, { numeric: 'auto' }).format(days, 'day');
}

function ago(atMs: number, { locale }: Reader, nowMs: number): string {
  const minutes = Math.round((atMs - nowMs) / 60_000);
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  if (Math.abs(minutes) < 60) return relative.format(minutes, 'minute');
  if (Math.abs(minutes) < 24 * 60) return relative.format(Math.round(minutes / 60), 'hour');
  return relative.format(Math.round(minutes / (24 * 60)), 'day');
}
