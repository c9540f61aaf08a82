/**
 * Files, folders and links: who sees them and what each person may do with them. Permissions are inherited from the
 * folders above, as Box's collaborations are. Must not know about sign requests or HTTP.
 */
import { randomBytes } from 'node:crypto';
import type { Content } from './content.ts';
import { BoxRefusal, insufficientPermissions, notFound } from './errors.ts';
import {
  type Access,
  type BoxState,
  type File,
  type Folder,
  nextId,
  type SharedLink,
  type User,
} from './state.ts';

/** A shared link (and its password) sent in the `BoxApi` header. */
export interface LinkHeader {
  readonly url: string;
  readonly password: string | null;
}

const FULL_ACCESS: Access = { canDownload: true, canUpload: true };

/** What a user may do with a folder, by its own permissions and those above; null: nothing. */
function folderAccess(state: BoxState, folderId: string, user: User): Access | null {
  const folder = state.folders[folderId];
  if (folder === undefined) return null;
  const own = folder.access[user.id];
  if (own !== undefined) return own;
  if (folder.ownerId === user.id) return FULL_ACCESS;
  return folder.parentId === '0' ? null : folderAccess(state, folder.parentId, user);
}

function isFolderGone(state: BoxState, folderId: string): boolean {
  if (folderId === '0') return false;
  const folder = state.folders[folderId];
  return folder === undefined || folder.deleted || isFolderGone(state, folder.parentId);
}

/** True when the folder is the outer one or inside it. */
export function isInside(state: BoxState, folderId: string, outerId: string): boolean {
  if (folderId === outerId) return true;
  const folder = state.folders[folderId];
  return folder !== undefined && folder.parentId !== '0' && isInside(state, folder.parentId, outerId);
}

/** The shared link of a URL; 404 when there is none, 403 when its password is wrong or missing. */
export function openLink(state: BoxState, header: LinkHeader): SharedLink {
  const path = boxPathOf(header.url);
  const link = state.sharedLinks.find((candidate) => path !== null && boxPathOf(candidate.url) === path);
  if (link === undefined) throw notFound();
  if (link.password !== null && link.password !== header.password) {
    throw new BoxRefusal(403, 'incorrect_shared_item_password', 'Incorrect or missing password');
  }
  return link;
}

function boxPathOf(text: string): string | null {
  if (!URL.canParse(text)) return null;
  const url = new URL(text);
  const isBox = url.hostname === 'box.com' || url.hostname.endsWith('.box.com');
  return isBox && url.protocol === 'https:' ? url.pathname.replace(/\/$/, '') : null;
}

/** What a shared link in the call allows with this file; null without one that fits. */
function linkAccess(state: BoxState, file: File, header: LinkHeader | null): Access | null {
  if (header === null) return null;
  const link = openLink(state, header);
  const covers =
    link.itemType === 'file' ? link.itemId === file.id : isInside(state, file.folderId, link.itemId);
  return covers ? { canDownload: link.canDownload, canUpload: false } : null;
}

/** A file and what a user may do with it, also through a link; 404 when it cannot be seen, `trashed` in the trash. */
export function fileFor(
  state: BoxState,
  fileId: string,
  user: User,
  header: LinkHeader | null = null,
): { file: File; access: Access } {
  const file = state.files[fileId];
  if (file === undefined || file.deleted || isFolderGone(state, file.folderId)) throw notFound();
  const access =
    file.access[user.id] ??
    (file.ownerId === user.id ? FULL_ACCESS : null) ??
    (file.folderId === '0' ? null : folderAccess(state, file.folderId, user)) ??
    linkAccess(state, file, header);
  if (access === null) throw notFound();
  if (file.trashedAt !== null) throw new BoxRefusal(404, 'trashed', 'Item is trashed');
  return { file, access };
}

/** A folder and what a user may do with it, also through a link; 404 when the user cannot see it. */
export function folderFor(
  state: BoxState,
  folderId: string,
  user: User,
  header: LinkHeader | null = null,
): { folder: Folder; access: Access } {
  const folder = state.folders[folderId];
  if (folder === undefined || isFolderGone(state, folderId)) throw notFound();
  let access = folderAccess(state, folderId, user);
  if (access === null && header !== null) {
    const link = openLink(state, header);
    if (link.itemType === 'folder' && isInside(state, folderId, link.itemId)) {
      access = { canDownload: link.canDownload, canUpload: false };
    }
  }
  if (access === null) throw notFound();
  return { folder, access };
}

