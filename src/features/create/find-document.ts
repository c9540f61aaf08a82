/**
 * The entries of the search for the document: the person's own files in Box, by the words of their names; the ones used
 * last when nothing is typed; the file of a link that is pasted. Slack waits three seconds, so a slow Box becomes an
 * entry that says so, and so does a search that Box refuses, or a link that leads to no file.
 */
import type { PlainTextOption } from '@slack/types';
import { getFile, resolveSharedLink } from '../../box/files.ts';
import { type FoundFile, recentFiles, searchFiles } from '../../box/search.ts';
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import { readDocument, type TypedDocument } from '../../signing/document.ts';
import { withoutMarks } from '../../signing/marks.ts';
import { holdsSigningLink, visibleText } from '../../signing/quote.ts';
import { neverDocuments } from '../../signing/uploads.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { fileUrl } from '../../views/blocks.ts';
import { fileEntry, searchNote } from '../../views/document-blocks.ts';
import type { Texts } from '../../views/texts/index.ts';
import { createLastWins } from '../last-wins.ts';
import { listedForMember } from '../rights/members.ts';
import type { Services } from '../services.ts';

/** How long (ms) after the request the entry about a slow Box is the answer. */
const answerAfterMs = 2_000;
const mostFiles = 20;
/** No name in Box is longer. */
const longestWords = 255;

/** One search at a time for a person, the newest next: Box allows six a second, and the older ones have no reader. */
const lastWins = createLastWins<MenuEntries>();

/** The menu Search Box of the form. */
export function findDocument(services: Services, payload: OptionsPayload): Promise<MenuEntries> {
  const late = new Promise<null>((resolve) => {
    setTimeout(() => resolve(null), answerAfterMs).unref();
  });
  return listedForMember(services, payload, async ({ tenant, person, t }) => {
    const session = await services.box.sessionFor(tenant, person.userId);
    if (!session) return [searchNote('notConnected', t)];
    const asked = readAsked(payload.typed);
    const isLink = asked.kind === 'file' || asked.kind === 'noFile';
    const search = async (): Promise<MenuEntries> => {
      try {
        const entries = entriesOf(await filesFor(session, asked), t);
        return entries.length === 0 && isLink ? [searchNote('badLink', t)] : entries;
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
        services.log.info({ failure: error.message }, 'a search in Box failed');
        if (error.kind === 'retry') return [searchNote('slow', t)];
        return [searchNote(error.status === 404 ? 'badLink' : 'refused', t)];
      }
    };
    const key = JSON.stringify([tenant, person.userId]);
    const found = await lastWins(services.store, key, search, late);
    if (found === 'overtaken') return [];
    return found ?? [searchNote('slow', t)];
  });
}

type Asked =
  | { readonly kind: 'recent' }
  | { readonly kind: 'words'; readonly words: string }
  | { readonly kind: 'file'; readonly document: TypedDocument }
  /** A link that leads to no file, or that may not be used. */
  | { readonly kind: 'noFile' };

/** What the typed text asks for. A number is both a file id and a part of many names: it is searched for. */
function readAsked(typed: string): Asked {
  const words = withoutMarks(visibleText(typed))
    .slice(0, longestWords)
    .replace(/\p{Cs}/gu, '');
  if (!/[\p{L}\p{N}]/u.test(words)) return { kind: 'recent' };
  if (holdsSigningLink(typed)) return { kind: 'noFile' };
  const document = readDocument(typed);
  if (/^\d+$/.test(words) || ('code' in document && document.code === 'document_not_a_link')) {
    return { kind: 'words', words };
  }
  return 'kind' in document ? { kind: 'file', document } : { kind: 'noFile' };
}

async function filesFor(session: BoxSession, asked: Asked): Promise<readonly FoundFile[]> {
  if (asked.kind === 'recent') return recentFiles(session, mostFiles);
  if (asked.kind === 'words') return searchFiles(session, asked.words, mostFiles);
  return asked.kind === 'file' ? fileAt(session, asked.document) : [];
}

async function fileAt(session: BoxSession, document: TypedDocument): Promise<readonly FoundFile[]> {
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

/** Links that lead to the file, the best first: by the shared link, if the person may have access only through that. */
function linksTo(fileId: string, sharedLink: string | null, isOwnLink: boolean): string[] {
  const shared = sharedLink === null ? null : readDocument(sharedLink);
  const link = shared && 'sharedLink' in shared ? shared.sharedLink : null;
  const links = link ? [`${link}/file/${fileId}`, ...(isOwnLink ? [link] : [])] : [fileUrl(fileId) ?? ''];
  return links.filter((each) => 'kind' in readDocument(each));
}
