/** Writes times as a reader sees them: in their zone and hour format. Times are in ms since the epoch. */

import { formatSlackDate, type Reader } from '../block-kit/dates.ts';

/** A time's hour and minute. */
export function formatHour(at: number, { tz, locale }: Reader): string {
  return new Intl.DateTimeFormat(locale, { timeZone: tz, timeStyle: 'short' }).format(at);
}

/** The full date and time, for people who want to know exactly. */
export function formatFullTime(at: number, { tz, locale }: Reader): string {
  return new Intl.DateTimeFormat(locale, { timeZone: tz, dateStyle: 'full', timeStyle: 'short' }).format(at);
}

/** A time's calendar day as `2026-11-22`. */
export function dayOf(at: number, { tz }: Reader): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone: tz, dateStyle: 'short' }).format(at);
}

const dayMs = 86_400_000;

/** The heading above the messages of a day. */
export function dayTitle(at: number, nowAt: number, reader: Reader): string {
  const day = dayOf(at, reader);
  if (day === dayOf(nowAt, reader)) return 'Today';
  if (day === dayOf(nowAt - dayMs, reader)) return 'Yesterday';
  const isThisYear = day.slice(0, 4) === dayOf(nowAt, reader).slice(0, 4);
  return new Intl.DateTimeFormat(reader.locale, {
    timeZone: reader.tz,
    weekday: 'long',
    month: 'long',
    day: 'numeric',
    ...(isThisYear ? {} : { year: 'numeric' as const }),
  }).format(at);
}

/** A time's day and hour, as the app's messages have them: "today at 6:17 PM". */
export function formatShortTime(at: number, nowAt: number, reader: Reader): string {
  return formatSlackDate('{date_short_pretty} at {time}', at / 1000, reader, nowAt) ?? '';
}
