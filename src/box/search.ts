/** Finds files of a person in Box: by the words of their names, and the ones used last. */
import { addressOf, callBox } from './call.ts';
import { type BoxFile, fileFields, readFile } from './files.ts';
import { asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';

/** A file that Box found, and the shared link through which the person opened it, if it was one. */
export interface FoundFile {
  /** The shared link is that of the file itself, and of no folder above it. */
  readonly isOwnLink?: boolean;
  readonly file: BoxFile;
  readonly sharedLink: string | null;
}

/**
 * Files whose names hold words that begin like these. A file that is new in Box is found after some ten minutes.
 * @throws OutsideFailure
 */
export function searchFiles(session: BoxSession, words: string, most: number): Promise<FoundFile[]> {
  const query = { query: words, type: 'file', content_types: 'name' };
  return listFiles(session, 'searchFiles', '/search', query, most, (entry) => readFound(entry, null));
}

/**
 * The files that the person used last.
 * @throws OutsideFailure
 */
export function recentFiles(session: BoxSession, most: number): Promise<FoundFile[]> {
  return listFiles(session, 'recentFiles', '/recent_items', {}, most, (entry) => {
    const fields = asRecord(entry);
    return readFound(fields?.['item'], asText(fields?.['interaction_shared_link']));
  });
}

function listFiles(
  session: BoxSession,
  operation: string,
  path: string,
  query: Readonly<Record<string, string>>,
  most: number,
  read: (entry: unknown) => FoundFile[],
): Promise<FoundFile[]> {
  return callBox(session, {
    operation,
    isWrite: false,
    // The SDK's functions fail for the whole list when one entry is odd.
    send: (client) =>
      client.makeRequest({
        method: 'GET',
        url: addressOf(client, path),
        params: { ...query, limit: String(most), fields: fileFields.join(',') },
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
