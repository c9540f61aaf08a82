/** Several sign requests to choose from, as a private message: a line and a button for each. */
import type { KnownBlock } from '@slack/types';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, type Message, message, section, spoken } from './blocks.ts';
import { standing } from './card-state.ts';
import { clean } from './clean.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** More are better looked for in the list. */
export const mostChoices = 5;

export interface ChoiceParts {
  /** What stands above the choices; sentences of ours. */
  readonly sentences: readonly string[];
  readonly records: readonly SignRequest[];
  /** What a press on a line does, and how it is called. */
  readonly action: string;
  readonly label: string;
  /** Words that the list is opened with; empty: everything. */
  readonly query: string;
  /** What stands below. */
  readonly closing?: readonly string[];
}

export function choiceMessage(parts: ChoiceParts, t: Texts): Message {
  const rows = parts.records.slice(0, mostChoices).map((record) => {
    const state = standing(record, t);
    const words = clean(`${state.symbol} ${spoken(state.words, t)}`, 300);
    return { record, line: t.status.choice(requestName(record, t), words) };
  });
  const closing = parts.closing ?? [];
  const blocks: KnownBlock[] = [
    section(parts.sentences.join(' ')),
    ...rows.map(({ record, line }) =>
      section(line, button({ action: parts.action, label: parts.label, value: record.id })),
    ),
    ...(closing.length > 0 ? [section(closing.join(' '))] : []),
    ...actionsBlock([allRequestsButton(parts.query, t)]),
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
