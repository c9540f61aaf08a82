/**
 * Finds the sign requests that match a typed text: our id, Box's id or short id, a link to a document or its file id,
 * or words of names and people. Pure; the caller passes only requests that the person may see.
 */

import { type DocumentReference, readDocument } from './document.ts';
import { withoutInvisible } from './invisible.ts';
import { visibleText } from './quote.ts';
import type { SignRequest, State } from './sign-request.ts';

/** What the search needs to know about a request. */
export interface Findable {
  readonly id: string;
  readonly state: State;
  readonly boxId: string | null;
  readonly shortId: string | null;
  /** As `createdAt` of the record (ms). */
  readonly createdAt: number;
  /** The names and people of the request, from `wordsOf`. */
  readonly words: string;
  /** The ids and links of the request's documents, from `documentsOf`. */
  readonly documents: string;
}

/** At most this many words of a search are used; further ones hardly narrow it. */
const maxWords = 20;

/** The names of the request, its files, folder and people, normalised for comparison, one on each line. */
export function wordsOf(record: SignRequest): string {
  const { details, form, signers } = record;
  const named = [
    form.name,
    details.file?.name,
    details.template?.name,
    ...(details.moreFiles ?? []).map(({ name }) => name),
    details.name,
    ...details.files.map(({ name }) => name),
    details.folder?.name,
  ];
  const people = signers.flatMap(({ name, email, slackUserId }) => [name, email, slackUserId]);
  return linesOf([...named, ...people].map((text) => comparable(text ?? '')));
}

/** The ids and links of the request's documents, one on each line. */
export function documentsOf(record: SignRequest): string {
  const { details, documents } = record;
  const named = [...(details.file ? [details.file] : []), ...(details.moreFiles ?? []), ...details.files];
  const files = named.map(({ id }) => (id ? `file ${id}` : ''));
  const shared = details.sharedLink === null ? '' : `link ${details.sharedLink}`;
  return linesOf([...documents.flatMap(keysOf), ...files, shared]);
}

/**
 * The matching requests, in the order of the list: those with exactly this id or document if there are any, else those
 * that contain every word. A discarded request is found only by its id or document.
 */
export function findRequests<T extends Findable>(list: readonly T[], typed: string): T[] {
  const text = visibleText(typed);
  if (text === '') return [];
  const id = text.toLowerCase();
  const document = readDocument(text);
  const keys = 'kind' in document ? keysOf(document) : [];
  const exact = list.filter((one) => hasId(one, id) || keys.some((key) => hasLine(one.documents, key)));
  return exact.length > 0 ? exact : matchingWords(list, text);
}

/**
 * The requests that contain every one of the words, in names, people, addresses, folder or short id; without words, all
 * requests. Leaves out discarded requests.
 */
export function matchingWords<T extends Findable>(list: readonly T[], typed: string): T[] {
  const words = wordsIn(typed);
  return list.filter(
    ({ state, words: known, shortId }) =>
      state !== 'discarded' &&
      words.every((word) => withoutQuotes(known).includes(word) || isShortId(shortId, word)),
  );
}

/** The items whose names contain every one of the words; all items when there are no words. */
export function namedWith<T extends { readonly name: string }>(list: readonly T[], typed: string): T[] {
  const words = wordsIn(typed);
  return list.filter(({ name }) => {
    const known = withoutQuotes(comparable(name));
    return words.every((word) => known.includes(word));
  });
}

function wordsIn(typed: string): string[] {
  return withoutQuotes(comparable(typed))
    .split(/\s+/)
    .filter((word) => word !== '')
    .slice(0, maxWords);
}

/** The text without quotes and apostrophes: people type one for another, and quotes around words. */
function withoutQuotes(text: string): string {
  return text.replace(/["'`´′″\p{Pi}\p{Pf}„‚ʼʻ]/gu, '');
}

function hasId(one: Findable, id: string): boolean {
  return one.id.toLowerCase() === id || one.boxId?.toLowerCase() === id || isShortId(one.shortId, id);
}

function isShortId(shortId: string | null, typed: string): boolean {
  return shortId !== null && numberOf(shortId.toLowerCase()) === numberOf(typed);
}

/** The number in a short id without leading zeros, so that `001025` and `1025` also find `SR-001025`. */
function numberOf(text: string): string {
  return text.replace(/^sr-/, '').replace(/^0+(?=\d)/, '');
}

function keysOf(document: DocumentReference): string[] {
  if (document.kind === 'template' || document.kind === 'upload') return [];
  const file = document.kind === 'file' && document.fileId !== '' ? [`file ${document.fileId}`] : [];
  return document.sharedLink === undefined ? file : [...file, `link ${document.sharedLink}`];
}

function hasLine(lines: string, line: string): boolean {
  return `\n${lines}\n`.includes(`\n${line}\n`);
}

function linesOf(texts: readonly string[]): string {
  return [...new Set(texts.filter((text) => text !== ''))].join('\n');
}

/**
 * Text normalised for comparison: without case, accents and invisible characters. Goes letter by letter, because the
 * last letter of a word may have its own lower-case form (ς), and what was typed may end within the word.
 */
function comparable(text: string): string {
  const plain = withoutInvisible(text.slice(0, 1000))
    .normalize('NFKD')
    .replace(/[\p{M}\p{Cf}]/gu, '');
  const small = Array.from(plain, (letter) => letter.toLowerCase().normalize('NFKD')).join('');
  return small.replace(/\p{M}/gu, '').replaceAll('ς', 'σ').replace(/\s+/gu, ' ').trim();
}
