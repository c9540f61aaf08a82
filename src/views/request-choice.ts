/** Several sign requests to choose from, as a private message: a line and a button for each. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import type { Pending } from '../signing/pending.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, message, section, spoken } from './blocks.ts';
import { standing } from './card-state.ts';
import { clean } from './clean.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';
import type { Stated } from './texts/phrase.ts';

/** Choices between requests to look at. More are better looked for in the list. */
export const mostChoices = 5;

/** Choices between requests to remind or cancel. */
export const mostToAct = 10;

export interface ChoiceParts {
  /** What stands above the choices; sentences of ours. */
  readonly sentences: readonly string[];
  readonly records: readonly SignRequest[];
  /** How a request and its state are written on its line. */
  readonly line: (name: string, state: Stated) => string;
  /** What a press on a line does, and how it is called. */
  readonly action: string;
  readonly label: string;
  /** Words that the list is opened with; empty: everything. Absent: the list is not offered. */
  readonly query?: string;
  /** What stands below. */
  readonly closing?: readonly string[];
}

/** A line with the state below the name. */
export function stateBelow(t: Texts): ChoiceParts['line'] {
  return (name, { symbol, words }) => t.status.choice(name, clean(`${symbol} ${spoken(words, t)}`, 300));
}

/** Which request a reminder or a cancel is meant for; `records` that do not fit are counted. */
export function chaseChoice(verb: Pending['verb'], records: readonly SignRequest[], t: Texts): Message {
  const rest = records.length - mostToAct;
  const parts: ChoiceParts = {
    sentences: [t.chase.choose[verb]],
    records: records.slice(0, mostToAct),
    line: (name, { words }) => t.chase.choose.line(name, spoken(words, t)),
    action: actions[verb],
    label: t.chase[verb],
    closing: rest > 0 ? [t.chase.choose.more(rest)] : [],
  };
  return choiceMessage(parts, t);
}

/** A row and a button for each request. */
export function choiceMessage(parts: ChoiceParts, t: Texts): Message {
  const rows = parts.records.map((record) => ({
    record,
    line: parts.line(requestName(record, t), standing(record, t)),
  }));
  const closing = parts.closing ?? [];
  const blocks: KnownBlock[] = [
    section(parts.sentences.join(' ')),
    ...rows.map(({ record, line }) =>
      section(line, button({ action: parts.action, label: parts.label, value: record.id })),
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

/** What a button's value says when it is words and no request. */
const wordsMark = 'words:';

/** [All my requests], opened with these words looked for. */
export function allRequestsButton(query: string, t: Texts) {
  const value = query === '' ? {} : { value: `${wordsMark}${clean(query, 200)}` };
  return button({ action: actions.allRequests, label: t.list.all, ...value });
}

/** The words that the list is to be opened with; the value may also be a request's id, which says nothing. */
export function readWords(value: string | null): string {
  return value?.startsWith(wordsMark) ? value.slice(wordsMark.length) : '';
}
