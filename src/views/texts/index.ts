/**
 * The texts that people read, in a reader's language and time zone. Files outside this folder hold no such sentences.
 */
import { type Clock, clockFor, isTimeZone } from './clock.ts';
import { en } from './en.ts';

/** All sentences in one language. The English catalogue decides which sentences there are. */
export type Catalogue = typeof en;

/** The catalogue of a reader's language, with times in the reader's clock. */
export type Texts = Catalogue & { readonly clock: Clock };

/** The catalogues by language (the part of a locale before the hyphen). For a language without a row, it is English. */
const catalogues: Readonly<Record<string, Catalogue>> = { en };

/** The texts for each pair of locale and zone, cached: creating date formats is slow, and there are few pairs. */
const cached = new Map<string, Texts>();

/**
 * The texts for a reader.
 *
 * @param locale of the reader as Slack names it (`en-US`); its language decides the catalogue
 * @param timeZone IANA name; null or unknown: UTC, and times say so
 * @param now the time (ms) that decides what "today" is
 */
export function texts(locale: string | null, timeZone: string | null, now: () => number = Date.now): Texts {
  // The cache is read before the locale and the zone are checked, because these checks are slow as well.
  const key = `${locale} ${timeZone}`;
  const known = now === Date.now ? cached.get(key) : undefined;
  if (known) return known;
  const fresh = textsOf(catalogueFor(locale, catalogues), locale, timeZone, now);
  if (now === Date.now) cached.set(key, fresh);
  return fresh;
}

/** The catalogue of a locale's language; English when there is none. */
export function catalogueFor(locale: string | null, all: Readonly<Record<string, Catalogue>>): Catalogue {
  const language = languageOf(locale);
  return (Object.hasOwn(all, language) ? all[language] : undefined) ?? en;
}

/** The texts of one catalogue for a reader. @see texts for the parameters */
export function textsOf(
  catalogue: Catalogue,
  locale: string | null,
  timeZone: string | null,
  now: () => number,
): Texts {
  const zone = timeZone !== null && isTimeZone(timeZone) ? timeZone : 'UTC';
  // A German date inside an English sentence would be read as a mistake.
  const isOwn = languageOf(locale) === languageOf(catalogue.locale) && isLocale(locale);
  const clock = clockFor(isOwn ? locale : catalogue.locale, zone, now, catalogue.moments);
  return { ...catalogue, clock };
}

function languageOf(locale: string | null): string {
  return locale?.split('-')[0]?.toLowerCase() ?? '';
}

function isLocale(locale: string | null): locale is string {
  try {
    return locale !== null && Intl.DateTimeFormat.supportedLocalesOf(locale).length > 0;
  } catch {
    return false;
  }
}
