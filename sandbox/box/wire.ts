/**
 * Files, users and links in Box's wire format. Only shapes: the caller has already checked who may see them. Folders
 * are in `folder-wire.ts`, sign requests in `sign-request-wire.ts`.
 */
import { createHash } from 'node:crypto';
import type { Content } from './content.ts';
import { render } from './pdf.ts';
import type { Access, BoxState, File, SharedLink, User, WebLink } from './state.ts';

export type Json = Record<string, unknown>;

/** Writes the time of an item in Box's own zone, without milliseconds, as Box does. */
export function itemTime(at: number): string {
  return `${new Date(at - 8 * 60 * 60 * 1000).toISOString().slice(0, 19)}-08:00`;
}

export function userMini(user: User | undefined): Json {
  return {
    type: 'user',
    id: user?.id ?? '0',
    name: user?.name ?? '',
    login: user?.login ?? 'nobody@box.com',
  };
}

export function userJson(user: User): Json {
  return {
    ...userMini(user),
    created_at: itemTime(0),
    modified_at: itemTime(0),
    language: 'en',
    timezone: 'America/Los_Angeles',
    space_amount: 10 ** 12,
    space_used: 0,
    max_upload_size: 5 * 1024 ** 3,
    status: 'active',
    job_title: '',
    phone: '',
    address: '',
    avatar_url: `https://app.box.com/api/avatar/large/${user.id}`,
    notification_email: null,
  };
}

export function folderMini(state: BoxState, folderId: string): Json {
  if (folderId === '0') return { type: 'folder', id: '0', sequence_id: null, etag: null, name: 'All Files' };
  return {
    type: 'folder',
    id: folderId,
    sequence_id: '0',
    etag: '0',
    name: state.folders[folderId]?.name ?? '',
  };
}

/** The etag of a file, which changes with every version. */
function etagOf(file: File): string {
  return String(file.versions.length - 1);
}

const hashes = new WeakMap<Content, string>();

/**
 * The hash of a version's bytes. A document that is drawn only when it is downloaded gets the hash of what it will show
 * instead, because drawing takes too long for a list of requests.
 */
function sha1Of(content: Content): string {
  const known = hashes.get(content);
  if (known !== undefined) return known;
  const hashed = content.kind === 'bytes' ? Buffer.from(content.base64, 'base64') : JSON.stringify(content);
  const sha1 = createHash('sha1').update(hashed).digest('hex');
  hashes.set(content, sha1);
  return sha1;
}

/** A reference to a file, as lists and sign requests contain it. */
export function fileMini(file: File): Json {
  const last = file.versions.at(-1);
  const sha1 = last === undefined ? '' : sha1Of(last.content);
  return {
    type: 'file',
    id: file.id,
    sequence_id: etagOf(file),
    etag: etagOf(file),
    name: file.name,
    sha1,
    file_version: { type: 'file_version', id: last?.id ?? '0', sha1 },
  };
}

/** The shared link of an item, null when it has none. */
export function sharedLinkJson(
  state: BoxState,
  itemType: SharedLink['itemType'],
  itemId: string,
): Json | null {
  const links = state.sharedLinks.filter((one) => one.itemType === itemType && one.itemId === itemId);
  const link = links.find(({ url }) => !isCustom(url)) ?? links[0];
  if (link === undefined) return null;
  const custom = links.find(({ url }) => isCustom(url))?.url ?? null;
  return {
    url: link.url,
    download_url: null,
    vanity_url: custom,
    vanity_name: custom === null ? null : (custom.split('/').at(-1) ?? null),
    effective_access: 'open',
    effective_permission: link.canDownload ? 'can_download' : 'can_preview',
    is_password_enabled: link.password !== null,
    unshared_at: null,
    download_count: 0,
    preview_count: 0,
    access: 'open',
    permissions: { can_preview: true, can_download: link.canDownload, can_edit: false },
  };
}

function isCustom(url: string): boolean {
  return new URL(url).pathname.startsWith('/v/');
}

/** The folders above an item, the root first. */
export function pathTo(state: BoxState, folderId: string): Json {
  const entries: Json[] = [];
  for (
    let id: string | undefined = folderId;
    id !== undefined && id !== '0';
    id = state.folders[id]?.parentId
  ) {
    entries.unshift(folderMini(state, id));
  }
  entries.unshift(folderMini(state, '0'));
  return { total_count: entries.length, entries };
}

/** What a user may do with an item. */
export function permissions(access: Access, owns: boolean): Json {
  return {
    can_delete: owns,
    can_download: access.canDownload,
    can_invite_collaborator: owns,
    can_rename: access.canUpload,
    can_set_share_access: owns,
    can_share: owns,
    can_upload: access.canUpload,
  };
}

/** Fields of a file that are returned only when requested. */
export const FILE_EXTRAS = [
  'permissions',
  'extension',
  'version_number',
  'has_collaborations',
  'is_externally_owned',
];
/**
 * A file with all fields that this Box knows.
 *
 * @param isSizeWanted false: the size in the result is 0, so that the document need not be drawn
 */
export async function fileJson(
  state: BoxState,
  file: File,
  access: Access,
  user: User,
  isSizeWanted = true,
): Promise<Json> {
  const last = file.versions.at(-1);
  const bytes = last === undefined || !isSizeWanted ? Buffer.alloc(0) : await render(last.content);
  const owner = userMini(state.users[file.ownerId]);
  const comments = { can_annotate: true, can_comment: true, can_preview: true };
  const annotations = { can_view_annotations_all: true, can_view_annotations_self: true };
  return {
    ...fileMini(file),
    description: '',
    size: bytes.length,
    path_collection: pathTo(state, file.folderId),
    created_at: itemTime(file.createdAt),
    modified_at: itemTime(last?.at ?? file.createdAt),
    trashed_at: null,
    purged_at: null,
    content_created_at: itemTime(file.createdAt),
    content_modified_at: itemTime(last?.at ?? file.createdAt),
    created_by: owner,
    modified_by: owner,
    owned_by: owner,
    shared_link: sharedLinkJson(state, 'file', file.id),
    parent: folderMini(state, file.folderId),
    item_status: 'active',
    permissions: { ...permissions(access, file.ownerId === user.id), ...comments, ...annotations },
    extension: file.name.includes('.') ? (file.name.split('.').pop() ?? '') : '',
    version_number: String(file.versions.length),
    has_collaborations: Object.keys(file.access).length > 0,
    is_externally_owned: file.ownerId !== user.id,
  };
}

export function webLinkJson(link: WebLink): Json {
  return { type: 'web_link', id: link.id, sequence_id: '0', etag: '0', name: link.name, url: link.url };
}
