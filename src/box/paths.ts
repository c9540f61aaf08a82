/** Reads the folders that contain a file or a folder in Box. */
import { callBox, pathSegment } from './call.ts';
import { type FileAccess, getFileFields } from './files.ts';
import { asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';

const fields = ['path_collection'];

/**
 * The ids of the folders that contain a folder, outermost first, as far as this person may see them.
 * @throws OutsideFailure
 */
export async function folderPath(session: BoxSession, folderId: string): Promise<readonly string[]> {
  return callBox(session, {
    operation: 'getFolder',
    mustNotRepeat: false,
    send: (client) => client.folders.getFolderById(pathSegment(folderId), { queryParams: { fields } }),
    read: readPath,
  });
}

/**
 * The ids of the folders that contain a file, outermost first, as far as this person may see them.
 * @throws OutsideFailure
 */
export function filePath(session: BoxSession, file: FileAccess): Promise<readonly string[]> {
  return getFileFields(session, file, fields, readPath);
}

function readPath(raw: unknown): readonly string[] | null {
  const path = asRecord(asRecord(raw)?.['path_collection']);
  const entries = path?.['entries'];
  return Array.isArray(entries) ? entries.flatMap((one) => asText(asRecord(one)?.['id']) ?? []) : null;
}
