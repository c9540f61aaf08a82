/** The texts that people read, in a reader's language and time zone. No other file outside this folder holds sentences. */
import { clockFor, isTimeZone } from './clock.ts';
import { en } from './en.ts';

export type Texts = ReturnType<typeof en>;

/** Caches the texts for each pair of locale and zone: creating date formats is slow, and there are few pairs. */
const made = new Map<string, Texts>();

/**
 * The texts for a reader.
 *
 * @param locale of the reader as Slack names it (`en-US`); there is only English, so it just decides how times are
 * written.
 * @param timeZone IANA name; null or unknown: UTC, and times say so.
 * @param now the time (ms) that decides what "today" is.
 */
export function texts(locale: string | null, timeZone: string | null, now: () => number = Date.now): Texts {
  const written = locale === 'en-US' ? 'en-US' : 'en-GB';
  // The cache is read before the zone is checked, because that check is slow as well.
  const key = `${written} ${timeZone}`;
  const known = now === Date.now ? made.get(key) : undefined;
  if (known) return known;
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC';
  const fresh = en(clockFor(written, zone, now));
  if (now === Date.now) made.set(key, fresh);
  return fresh;
}
