/** The help message, built from the rows of the command table, and the answer to text that is not a command. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import { button, context, message, nameLimit, section } from './blocks.ts';
import { clean } from './clean.ts';
import type { Texts } from './texts/index.ts';

/** One command in the help message. */
export interface HelpRow {
  /** The command as this person typed it, with its slash. */
  readonly command: string;
  /** The arguments after the command, e.g. `help`; empty for the bare command. */
  readonly usage: string;
  readonly does: string;
  /** The action of a button that does the same as the command; absent: there is none. */
  readonly actionId?: string;
}

/** At most this many rows are shown: Slack refuses a message with too many blocks. */
const maxRows = 40;

/** The answer to `/sign help`. */
export function helpMessage(rows: readonly HelpRow[], t: Texts): Message {
  const shown = rows.slice(0, maxRows);
  const lines = shown.map((row) => t.help.line(typedOf(row), row.does));
  const blocks = shown.map((row, index) => rowBlock(row, lines[index] ?? '', t));
  return message(
    [[t.help.opening], ...lines.map((line) => [line]), [t.help.shortcut]],
    [context(t.help.opening), ...blocks, context(t.help.shortcut)],
    t,
  );
}

function rowBlock(row: HelpRow, line: string, t: Texts): KnownBlock {
  if (row.actionId === undefined) return section(line);
  const spoken = t.help.openLong(typedOf(row));
  return section(line, button({ action: row.actionId, label: t.help.open, spoken }));
}

function typedOf(row: HelpRow): string {
  return clean(`${row.command} ${row.usage}`, nameLimit);
}

/**
 * The answer to text that is not a command of this app.
 *
 * @param typed the command and everything that followed it; quoted as plain text
 * @param nearest the command that may have been meant, as it would be typed; null: none is similar
 */
export function unknownCommandMessage(typed: string, nearest: string | null, t: Texts): Message {
  const [command = ''] = clean(typed, nameLimit).split(' ');
  const sentences = [t.help.unknown(clean(typed, 200)), ...helpSentences(command, nearest, t)];
  return message([[sentences.join(' ')]], [section(sentences.join(' '))], t);
}

/** Sentences that name the command that may have been meant, and how to see all of them. */
export function helpSentences(command: string, nearest: string | null, t: Texts): string[] {
  return [
    ...(nearest === null ? [] : [t.help.nearest(clean(nearest, nameLimit))]),
    ...(nearest === helpOf(command) ? [] : [t.help.seeHelp(helpOf(command))]),
  ];
}

function helpOf(command: string): string {
  return `${command} help`;
}
