/**
 * Reads files, folders, shared links and the current user from Box. The features decide what a missing permission means
 * for a sign request.
 */
import { OutsideFailure } from '../failure.ts';
import type { BoxUser } from '../shapes.ts';
import { asciiLowerCase } from '../signing/address.ts';
import { addressOf, callBox, pathSegment } from './call.ts';
import { asRecord, asText, asTime, type RawRecord } from './raw.ts';
import type { BoxSession } from './session.ts';
import { sharedLinkHeader } from './shared-link.ts';

/** A file in Box, as far as the app reads it. */
export interface BoxFile {
  readonly id: string;
  readonly name: string;
  /** The file's extension without the dot, in lower case; empty when the name has none. */
  readonly extension: string;
  /** Whether the person may download the file, which Box Sign requires. */
  readonly canDownload: boolean;
  /** The folder that the file is in; null where the person may not see that folder. */
  readonly parent: { readonly id: string; readonly name: string } | null;
  /** When the file last changed (ms). */
  readonly modifiedAt: number | null;
  readonly isTrashed: boolean;
}

/** A folder in Box, as far as the app reads it. */
export interface BoxFolder {
  readonly id: string;
  readonly name: string;
  readonly canUpload: boolean;
}

/** The item that a shared link leads to. */
export interface SharedItem {
  readonly type: 'file' | 'folder' | 'web_link';
  readonly id: string;
  readonly name: string;
}

/** The fields that `readFile` reads. */
export const fileFields = [
  'name',
  'extension',
  'permissions',
  'parent',
  'modified_at',
  'trashed_at',
  'item_status',
];

/** The fields that `readFolderItem` reads. */
export const folderFields = ['name', 'permissions'];

/**
 * One file, as this person may see it.
 * @throws OutsideFailure
 */
export function getFile(session: BoxSession, file: FileAccess): Promise<BoxFile> {
  return getFileFields(session, file, fileFields, readFile);
}

/** A file's id, and a shared link if the person may have access only through that link. */
export interface FileAccess {
  readonly fileId: string;
  readonly sharedLink?: string | null;
}

/** Reads these fields of a file, as this person may see it. @throws OutsideFailure */
export async function getFileFields<T>(
  session: BoxSession,
  file: FileAccess,
  fields: string[],
  read: (raw: unknown) => T | null,
): Promise<T> {
  const operation = 'getFile';
  const headers = file.sharedLink ? { boxapi: sharedLinkHeader(file.sharedLink, operation) } : {};
  return callBox(session, {
    operation,
    mustNotRepeat: false,
    send: (client) =>
      client.files.getFileById(pathSegment(file.fileId), { queryParams: { fields }, headers }),
    read,
  });
}

/**
 * The item that a shared link leads to.
 * @throws OutsideFailure, which is final, with the reason `unknown_item_type`, for an unknown type of item
 */
export async function resolveSharedLink(session: BoxSession, sharedLink: string): Promise<SharedItem> {
  const operation = 'resolveSharedLink';
  const boxapi = sharedLinkHeader(sharedLink, operation);
  return callBox(session, {
    operation,
    mustNotRepeat: false,
    // The SDK has one function for each type of item, and the type is not known yet.
    send: (client) =>
      client.makeRequest({
        method: 'GET',
        url: addressOf(client, '/shared_items'),
        params: { fields: 'type,id,name' },
        headers: { boxapi },
      }),
    read: (raw) => readSharedItem(raw, operation),
  });
}

/**
 * One folder and whether this person may put files there.
 * @throws OutsideFailure
 */
export async function getFolder(session: BoxSession, folderId: string): Promise<BoxFolder> {
  return callBox(session, {
    operation: 'getFolder',
    mustNotRepeat: false,
    send: (client) =>
      client.folders.getFolderById(pathSegment(folderId), {
        queryParams: { fields: folderFields },
      }),
    read: readFolderItem,
  });
}

/** The folder in an answer of Box; null when it has no id. */
export function readFolderItem(raw: unknown): BoxFolder | null {
  const item = readItem(raw);
  return item && { id: item.id, name: item.name, canUpload: hasPermission(item.fields, 'can_upload') };
}

/**
 * The Box user that this session belongs to.
 * @throws OutsideFailure
 */
export async function getMe(session: BoxSession): Promise<BoxUser> {
  return callBox(session, {
    operation: 'getMe',
    mustNotRepeat: false,
    send: (client) => client.users.getUserMe({ fields: ['login', 'name'] }),
    read: (raw) => {
      const item = readItem(raw);
      const login = asText(item?.fields['login']);
      return item === null || login === null
        ? null
        : { boxUserId: item.id, login: asciiLowerCase(login), name: item.name };
    },
  });
}

/** The file in an answer of Box; null when it has no id. */
export function readFile(raw: unknown): BoxFile | null {
  const item = readItem(raw);
  if (item === null) return null;
  const { id, name, fields } = item;
  const parent = readItem(fields['parent']);
  return {
    id,
    name,
    extension: (asText(fields['extension']) ?? /\.([^.]+)$/.exec(name)?.[1] ?? '').toLowerCase(),
    canDownload: hasPermission(fields, 'can_download'),
    parent: parent && { id: parent.id, name: parent.name },
    modifiedAt: asTime(fields['modified_at']),
    isTrashed:
      asText(fields['trashed_at']) !== null || ['trashed', 'deleted'].includes(String(fields['item_status'])),
  };
}

function readSharedItem(raw: unknown, operation: string): SharedItem | null {
  const item = readItem(raw);
  if (item === null) return null;
  const type = item.fields['type'];
  if (type === 'file' || type === 'folder' || type === 'web_link') {
    return { type, id: item.id, name: item.name };
  }
  const reason = 'unknown_item_type';
  throw new OutsideFailure({ service: 'box', operation, kind: 'final', status: 200, reason });
}

function readItem(raw: unknown): { id: string; name: string; fields: RawRecord } | null {
  const fields = asRecord(raw);
  const id = asText(fields?.['id']);
  return fields === null || id === null ? null : { id, name: asText(fields['name']) ?? id, fields };
}

function hasPermission(fields: RawRecord, permission: string): boolean {
  return asRecord(fields['permissions'])?.[permission] === true;
}
