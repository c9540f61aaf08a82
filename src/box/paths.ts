/** Reads where files and folders are in Box. */
import { callBox, pathSegment } from './call.ts';
import { asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';
import { sharedLinkHeader } from './shared-link.ts';

const fields = ['path_collection'];

/**
 * The ids of the folders above a folder, from the outermost on, as far as this person may see them.
 * @throws OutsideFailure
 */
export async function folderPath(session: BoxSession, folderId: string): Promise<readonly string[]> {
  return callBox(session, {
    operation: 'getFolder',
    isWrite: false,
    send: (client) => client.folders.getFolderById(pathSegment(folderId), { queryParams: { fields } }),
    read: readPath,
  });
}

/**
 * The same for a file.
 * @throws OutsideFailure
 */
export async function filePath(
  session: BoxSession,
  file: { readonly fileId: string; readonly sharedLink: string | null },
): Promise<readonly string[]> {
  const operation = 'getFile';
  const headers = file.sharedLink ? { boxapi: sharedLinkHeader(file.sharedLink, operation) } : {};
  return callBox(session, {
    operation,
    isWrite: false,
    send: (client) =>
      client.files.getFileById(pathSegment(file.fileId), { queryParams: { fields }, headers }),
    read: readPath,
  });
}

function readPath(raw: unknown): readonly string[] | null {
  const path = asRecord(asRecord(raw)?.['path_collection']);
  const entries = path?.['entries'];
  return Array.isArray(entries) ? entries.flatMap((one) => asText(asRecord(one)?.['id']) ?? []) : null;
}
