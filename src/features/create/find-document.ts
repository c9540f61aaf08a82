/**
 * The entries of the menu that searches for the document. Typed words find the person's files in Box by name, a pasted
 * link finds its file, and without text the menu lists the files used last.
 */
import type { PlainTextOption } from '@slack/types';
import { getFile, resolveSharedLink } from '../../box/files.ts';
import { type FoundFile, recentFiles, searchFiles } from '../../box/search.ts';
import type { BoxSession } from '../../box/session.ts';
import { type FileReference, readDocument } from '../../signing/document.ts';
import { holdsSigningLink } from '../../signing/quote.ts';
import { neverDocuments } from '../../signing/uploads.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { fileUrl } from '../../views/blocks.ts';
import { fileEntry, searchNote } from '../../views/document-blocks.ts';
import type { Texts } from '../../views/texts/index.ts';
import type { Services } from '../services.ts';
import { findInBox, isWordSearch, maxFound, wordsIn } from './find-in-box.ts';

/** Returns the entries of the form's menu Search Box for the typed text. */
export function findDocument(services: Services, payload: OptionsPayload): Promise<MenuEntries> {
  const asked = readQuery(payload.typed);
  return findInBox(services, payload, {
    notes: (t) => t.document.notes,
    find: async ({ session, t }) => {
      const entries = entriesOf(await filesFor(session, asked), t);
      const isLink = asked.kind === 'file' || asked.kind === 'noFile';
      return entries.length === 0 && isLink ? [searchNote(t.document.notes.badLink)] : entries;
    },
  });
}

type Query =
  | { readonly kind: 'recent' }
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'file'; readonly document: FileReference }
  /** The text is a link that does not lead to a file, or that may not be used. */
  | { readonly kind: 'noFile' };

/** What the typed text means: words to search for, a link, or nothing. */
function readQuery(typed: string): Query {
  const words = wordsIn(typed);
  if (words === null) return { kind: 'recent' };
  if (holdsSigningLink(typed)) return { kind: 'noFile' };
  const document = readDocument(typed);
  if (isWordSearch(words, document)) return { kind: 'words', words };
  return 'kind' in document ? { kind: 'file', document } : { kind: 'noFile' };
}

async function filesFor(session: BoxSession, asked: Query): Promise<readonly FoundFile[]> {
  if (asked.kind === 'recent') return recentFiles(session, maxFound);
  if (asked.kind === 'words') return searchFiles(session, asked.words, maxFound);
  return asked.kind === 'file' ? fileAt(session, asked.document) : [];
}

async function fileAt(session: BoxSession, document: FileReference): Promise<readonly FoundFile[]> {
  const { sharedLink = null } = document;
  if (document.kind === 'file') {
    return [{ file: await getFile(session, { fileId: document.fileId, sharedLink }), sharedLink }];
  }
  const item = await resolveSharedLink(session, document.sharedLink);
  if (item.type !== 'file') return [];
  const file = await getFile(session, { fileId: item.id, sharedLink });
  return [{ file, sharedLink, isOwnLink: true }];
}

function entriesOf(found: readonly FoundFile[], t: Texts): PlainTextOption[] {
  const entries = new Map<string, PlainTextOption>();
  for (const { file, sharedLink, isOwnLink = false } of found) {
    if (file.isTrashed || neverDocuments.has(file.extension)) continue;
    for (const link of linksTo(file.id, sharedLink, isOwnLink)) {
      const entry = fileEntry({ name: file.name, folder: file.parent?.name ?? null, link }, t);
      if (entry === null) continue;
      entries.set(link, entry);
      break;
    }
  }
  return [...entries.values()];
}

/** Links to the file, the best first. They keep the shared link, because the person may have access only through it. */
function linksTo(fileId: string, sharedLink: string | null, isOwnLink: boolean): string[] {
  const shared = sharedLink === null ? null : readDocument(sharedLink);
  const link = shared && 'sharedLink' in shared ? shared.sharedLink : null;
  const links = link ? [`${link}/file/${fileId}`, ...(isOwnLink ? [link] : [])] : [fileUrl(fileId) ?? ''];
  return links.filter((each) => 'kind' in readDocument(each));
}
