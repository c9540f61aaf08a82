/**
 * Reads what was typed as the document or the destination folder: returns an id, a shared link or a refusal. Accepts
 * only Box's own hosts, and calls nothing.
 */
import { withoutMarks } from './marks.ts';
import { holdsSigningLink, percentDecoded, quoted, visibleText } from './quote.ts';
import type { FieldRefusal } from './refusals.ts';
import { withFileName } from './refused-file.ts';

/** A file: its id, or a shared link that Box has to resolve. */
export type FileReference =
  | { readonly kind: 'file'; readonly fileId: string; readonly sharedLink?: string }
  | { readonly kind: 'shared-link'; readonly sharedLink: string };

/** A file in Slack that is not in Box yet. */
export interface Upload {
  readonly kind: 'upload';
  readonly slackId: string;
  readonly name: string;
  /** Where in Box the file may be already, because an upload may have been sent; absent: none was. */
  readonly target?: { readonly folderId: string; readonly name: string };
}

/** The document of a request. */
export type DocumentReference =
  | FileReference
  | Upload
  | { readonly kind: 'template'; readonly templateId: string };

/** A Box URL: its host, and the segments of its path. */
interface BoxAddress {
  readonly host: string;
  readonly parts: readonly string[];
  /** Parameter `s` of the query: the hash of a shared link. Null: there is none, or the URL has a path. */
  readonly hash: string | null;
}

/**
 * Reads the document field: a link to a file, a shared link, or a bare file id; as typed, wrapped by Slack
 * (`<https://…|label>`), or copied together with the words or marks around it.
 */
export function readDocument(text: string): FileReference | FieldRefusal {
  const link = linkIn(text);
  if (visibleText(text).replace(/[<>|]/g, '').trim() === '') return { code: 'document_missing' };
  if (isId(link)) return { kind: 'file', fileId: link };
  const address = readAddress(link);
  if ('otherHost' in address) return { code: 'document_other_service', host: quoted(address.otherHost) };
  if (holdsSigningLink(visibleText(text))) return { code: 'document_is_signing_link' };
  if ('parts' in address) return documentAt(address);
  return { code: 'document_not_a_link', text: quoted(withoutPassword(visibleText(text))) };
}

/** Reads a document field that may hold several documents. Returns them in order, or the first refusal. */
export function readDocuments(text: string): readonly FileReference[] | FieldRefusal {
  const words = documentsIn(text);
  const documents: FileReference[] = [];
  for (const word of words) {
    const read = readDocument(word);
    if ('code' in read) return withFileName(read, words.length, quoted(withoutPassword(visibleText(word))));
    documents.push(read);
  }
  return documents;
}

/**
 * The documents that were typed in a field. White space, commas and semicolons separate documents if more than one of
 * the words between them is a link; otherwise the whole text is one document. Numbers count as file ids only if every
 * word is a link or a number.
 */
export function documentsIn(text: string): readonly string[] {
  const words = visibleText(text.replace(/<([^<>|]*)\|[^<>]*>/g, ' $1 '))
    .split(/[\s,;]+/)
    .filter((word) => withoutMarks(word) !== '');
  const links = words.filter((word) => asLink(word) !== null);
  const several = links.length === words.length ? links : links.filter((word) => !isId(withoutMarks(word)));
  return several.length > 1 ? several : [text];
}

/**
 * The word without the marks around it, if it is a web link or may be a file id (at least five digits); null: neither.
 */
export function asLink(text: string): string | null {
  const bare = withoutMarks(text);
  return /^(?:https?:\/\/\S+|(?:[a-z0-9-]+\.)*box\.com\/\S+|https?%3a%2f%2f\S+|\d{5,})$/i.test(bare)
    ? bare
    : null;
}

/** Whether a word looks like a link to a file in Box. */
export function isFileLink(word: string): boolean {
  return !isId(word) && 'kind' in readDocument(word);
}

/** Whether a word is any link into Box: also one to a folder or for signing, which the form refuses with a reason. */
export function isBoxLink(word: string): boolean {
  return 'parts' in readAddress(word);
}

/**
 * Reads the destination folder field: a link to a folder or its id.
 * @returns null when it was left empty
 */
