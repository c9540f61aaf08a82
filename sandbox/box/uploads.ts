/**
 * What Box checks before it takes a new file, and the sessions in which a large file arrives in parts. Must not know
 * about HTTP.
 */
import { createHash } from 'node:crypto';
import { BoxRefusal, insufficientPermissions, invalidParameter } from './errors.ts';
import { folderFor, freeName, makeFile, mustAllowUpload, siblingsNamed } from './items.ts';
import { isConvertible } from './pdf.ts';
import type { BoxState, File, Folder, User } from './state.ts';
import { fileMini, folderMini, type Json } from './wire.ts';

/** A larger file (bytes) is accepted in parts only. */
export const MAX_DIRECT_BYTES = 50 * 1024 * 1024;
/** A smaller file (bytes) is accepted whole only. */
export const LEAST_IN_PARTS = 20_000_000;
export const PART_BYTES = 8 * 1024 * 1024;
export const SESSION_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** An upload in parts that has begun. */
export interface UploadSession {
  readonly id: string;
  readonly userId: string;
  readonly folderId: string;
  readonly name: string;
  readonly size: number;
  readonly expiresAt: number;
  readonly parts: UploadedPart[];
}

/** A part of a file that was uploaded. */
export interface UploadedPart {
  readonly id: string;
  readonly offset: number;
  readonly size: number;
  readonly sha1: string;
  readonly base64: string;
}

/** What a client says about a new file before it sends the bytes. */
export interface Announced {
  readonly name: string;
  readonly folderId: string;
  /** The file's size in bytes; null when Box is not told. */
  readonly size: number | null;
}

/** The refusal of a name that these items have already. */
export function nameInUse(conflicts: readonly Json[]): BoxRefusal {
  return new BoxRefusal(409, 'item_name_in_use', 'Item with the same name already exists', { conflicts });
}

/** Throws unless this user may put a file of this name and size into this folder. */
export function mustAccept(state: BoxState, user: User, { name, folderId, size }: Announced): void {
  checkName(name);
  if (folderId !== '0') mustAllowUpload(folderFor(state, folderId, user).access);
  if (user.quota !== undefined && (size ?? 0) > user.quota) {
    throw new BoxRefusal(403, 'storage_limit_exceeded', 'Account storage limit reached');
  }
  if (user.maxUpload !== undefined && (size ?? 0) > user.maxUpload) {
    throw new BoxRefusal(413, 'file_size_limit_exceeded', 'File size exceeds the folder owner’s limit');
  }
  const taken = itemsNamed(state, user, folderId, name);
  if (taken.length > 0) throw nameInUse(taken);
}

/** Throws unless Box allows this name for an item. */
export function checkName(name: string): void {
  if (name.length > 255) throw new BoxRefusal(400, 'item_name_too_long', 'Item name too long');
  const isBad = name === '' || name === '.' || name === '..' || name.trim() !== name;
  if (isBad || /[/\\\p{Cc}]/u.test(name)) {
    throw new BoxRefusal(400, 'item_name_invalid', 'Item name invalid');
  }
}

/** Files and folders of that name, ignoring case, in the form in which a refusal lists them. */
export function itemsNamed(state: BoxState, user: User, folderId: string, name: string): Json[] {
  const { files, folders } = siblingsNamed(state, folderId, user.id, name);
  return [...files.map(fileMini), ...folders.map(({ id }: Folder) => folderMini(state, id))];
}

/** Adds the uploaded file, with its bytes unchanged. */
export async function addUploaded(
  state: BoxState,
  user: User,
  announced: Announced,
  { bytes, at }: { readonly bytes: Buffer; readonly at: number },
): Promise<File> {
  mustAccept(state, user, { ...announced, size: bytes.length });
  const unconvertible = bytes.length === 0 || !(await isConvertible(announced.name, bytes));
  // Another upload may have taken the name in between.
  if (freeName(state, announced.folderId, user.id, announced.name) !== announced.name) {
    throw nameInUse(itemsNamed(state, user, announced.folderId, announced.name));
  }
  const content = { kind: 'bytes' as const, base64: bytes.toString('base64') };
  return makeFile(state, user.id, { ...announced, at, content, unconvertible });
}

/** The upload session with this id; 404 when it is unknown, expired or another user's. */
export function sessionFor(state: BoxState, id: string, user: User, now: number): UploadSession {
  const session = state.uploadSessions?.[id];
  if (session === undefined || session.userId !== user.id || session.expiresAt <= now) {
    throw new BoxRefusal(404, 'not_found', 'Not Found');
  }
  return session;
}

/** Adds a part. Every part except the last must have the size `PART_BYTES`. */
export function addPart(session: UploadSession, offset: number, bytes: Buffer, digest: string): UploadedPart {
  const size = Math.min(PART_BYTES, session.size - offset);
  if (offset % PART_BYTES !== 0 || bytes.length !== size) {
    throw new BoxRefusal(416, 'bad_request', 'The part is not one of the session’s');
  }
  const sha1 = sha1Of(bytes);
  if (digest !== sha1.base64) throw new BoxRefusal(412, 'precondition_failed', 'The digest does not match');
  const known = session.parts.find((part) => part.offset === offset);
  if (known !== undefined) return known;
  const id = `${session.id.slice(0, 4)}${session.parts.length + 1}`.padEnd(8, '0').toUpperCase();
  const part = { id, offset, size, sha1: sha1.hex, base64: bytes.toString('base64') };
  session.parts.push(part);
  return part;
}

/** The bytes of the whole file. Refused unless the caller names exactly the parts that were uploaded. */
export function joinParts(session: UploadSession, named: readonly Json[], digest: string): Buffer {
  const parts = [...session.parts].sort((a, b) => a.offset - b.offset);
  const bytes = Buffer.concat(parts.map(({ base64 }) => Buffer.from(base64, 'base64')));
  const isNamed = parts.every((part, index) => named[index]?.['part_id'] === part.id);
  if (!isNamed || named.length !== parts.length || bytes.length !== session.size) {
    throw invalidParameter('parts', 'are not all that were uploaded');
  }
  if (digest !== sha1Of(bytes).base64) {
    throw new BoxRefusal(412, 'precondition_failed', 'The digest does not match');
  }
  return bytes;
}

function sha1Of(bytes: Buffer): { readonly hex: string; readonly base64: string } {
  const hash = createHash('sha1').update(bytes).digest();
  return { hex: hash.toString('hex'), base64: hash.toString('base64') };
}

/** Throws unless the user may add folders to this folder; `0` is their own root. */
export function mustAddTo(state: BoxState, user: User, folderId: string): void {
  if (folderId === '0') return;
  if (!folderFor(state, folderId, user).access.canUpload) throw insufficientPermissions();
}
