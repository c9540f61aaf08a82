/** Times as words, for the places where Slack does not convert them to the reader's zone itself. */
import type { Moment } from './phrase.ts';

export interface Clock {
  /** A time in words: `Tue 1 Dec 09:10`, or `1 Dec 2026` for a day. */
  readonly words: (moment: Moment) => string;
}

/** A clock for a zone (IANA name) and a locale; `Intl` must know both. */
export function clockFor(locale: string, timeZone: string): Clock {
  const days = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
  });
  const times = new Intl.DateTimeFormat(locale, { timeZone, hour: '2-digit', minute: '2-digit' });
  const dates = new Intl.DateTimeFormat(locale, {
    timeZone,
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  });
  // When the reader's zone is unknown, a time of day needs its zone beside it.
  const zone = timeZone === 'UTC' ? ' UTC' : '';
  return {
    words: ({ moment, at }) =>
      moment === 'day' ? dates.format(at) : `${days.format(at).replace(',', '')} ${times.format(at)}${zone}`,
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
