/** The one entry to everything that people read: the texts of a language, for one reader's time zone. */
import { clockFor, isTimeZone } from './clock.ts';
import { en } from './en.ts';

export type Texts = ReturnType<typeof en>;

/** One set per pair of locale and zone: creating the date formats is slow, and there are few pairs. */
const made = new Map<string, Texts>();

/**
 * The texts for a reader.
 *
 * @param locale of the reader as Slack names it (`en-US`); there is only English, so it just decides how times are
 * written.
 * @param timeZone IANA name; null or unknown: UTC, and times say so.
 */
export function texts(locale: string | null, timeZone: string | null): Texts {
  const written = locale === 'en-US' ? 'en-US' : 'en-GB';
  // Looked up before the zone is checked, which is slow too; Slack's zones are few, known to Intl or not.
  const key = `${written} ${timeZone}`;
  const known = made.get(key);
  if (known) return known;
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC';
  const fresh = en(clockFor(written, zone));
  made.set(key, fresh);
  return fresh;
}