export function readFolder(text: string): { readonly id: string } | FieldRefusal | null {
  const link = linkIn(text);
  if (link === '') return null;
  if (/^0+$/.test(link)) return { code: 'folder_is_root' };
  if (isId(link)) return { id: link };
  const noLink: FieldRefusal = {
    code: 'folder_not_a_link',
    text: quoted(withoutPassword(visibleText(text))),
  };
  const address = readAddress(link);
  if (!('parts' in address)) return noLink;
  const [kind = '', id = ''] = withoutShare(address.parts).parts;
  if (isFileKind(kind) || kind === 'notes') return { code: 'folder_is_file' };
  if (kind !== 'folder' && kind !== 'folders') return noLink;
  // Box's web app shows the root as `/folder/0`; a sign request cannot go there.
  if (id === '0') return { code: 'folder_is_root' };
  return isId(id) ? { id } : noLink;
}

function documentAt(address: BoxAddress): FileReference | FieldRefusal {
  if (address.parts[0] === 'sign') return { code: 'document_is_signing_link' };
  const { share, parts } = withoutShare(address.parts);
  const sharedLink = share ?? (isSharedLinkName(address.hash) ? `s/${address.hash}` : null);
  const link = sharedLink === null ? null : `https://${address.host}/${sharedLink}`;
  const [kind, id = ''] = parts;
  if (kind === undefined && link !== null) return { kind: 'shared-link', sharedLink: link };
  if (kind === 'folder' || kind === 'folders') return { code: 'document_is_folder' };
  if (kind === 'notes') return { code: 'document_is_note' };
  if (!isFileKind(kind) || !isId(id)) return { code: 'document_other_box_link' };
  return { kind: 'file', fileId: id, ...(link === null ? {} : { sharedLink: link }) };
}

function isFileKind(kind: string | undefined): boolean {
  return kind === 'file' || kind === 'files';
}

/**
 * Takes the shared link off the segments of a path: `/s/HASH` or `/v/NAME`, perhaps followed by the path of a file or
 * folder inside. The same hash stands in addresses for downloading (`/shared/static/HASH.pdf`) and embedding
 * (`/embed/s/HASH`).
 */
function withoutShare(all: readonly string[]): { share: string | null; parts: readonly string[] } {
  const parts = all[0] === 'embed' || all[0] === 'embed_widget' ? all.slice(1) : all;
  const [kind, name, file] = parts;
  if (kind === 'shared' && name === 'static') {
    const hash = file?.replace(/\.\w+$/, '');
    return isSharedLinkName(hash) ? { share: `s/${hash}`, parts: [] } : { share: null, parts };
  }
  if ((kind !== 's' && kind !== 'v') || !isSharedLinkName(name)) return { share: null, parts };
  return { share: `${kind}/${name}`, parts: parts.slice(2) };
}

/** Reads a typed web address. It may begin with `http` or have no scheme, because nothing is ever fetched from it. */
function readAddress(link: string): BoxAddress | { readonly otherHost: string } | { readonly none: true } {
  const full = /^[a-z0-9.-]+\.[a-z]{2,}\//i.test(link) ? `https://${link}` : link;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { none: true };
  const isBox = url.hostname === 'box.com' || url.hostname.endsWith('.box.com');
  if (!isBox || url.port !== '') return { otherHost: url.host };
  if (url.username !== '' || url.password !== '') return { none: true };
  const parts = url.pathname.split('/').filter((part) => part !== '');
  return { host: url.hostname, parts, hash: parts.length === 0 ? null : url.searchParams.get('s') };
}

/** The only link in a text, without the text around it; the whole text when it holds no link, or several. */
function linkIn(text: string): string {
  const typed = withoutMarks(visibleText(text).replace(/<([^<>|]*)\|[^<>]*>/g, ' $1 '));
  const links = typed.match(/https?:\/\/[^\s<>"]+/gi) ?? [];
  const [only = typed] = links.length === 1 ? links : [];
  const link = withoutMarks(only);
  return (/^https?%3a%2f%2f/i.test(link) ? percentDecoded(link) : link).replaceAll('&amp;', '&');
}

function isId(text: string): boolean {
  return /^[1-9]\d{0,19}$/.test(text);
}

function isSharedLinkName(text: string | null | undefined): text is string {
  return typeof text === 'string' && /^[\w.~-]{1,200}$/.test(text) && !/^\.+$/.test(text);
}

/** The address without the password of `https://user:password@…`, so that it can be quoted. */
function withoutPassword(text: string): string {
  return text.replace(/^(https?:[\\/]*|[\\/]{2,})[^\\/]*@/i, '$1');
}