/** True when the file exists and is not in the trash: sign requests vanish with their files and folder. */
export function fileExists(state: BoxState, fileId: string): boolean {
  const file = state.files[fileId];
  return (
    file !== undefined && !file.deleted && file.trashedAt === null && !isFolderGone(state, file.folderId)
  );
}

/** True when the user may see the file without a link, whether or not it is trashed or deleted. */
export function canSeeFile(state: BoxState, fileId: string, user: User): boolean {
  const file = state.files[fileId];
  if (file === undefined) return false;
  if (file.ownerId === user.id || file.access[user.id] !== undefined) return true;
  return file.folderId !== '0' && folderAccess(state, file.folderId, user) !== null;
}

/** True when the user sees the folder and may add files to it. */
export function canUploadTo(state: BoxState, folderId: string, user: User): boolean {
  return folderAccess(state, folderId, user)?.canUpload === true;
}

/** A name that nothing in the folder has: "X.pdf", then "X (1).pdf". Names that differ only in case count as equal. */
export function freeName(state: BoxState, folderId: string, ownerId: string, name: string): string {
  const dot = name.lastIndexOf('.');
  const [stem, ending] = dot > 0 ? [name.slice(0, dot), name.slice(dot)] : [name, ''];
  const isTaken = (one: string): boolean => {
    const { files, folders } = siblingsNamed(state, folderId, ownerId, one);
    return files.length + folders.length > 0;
  };
  let candidate = name;
  for (let count = 1; isTaken(candidate); count += 1) candidate = `${stem} (${count})${ending}`;
  return candidate;
}

/** The files and folders of this name in a folder ('0' = the owner's root), ignoring case; without deleted ones. */
export function siblingsNamed(
  state: BoxState,
  folderId: string,
  ownerId: string,
  name: string,
): { readonly files: readonly File[]; readonly folders: readonly Folder[] } {
  const isNamed = (one: File | Folder): boolean =>
    !one.deleted &&
    one.name.toLowerCase() === name.toLowerCase() &&
    (folderId !== '0' || one.ownerId === ownerId);
  return {
    files: Object.values(state.files).filter(
      (one) => one.folderId === folderId && one.trashedAt === null && isNamed(one),
    ),
    folders: Object.values(state.folders).filter((one) => one.parentId === folderId && isNamed(one)),
  };
}

/** Adds a folder under a parent ('0' = the owner's root). */
export function makeFolder(
  state: BoxState,
  owner: User,
  about: { name: string; parentId: string; at: number; access?: Record<string, Access> },
): Folder {
  const folder: Folder = {
    id: nextId(state, '16'),
    name: about.name,
    parentId: about.parentId,
    ownerId: owner.id,
    createdAt: about.at,
    access: about.access ?? {},
    deleted: false,
  };
  state.folders[folder.id] = folder;
  return folder;
}

/** Adds a file with one version; the name must be free. */
export function makeFile(
  state: BoxState,
  ownerId: string,
  about: {
    name: string;
    folderId: string;
    at: number;
    content: Content;
    unconvertible?: boolean;
    isIndexed?: boolean;
  },
): File {
  const file: File = {
    id: nextId(state, '12'),
    name: about.name,
    folderId: about.folderId,
    ownerId,
    createdAt: about.at,
    access: {},
    versions: [{ id: nextId(state, '14'), at: about.at, content: about.content }],
    trashedAt: null,
    deleted: false,
    unconvertible: about.unconvertible ?? false,
    ...(about.isIndexed && { isIndexed: true }),
  };
  state.files[file.id] = file;
  return file;
}

/** Creates a shared link with an unguessable hash, or a custom one under /v/. */
export function makeLink(
  state: BoxState,
  about: Omit<SharedLink, 'url'> & { custom: string | null },
): SharedLink {
  const path = about.custom === null ? `/s/${randomBytes(16).toString('hex')}` : `/v/${about.custom}`;
  const link: SharedLink = {
    url: `https://app.box.com${path}`,
    itemType: about.itemType,
    itemId: about.itemId,
    password: about.password,
    canDownload: about.canDownload,
  };
  state.sharedLinks.push(link);
  return link;
}

/** Throws unless files may be uploaded to the folder. */
export function mustAllowUpload(access: Access): void {
  if (!access.canUpload) throw insufficientPermissions();
}
