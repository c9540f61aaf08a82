/** Which request a resend or a cancel is meant for: a private message with a row and a button for each. */
import type { KnownBlock } from '@slack/types';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions } from './actions.ts';
import { button, type Message, message, section, spoken } from './blocks.ts';
import { standing } from './card-state.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';

/** A longer choice is a list; that has its own view. */
export const mostChoices = 10;

/** @param records newest first; those beyond the first ten are counted. */
export function chooseMessage(verb: 'resend' | 'cancel', records: readonly SignRequest[], t: Texts): Message {
  const shown = records.slice(0, mostChoices);
  const rest = records.length - shown.length;
  const opening = t.chase.choose[verb];
  const rows = shown.map((record) => `${requestName(record, t)} — ${spoken(standing(record, t).words, t)}`);
  const more = rest > 0 ? [t.chase.choose.more(rest)] : [];
  const blocks: KnownBlock[] = [
    section(opening),
    ...shown.map((record, index) =>
      section(rows[index] ?? '', button({ action: actions[verb], label: t.chase[verb], value: record.id })),
    ),
    ...more.map((text) => section(text)),
  ];
  return message([[opening], ...rows.map((row) => [row]), ...more.map((text) => [text])], blocks, t);
}
