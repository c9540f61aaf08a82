/**
 * What was typed after the command: a document, people, or words. The form opens with what is understood; nothing is
 * ever sent from the command line itself. With the manifest's `should_escape` Slack wraps mentions as `<@U123|bo>`
 * and links as `<https://…>`.
 */

import { asLink, isFileLink } from './document.ts';
import { visibleText } from './quote.ts';
import { isSpoiltByInvisible, readAddresses } from './read-addresses.ts';

/** What a person has typed after the command, sorted into documents, people and other words. */
export interface Arguments {
  /** Text for the document field: links or file ids, separated by spaces; empty when none was given. */
  readonly document: string;
  /** Slack user ids that were mentioned. */
  readonly colleagues: readonly string[];
  /** Email addresses that were typed, also those with an invisible character, which the form refuses. */
  readonly others: readonly string[];
  /** User groups and `@here` in the text, as people see them: none of them can sign. */
  readonly groups: readonly string[];
  /** The words in the rest of the text, without invisible characters and left-over punctuation. */
  readonly words: string;
}

/** Chooses the documents among the links and numbers of a text. */
export type DocumentChoice = (links: readonly string[]) => readonly string[];

/** The first link, and every other link that leads to a file in Box. */
const firstAndFiles: DocumentChoice = (links) =>
  links.filter((link, index) => index === 0 || isFileLink(link));

/**
 * Reads the text of a command.
 *
 * @param text the command's `text`.
 * @param choose which of the links and numbers in it are documents
 */
export function readArguments(text: string, choose: DocumentChoice = firstAndFiles): Arguments {
  const colleagues = new Set<string>();
  const groups = new Set<string>();
  const plain = readableText(text, ({ kind, id, label }) => {
    if (kind === 'person') colleagues.add(id);
    else if (kind === 'group') groups.add(label);
    else return label;
    return ' , ';
  });
  const links = linksIn(plain);
  const chosen = new Set(choose(links.map(({ link }) => link)));
  const documents = links.filter(({ link }) => chosen.has(link));
  const withoutLinks = documents.reduceRight(
    (left, { from, to }) => `${left.slice(0, from)} ${left.slice(to)}`,
    plain,
  );
  const { addresses, unread, rest } = readAddresses(withoutLinks);
  // Addresses with an invisible character are kept: the form refuses them, and shows where the character is.
  const spoilt = unread.filter((one) => one.includes('@') && isSpoiltByInvisible(one));
  const unused = spoilt.reduce((left, one) => left.replace(one, ' '), rest);
  return {
    document: [...chosen].join(' '),
    colleagues: [...colleagues],
    others: [...addresses, ...spoilt.map((one) => one.replace(/^mailto:/, ''))],
    groups: [...groups],
    words: wordsIn(visibleText(unused)),
  };
}

/**
 * The words of a text from which people, links and addresses were taken out; the punctuation between them is dropped.
 */
function wordsIn(text: string): string {
  const words = text.trim().split(/\s+/);
  const isWord = (word = ''): boolean => /[\p{L}\p{N}]/u.test(word);
  return words
    .filter((word, index) => isWord(word) || (isWord(words[index - 1]) && isWord(words[index + 1])))
    .join(' ');
}

interface Link {
  readonly link: string;
  readonly from: number;
  readonly to: number;
}

function linksIn(text: string): readonly Link[] {
  return [...text.matchAll(/https?:\/\/[^\s<>"|]+|[^\s,;<>"|]+/gi)].flatMap(({ 0: token, index }) => {
    const link = asLink(visibleText(token));
    return link === null ? [] : [{ link, from: index, to: index + token.length }];
  });
}

/** A mention, channel or date, as Slack writes it into a command's text. */
interface Markup {
  readonly kind: 'person' | 'group' | 'channel' | 'date';
  /** Slack's id; empty where there is none. */
  readonly id: string;
  /** The person, group, channel or date, as people see it. */
  readonly label: string;
}

/**
 * A command's text as people see it: links and addresses bare
 * (https://docs.slack.dev/messaging/formatting-message-text).
 *
 * @param say returns the text for a person, a group, a channel or a date
 */
function readableText(text: string, say: (markup: Markup) => string): string {
  const plain = text.replace(/<([@#!]|mailto:|https?:)([^<>]*)>/g, (_all, sign: string, inner: string) => {
    const [target = '', label = ''] = inner.split('|');
    if (sign === '@') {
      return /^[UW][A-Z0-9]+$/.test(target)
        ? say({ kind: 'person', id: target, label: `@${label || target}` })
        : `@${target}`;
    }
    if (sign === '#') return say({ kind: 'channel', id: target, label: `#${label || target}` });
    if (sign !== '!') return ` ${sign}${target} `;
    if (target.startsWith('date^')) return say({ kind: 'date', id: '', label });
    // Slack does not always write the name of a user group, so it is then called "group".
    const name = target.startsWith('subteam^') ? 'group' : target;
    const shown = (label || name).replace(/^@?/, '@');
    return say({ kind: 'group', id: '', label: shown });
  });
  return unescaped(plain);
}

/** The text with Slack's three entities decoded (https://docs.slack.dev/messaging/formatting-message-text#escaping). */
function unescaped(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
}

/** What was typed, as words to search for: a mention becomes its name, a link its address. */
export function typedWords(text: string): string {
  return typedText(text, ({ kind, label }) => (kind === 'group' ? label : label.replace(/^[@#]/, '')));
}

/** What was typed, as people see it: to be quoted, or to be typed again. */
export function typedText(text: string, say = ({ label }: Markup): string => label): string {
  return visibleText(readableText(text, say))
    .replace(/(^|\s)mailto:/g, '$1')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Whether anything was typed that belongs in the form. */
export function hasFormValues(typed: Arguments): boolean {
  return [typed.document, typed.colleagues, typed.others, typed.groups].some(({ length }) => length > 0);
}

/** The nearest of the known words within two edits, else null: a typo gets a suggestion, a guess does not. */
export function nearestWord(typed: string, known: readonly string[]): string | null {
  const ranked = known
    .map((word) => ({ word, distance: editDistance(typed.toLowerCase(), word) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.min(2, best.word.length - 1) ? best.word : null;
}

function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (const [row, left] of [...a].entries()) {
    const current = [row + 1];
    for (const [column, right] of [...b].entries()) {
      const substituted = (previous[column] ?? 0) + (left === right ? 0 : 1);
      current.push(Math.min(substituted, (previous[column + 1] ?? 0) + 1, (current[column] ?? 0) + 1));
    }
    previous = current;
  }
  return previous[b.length] ?? 0;
}
