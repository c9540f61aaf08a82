/** Working mornings in a person's own time zone. Pure. */

const halfHourMs = 30 * 60_000;
const longestMs = 5 * 24 * 60 * 60_000;

/**
 * The first of the times `from`, `from` and half an hour, and so on (ms) that is between nine and ten on a working day,
 * but not on the day of `notOn`. Returns `from` when there is none within five days, or when this machine does not know
 * the zone.
 *
 * @param timeZone null: UTC
 */
export function nextWorkingMorning(from: number, notOn: number, timeZone: string | null): number {
  const localOf = localTimes(timeZone ?? 'UTC');
  if (localOf === null) return from;
  const excluded = localOf(notOn).date;
  for (let at = from; at < from + longestMs; at += halfHourMs) {
    const { date, hour, weekday } = localOf(at);
    if (hour === 9 && date !== excluded && weekday !== 'Sat' && weekday !== 'Sun') return at;
  }
  return from;
}

/** Reads the clock in a time zone; null when this machine does not know it. */
export function localTimes(timeZone: string) {
  try {
    const format = new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      weekday: 'short',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
    });
    return (at: number) => {
      const parts = new Map(format.formatToParts(at).map(({ type, value }) => [type, value]));
      return {
        date: [parts.get('year'), parts.get('month'), parts.get('day')].join('-'),
        hour: Number(parts.get('hour')),
        minute: Number(parts.get('minute')),
        weekday: parts.get('weekday') ?? '',
      };
    };
  } catch (error) {
    // Slack may name a zone that this version of Node does not have.
    if (error instanceof RangeError) return null;
    throw error;
  }
}
