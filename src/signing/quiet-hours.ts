/** Quiet hours: the time of day in which a person gets no notices, in their own time zone. Pure. */
import { localTimes } from './working-hours.ts';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/**
 * Time until the quiet hours end (ms); 0 outside of them, and when this machine does not know the zone.
 *
 * @param from `HH:MM`; empty: there are no quiet hours
 * @param until `HH:MM`; it may be earlier than `from`, and is then on the next day
 * @param timeZone null: UTC
 */
export function quietForMs(
  now: number,
  { quietFrom: from, quietUntil: until }: { readonly quietFrom: string; readonly quietUntil: string },
  timeZone: string | null,
): number {
  const localOf = localTimes(timeZone ?? 'UTC');
  const begin = minutesOf(from);
  const end = minutesOf(until);
  if (begin === null || end === null || begin === end || localOf === null) return 0;
  const { hour, minute } = localOf(now);
  const at = hour * 60 + minute;
  const isQuiet = begin < end ? at >= begin && at < end : at >= begin || at < end;
  if (!isQuiet) return 0;
  // When the clocks change in between, this is an hour off, so the caller checks again at that time.
  const left = (end - at + dayMinutes) % dayMinutes;
  return left * minuteMs - (now % minuteMs);
}

function minutesOf(time: string): number | null {
  const [, hours = '', minutes = ''] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === '' ? null : Number(hours) * 60 + Number(minutes);
}
