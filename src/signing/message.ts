/**
 * Finds a document and people for the form in a message, which another person may have written. It is read like the
 * text of a command, except that a number or a link to another site is not taken for the document.
 */
import { type Arguments, type DocumentChoice, readArguments } from './arguments.ts';
import { isBoxLink, isFileLink } from './document.ts';

/** At most this many characters are read: Slack truncates messages there. */
const maxRead = 40_000;

/** Chooses the first link to a file, else the first link into Box, which the form then refuses with a reason. */
const linkIntoBox: DocumentChoice = (links) =>
  [links.find(isFileLink) ?? links.find(isBoxLink)].filter((link) => link !== undefined);

/**
 * Reads a message.
 *
 * @param text in Slack's markup
 * @param rich its blocks and attachments, which are searched for the document when the text has none
 */
export function readMessage(text: string, rich: readonly unknown[]): Arguments {
  const read = readArguments(text.slice(0, maxRead), linkIntoBox);
  if (read.document !== '') return read;
  const { document } = readArguments(textsWithLinks(rich).join('\n').slice(0, maxRead), linkIntoBox);
  return { ...read, document };
}

/** The keys under which blocks and attachments have links (https://docs.slack.dev/reference/messaging/attachments). */
const keysOfLinks: ReadonlySet<string> = new Set(['url', 'text', 'title_link', 'from_url', 'original_url']);

function textsWithLinks(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(textsWithLinks);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]: [string, unknown]) =>
    typeof inner === 'string' ? (keysOfLinks.has(key) ? [inner] : []) : textsWithLinks(inner),
  );
}
