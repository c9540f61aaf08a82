/** Searches a person's files and folders in Box by name, and reads the files that the person used last. */
import { addressOf, callBox } from './call.ts';
import { type BoxFile, type BoxFolder, fileFields, folderFields, readFile, readFolderItem } from './files.ts';
import { asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';

/** A file that Box found, and the shared link through which the person opened it, if there was one. */
export interface FoundFile {
  /** The shared link is the file's own, not that of a folder that contains it. */
  readonly isOwnLink?: boolean;
  readonly file: BoxFile;
  readonly sharedLink: string | null;
}

/**
 * Files whose names contain words that begin with these. Box finds a new file only after about ten minutes.
 * @throws OutsideFailure
 */
export function searchFiles(session: BoxSession, words: string, most: number): Promise<FoundFile[]> {
  const query = { query: words, type: 'file', content_types: 'name' };
  const call = { operation: 'searchFiles', path: '/search', query, fields: fileFields, most };
  return listItems(session, call, (entry) => readFound(entry, null));
}

/** A folder that Box found, and the name of the folder that it is in, where the person may see that. */
export interface FoundFolder {
  readonly folder: BoxFolder;
  readonly parent: string | null;
}

/**
 * Folders whose names contain words that begin with these.
 * @throws OutsideFailure
 */
export function searchFolders(session: BoxSession, words: string, most: number): Promise<FoundFolder[]> {
  const query = { query: words, type: 'folder', content_types: 'name' };
  const fields = [...folderFields, 'parent'];
  return listItems(session, { operation: 'searchFolders', path: '/search', query, fields, most }, (entry) => {
    const item = asRecord(entry);
    const folder = item?.['type'] === 'folder' ? readFolderItem(entry) : null;
    return folder === null ? [] : [{ folder, parent: asText(asRecord(item?.['parent'])?.['name']) }];
  });
}

/**
 * The files that the person used last.
 * @throws OutsideFailure
 */
export function recentFiles(session: BoxSession, most: number): Promise<FoundFile[]> {
  const call = { operation: 'recentFiles', path: '/recent_items', query: {}, fields: fileFields, most };
  return listItems(session, call, (entry) => {
    const fields = asRecord(entry);
    return readFound(fields?.['item'], asText(fields?.['interaction_shared_link']));
  });
}

interface ListCall {
  readonly operation: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly fields: readonly string[];
  readonly most: number;
}

function listItems<Item>(
  session: BoxSession,
  { operation, path, query, fields, most }: ListCall,
  read: (entry: unknown) => Item[],
): Promise<Item[]> {
  return callBox(session, {
    operation,
    mustNotRepeat: false,
    send: (client) =>
      client.makeRequest({
        method: 'GET',
        url: addressOf(client, path),
        params: { ...query, limit: String(most), fields: fields.join(',') },
      }),
    read: (raw) => {
      const entries = asRecord(raw)?.['entries'];
      return Array.isArray(entries) ? entries.flatMap(read) : null;
    },
  });
}

function readFound(entry: unknown, sharedLink: string | null): FoundFile[] {
  const file = asRecord(entry)?.['type'] === 'file' ? readFile(entry) : null;
  return file === null ? [] : [{ file, sharedLink }];
}
