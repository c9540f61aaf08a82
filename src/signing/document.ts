/**
 * What was typed as the document or the destination folder → an id or a shared link, or what is wrong with it.
 * Accepts only Box's own hosts over https; looks nothing up.
 */
import { holdsSigningLink, quoted, visibleText } from './quote.ts';
import type { FieldRefusal } from './refusals.ts';
import type { DocumentReference } from './sign-request.ts';

/** A Box URL: its host, and the segments of its path. */
interface BoxAddress {
  readonly host: string;
  readonly parts: readonly string[];
  /** Parameter `s` of the query: the hash of a shared link. */
  readonly hash: string | null;
}

/**
 * Reads the document field: a link to a file, a shared link, or a bare file id; as typed, copied with
 * spaces and angle brackets, or wrapped by Slack (`<https://…|label>`).
 */
export function readDocument(text: string): DocumentReference | FieldRefusal {
  const typed = unwrapped(text);
  if (typed === '') return { code: 'document_missing' };
  if (isId(typed)) return { kind: 'file', fileId: typed };
  const address = readAddress(typed);
  if ('otherHost' in address) return { code: 'document_other_service', host: quoted(address.otherHost) };
  if (holdsSigningLink(typed)) return { code: 'document_is_signing_link' };
  const noLink: FieldRefusal = { code: 'document_not_a_link', text: quoted(withoutPassword(typed)) };
  return 'parts' in address ? (documentAt(address) ?? noLink) : noLink;
}

/**
 * Reads the destination folder field: a link to a folder or its id.
 * @returns null when it was left empty
 */
export function readFolder(text: string): { readonly id: string } | FieldRefusal | null {
  const typed = unwrapped(text);
  if (typed === '') return null;
  if (/^0+$/.test(typed)) return { code: 'folder_is_root' };
  if (isId(typed)) return { id: typed };
  const noLink: FieldRefusal = { code: 'folder_not_a_link', text: quoted(withoutPassword(typed)) };
  const address = readAddress(typed);
  if (!('parts' in address)) return noLink;
  const [kind, id = ''] = withoutShare(address.parts).parts;
  if (kind === 'file' || kind === 'notes') return { code: 'folder_is_file' };
  if (kind !== 'folder') return noLink;
  // Box's web app shows the root as `/folder/0`; a sign request cannot go there.
  if (id === '0') return { code: 'folder_is_root' };
  return isId(id) ? { id } : noLink;
}

function documentAt(address: BoxAddress): DocumentReference | FieldRefusal | null {
  if (address.parts[0] === 'sign') return { code: 'document_is_signing_link' };
  const { share, parts } = withoutShare(address.parts);
  const sharedLink = share ?? (isShareName(address.hash) ? `s/${address.hash}` : null);
  const link = sharedLink === null ? null : `https://${address.host}/${sharedLink}`;
  const [kind, id = ''] = parts;
  if (kind === undefined) return link === null ? null : { kind: 'shared-link', sharedLink: link };
  if (kind === 'folder') return { code: 'document_is_folder' };
  if (kind === 'notes') return { code: 'document_is_note' };
  if (kind !== 'file' || !isId(id)) return null;
  return { kind: 'file', fileId: id, ...(link === null ? {} : { sharedLink: link }) };
}

/** `/s/HASH` and `/v/NAME` may be followed by the path of a file or folder inside. */
function withoutShare(parts: readonly string[]): { share: string | null; parts: readonly string[] } {
  const [kind, name, ...rest] = parts;
  if ((kind !== 's' && kind !== 'v') || !isShareName(name)) return { share: null, parts };
  return { share: `${kind}/${name}`, parts: rest };
}

function readAddress(typed: string): BoxAddress | { readonly otherHost: string } | { readonly none: true } {
  // Some browsers and people leave out the scheme.
  const full = /^[a-z0-9.-]+\.[a-z]{2,}\/./i.test(typed) ? `https://${typed}` : typed;
  const url = URL.canParse(full) ? new URL(full) : null;
  if (url === null || !/^https?:$/.test(url.protocol)) return { none: true };
  const isBox = url.hostname === 'box.com' || url.hostname.endsWith('.box.com');
  if (!isBox || url.port !== '') return { otherHost: url.host };
  if (url.protocol !== 'https:' || url.username !== '' || url.password !== '') return { none: true };
  const parts = url.pathname.split('/').filter((part) => part !== '');
  // With an empty path there is nothing to read, whatever the query says.
  return parts.length === 0 ? { none: true } : { host: url.hostname, parts, hash: url.searchParams.get('s') };
}

/** Removes outer spaces, angle brackets and Slack's label. */
function unwrapped(text: string): string {
  const typed = visibleText(text);
  const inner = /^<([^<>]*)>$/.exec(typed)?.[1];
  if (inner === undefined) return typed;
  const [link = ''] = inner.split('|');
  return link.replaceAll('&amp;', '&').trim();
}

function isId(text: string): boolean {
  return /^[1-9]\d{0,19}$/.test(text);
}

function isShareName(text: string | null | undefined): text is string {
  return typeof text === 'string' && /^[\w.~-]{1,200}$/.test(text) && !/^\.+$/.test(text);
}

/** `https://user:password@…` is not quoted with its password. */
function withoutPassword(text: string): string {
  return text.replace(/^(https?:[\\/]*|[\\/]{2,})[^\\/]*@/i, '$1');
}
