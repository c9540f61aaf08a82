/** The one door to everything that people read: the texts of a language, for one reader's time zone. */
import { clockFor, isTimeZone } from './clock.ts';
import { en } from './en.ts';

export type Texts = ReturnType<typeof en>;

/** One set per pair of locale and zone: building the date formats is slow, and the pairs are few. */
const made = new Map<string, Texts>();

/**
 * The texts for a reader.
 *
 * @param locale of the reader as Slack names it (`en-US`); English is all there is, so it only decides how
 *   times are written.
 * @param timeZone IANA name; null or unknown: UTC, and times say so.
 */
export function texts(locale: string | null, timeZone: string | null): Texts {
  const written = locale === 'en-US' ? 'en-US' : 'en-GB';
  // Before the zone is checked, which is slow too; Slack's zones are few, known to Intl or not.
  const key = `${written} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC';
  const fresh = en(clockFor(written, zone));
  made.set(key, fresh);
  return fresh;
}
