/**
 * The entries of the menu that searches for the signed copy's folder. Typed words find folders in Box to which the
 * person can add files, a pasted link finds its folder, and without text the menu lists the folders that the workspace
 * allows, else those of the person's latest requests.
 */
import type { PlainTextOption } from '@slack/types';
import { getFolder, resolveSharedLink } from '../../box/files.ts';
import { type FoundFolder, searchFolders } from '../../box/search.ts';
import type { BoxSession } from '../../box/session.ts';
import { readDocument, readFolder } from '../../signing/document.ts';
import { recentFolders } from '../../signing/latest.ts';
import { holdsSigningLink } from '../../signing/quote.ts';
import type { MenuEntries, OptionsPayload } from '../../slack/payloads.ts';
import { searchNote } from '../../views/document-blocks.ts';
import { folderEntry } from '../../views/folder-field.ts';
import type { Texts } from '../../views/texts/index.ts';
import type { Services } from '../services.ts';
import { settingsOf } from '../settings/read.ts';
import { findInBox, isWordSearch, maxFound, wordsIn } from './find-in-box.ts';
import { latestRequests } from './form.ts';

/** Returns the entries of a menu of folders, in the form or in settings. */
export async function findFolder(services: Services, payload: OptionsPayload): Promise<MenuEntries> {
  const { typed } = payload;
  const words = wordsIn(typed);
  const asked = readFolder(typed);
  const linked = words !== null && !/^\d+$/.test(words) && asked && 'id' in asked ? asked.id : null;
  return findInBox(services, payload, {
    notes: (t) => t.folderField.notes,
    // A pasted link can be chosen even if Box does not answer. Its folder is checked later: before the request is
    // created, or when settings are saved.
    withoutBox: async ({ tenant, person, t }) => {
      if (linked !== null) return entriesOf([{ folder: { id: linked, name: '' }, parent: null }], t);
      if (words !== null) return [];
      const { allowedFolders } = await settingsOf(services, tenant, null);
      const recent = recentFolders(await latestRequests(services, tenant, person));
      // A recent folder that is not inside an allowed one would be refused.
      const offered = allowedFolders.length > 0 ? allowedFolders : recent;
      const folders = offered.map((folder) => ({ folder, parent: null }));
      return entriesOf(folders, t);
    },
    isEnough: words === null,
    find: async ({ session, t }) => {
      if (words === null) return [];
      const found =
        linked === null ? await foldersFor(session, typed, words) : await folderAt(session, linked);
      if (found === null) return [searchNote(t.folderField.notes.badLink)];
      return entriesOf(
        found.filter(({ folder }) => folder.canUpload),
        t,
      );
    },
  });
}

/** The folders for the typed text; null: the typed link leads to no folder to which the person can add files. */
async function foldersFor(
  session: BoxSession,
  typed: string,
  words: string,
): Promise<readonly FoundFolder[] | null> {
  if (holdsSigningLink(typed)) return null;
  const link = readDocument(typed);
  if (isWordSearch(words, link)) return searchFolders(session, words, maxFound);
  if (!('kind' in link) || link.kind !== 'shared-link') return null;
  const item = await resolveSharedLink(session, link.sharedLink);
  return item.type === 'folder' ? folderAt(session, item.id) : null;
}

async function folderAt(session: BoxSession, id: string): Promise<readonly FoundFolder[] | null> {
  const folder = await getFolder(session, id);
  return folder.canUpload ? [{ folder, parent: null }] : null;
}

function entriesOf(
  found: readonly { folder: { id: string; name: string }; parent: string | null }[],
  t: Texts,
): PlainTextOption[] {
  return found.flatMap(({ folder, parent }) => folderEntry({ ...folder, parent }, t) ?? []);
}
