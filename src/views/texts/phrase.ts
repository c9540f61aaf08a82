/**
 * A phrase: a sentence that may contain times. It is shown as rich text, where Slack converts each time to the reader's
 * zone, or as plain text, where the app converts it.
 */

/**
 * A time (`at`, ms since epoch), and how it is shown: `time` as date and time of day, `day` as the date alone. `dated`
 * is like `time`, but never says "today", for a message that stays.
 */
export interface Moment {
  readonly shownAs: 'time' | 'day' | 'dated';
  readonly at: number;
}

/** The parts of a phrase: texts and times. */
export type Phrase = readonly (string | Moment)[];

/** A sentence, and the emoji that decorates it: the words alone carry the meaning. */
export interface PhraseWithSymbol {
  readonly symbol: string;
  readonly words: Phrase;
}

/** A moment shown as date and time, or as "today at …" on that day. */
export const time = (at: number): Moment => ({ shownAs: 'time', at });
/** A moment shown as a date. */
export const day = (at: number): Moment => ({ shownAs: 'day', at });
/** A moment shown as date and time, never as "today". */
export const dated = (at: number): Moment => ({ shownAs: 'dated', at });

/** Template tag that makes a phrase. Text that people chose must be cleaned first. */
export function say(
  strings: TemplateStringsArray,
  ...values: readonly (string | number | Moment | Phrase)[]
): Phrase {
  return strings
    .flatMap((text, index) => [text, ...partsOf(values[index] ?? '')])
    .filter((part) => part !== '');
}

function partsOf(value: string | number | Moment | Phrase): Phrase {
  if (typeof value === 'number') return [String(value)];
  if (typeof value === 'string') return [value];
  return 'shownAs' in value ? [value] : value;
}
