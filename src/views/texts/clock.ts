/** Times as words, for the places where Slack does not convert them to the reader's zone itself. */
import type { Moment } from './phrase.ts';

/** Writes times as words, for one reader. */
export interface Clock {
  /** A time with its date, which stays true later: `1 Dec 2026 at 09:10`, or `1 Dec 2026` for a day. */
  readonly words: (moment: Moment) => string;
  /** As `words`, but says "today", "yesterday" or "tomorrow", as Slack does, for text that is shown briefly. */
  readonly nearWords: (moment: Moment) => string;
}

const dayMs = 24 * 60 * 60_000;

/**
 * A clock for a zone (IANA name) and a locale; `Intl` must know both.
 *
 * @param now the time (ms) that decides what "today" is
 * @param dated the catalogue's form of a date with a time, in Slack's tokens
 */
export function clockFor(
  locale: string,
  timeZone: string,
  now: () => number,
  { dated }: { readonly dated: string },
): Clock {
  const times = new Intl.DateTimeFormat(locale, { timeZone, timeStyle: 'short' });
  const dates = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  // The Swedish locale writes days as 2026-12-01, which `Date.parse` reads.
  const days = new Intl.DateTimeFormat('sv-SE', { timeZone });
  const near = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  // When the reader's zone is unknown, times are in UTC, and say so.
  const zone = timeZone === 'UTC' ? ' UTC' : '';
  const dayNumber = (at: number): number => Date.parse(days.format(at)) / dayMs;
  const dateOrNear = (at: number): string => {
    const away = dayNumber(at) - dayNumber(now());
    return Math.abs(away) > 1 ? dates.format(at) : near.format(away, 'day');
  };
  const together = (date: string, at: number): string =>
    dated.replace('{date_short}', () => date).replace('{time}', () => `${times.format(at)}${zone}`);
  const words = ({ shownAs, at }: Moment): string =>
    shownAs === 'day' ? dates.format(at) : together(dates.format(at), at);
  return {
    words,
    nearWords: (moment) =>
      moment.shownAs === 'time' ? together(dateOrNear(moment.at), moment.at) : words(moment),
  };
}

/** Whether `Intl` can work with this time zone. */
export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
