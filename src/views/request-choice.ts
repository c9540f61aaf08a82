/** The private message that offers several sign requests to choose from: a line and a button for each. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import type { Pending } from '../signing/pending.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, message, phraseText, section } from './blocks.ts';
import { distinguishingId, withSpokenName } from './card-buttons.ts';
import { forWhom, reminderReach } from './card-people.ts';
import { statusLine } from './card-state.ts';
import { clean, truncate } from './clean.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';
import type { PhraseWithSymbol } from './texts/phrase.ts';

/** `/sign status` offers at most this many requests. When there are more, the list is the better place to search. */
export const maxStatusChoices = 5;

/** `/sign resend` and `/sign cancel` offer at most this many requests. */
export const maxActionChoices = 10;

/**
 * Longest line of a request, in UTF-16 units: ten lines have to fit into one message, which also has them as text for
 * notifications.
 */
const lineLimit = 500;

/** What a choice between requests shows. */
export interface ChoiceParts {
  /** Sentences above the choices. */
  readonly sentences: readonly string[];
  readonly records: readonly SignRequest[];
  /** Returns the line of a request, with its name, its people and its state. */
  readonly line: (record: SignRequest, name: string, state: PhraseWithSymbol) => string;
  /** The action of a line's button, and its label. */
  readonly action: string;
  readonly label: string;
  /** The words searched for in the list that [All my requests] opens; empty: none. Absent: there is no such button. */
  readonly query?: string;
  /** Sentences below the choices. */
  readonly closing?: readonly string[];
}

/** Builds a line that has the request's state below its name. */
export function stateBelow(t: Texts): ChoiceParts['line'] {
  return (record, name, { symbol, words }) =>
    t.status.choice(name, forWhom(record, t), clean(`${symbol} ${phraseText(words, t)}`, 300));
}

/**
 * The message that asks which request to remind about or to cancel. Requests that do not fit are counted.
 */
export function actionChoice(
  verb: Pending['verb'],
  records: readonly SignRequest[],
  t: Texts,
  now: number,
): Message {
  const rest = records.length - maxActionChoices;
  const parts: ChoiceParts = {
    sentences: [t.actions.choose[verb]],
    records: records.slice(0, maxActionChoices),
    line: (record, name, { words }) =>
      t.actions.choose.line(
        name,
        verb === 'resend' ? reminderReach(record, t, now) : forWhom(record, t),
        phraseText(words, t),
      ),
    action: actions[verb],
    label: t.actions[verb],
    closing: rest > 0 ? [t.actions.choose.more(rest)] : [],
  };
  return choiceMessage(parts, t, now);
}

/** The message, with a line and a button for each request. */
export function choiceMessage(parts: ChoiceParts, t: Texts, now: number): Message {
  const rows = parts.records.map((record) => ({
    record,
    line: truncate(parts.line(record, requestName(record, t), statusLine(record, t, now)), lineLimit),
  }));
  const closing = parts.closing ?? [];
  const blocks: KnownBlock[] = [
    section(parts.sentences.join(' ')),
    ...rows.map(({ record, line }) =>
      section(
        line,
        withSpokenName(
          button({ action: parts.action, label: parts.label, value: record.id }),
          requestName(record, t),
          distinguishingId(record),
          t,
        ),
      ),
    ),
    ...(closing.length > 0 ? [section(closing.join(' '))] : []),
    ...actionsBlock(parts.query === undefined ? [] : [allRequestsButton(parts.query, t)]),
  ];
  const lines = [parts.sentences.join(' '), ...rows.map(({ line }) => line), closing.join(' ')];
  return message(
    lines.filter((line) => line !== '').map((line) => [line]),
    blocks,
    t,
  );
}

/** A button's value with this prefix holds words to search for, not a request's id. */
const wordsMark = 'words:';

/** [All my requests], which opens the list with these words searched for. */
export function allRequestsButton(query: string, t: Texts) {
  const value = query === '' ? {} : { value: `${wordsMark}${clean(query, 200)}` };
  return button({ action: actions.allRequests, label: t.list.all, ...value });
}

/** The words to search for, from a button's value; empty when the value has none, such as a request's id. */
export function readSearchWords(value: string | null): string {
  return value?.startsWith(wordsMark) ? value.slice(wordsMark.length) : '';
}
