/**
 * The entries of the search for the document: the person's own files in Box, by the words of their names; the ones used
 * last when nothing is typed; the file of a link that is pasted. Slack waits three seconds, so a slow Box becomes an
 * entry that says so; a Box that fails becomes no entries.
 */
import type { PlainTextOption } from '@slack/types';
import { getFile, resolveSharedLink } from '../../box/files.ts';
import { type FoundFile, recentFiles, searchFiles } from '../../box/search.ts';
import type { BoxSession } from '../../box/session.ts';
import { OutsideFailure } from '../../failure.ts';
import { type DocumentReference, readDocument } from '../../signing/document.ts';
import { withoutMarks } from '../../signing/marks.ts';
import { holdsSigningLink, visibleText } from '../../signing/quote.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { fileUrl } from '../../views/blocks.ts';
import { fileEntry, searchNote } from '../../views/document-blocks.ts';
import type { Texts } from '../../views/texts/index.ts';
import { createLastWins } from '../last-wins.ts';
import { listedForMember } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { neverDocuments } from './resolve.ts';

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
    const search = async (): Promise<MenuEntries> => {
      try {
        const entries = entriesOf(await findFiles(session, payload.typed), t);
        return entries.length === 0 && isLink(payload.typed) ? [searchNote('badLink', t)] : entries;
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

async function findFiles(session: BoxSession, typed: string): Promise<readonly FoundFile[]> {
  const words = withoutMarks(visibleText(typed))
    .slice(0, longestWords)
    .replace(/\p{Cs}/gu, '');
  if (!/[\p{L}\p{N}]/u.test(words)) return recentFiles(session, mostFiles);
  if (holdsSigningLink(typed)) return [];
  const document = readDocument(typed);
  const isNumber = /^\d+$/.test(words);
  if ('kind' in document && !isNumber) return fileAt(session, document);
  const isWords = isNumber || ('code' in document && document.code === 'document_not_a_link');
  return isWords ? searchFiles(session, words, mostFiles) : [];
}

/** Whether a link was typed: one that leads to no file is no search without a result. */
function isLink(typed: string): boolean {
  const document = readDocument(typed);
  const isText =
    'code' in document && (document.code === 'document_not_a_link' || document.code === 'document_missing');
  return holdsSigningLink(typed) || (!isText && !/^\d+$/.test(visibleText(typed)));
}

async function fileAt(session: BoxSession, document: DocumentReference): Promise<readonly FoundFile[]> {
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
