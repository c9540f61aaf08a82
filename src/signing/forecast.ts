/** How many calls to Box a month will take. Pure. */

const day = 24 * 60 * 60_000;

/**
 * How many calls this month (UTC) will have when it ends, at the pace so far; null on its first day.
 * @param used calls so far
 */
export function forecastOf(used: number, now: number): number | null {
  const at = new Date(now);
  const begin = Date.UTC(at.getUTCFullYear(), at.getUTCMonth());
  const end = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1);
  return now - begin < day ? null : Math.round((used * (end - begin)) / (now - begin));
}
