/**
 * The state in Box's wire format: the JSON objects of files, folders, users and sign requests. Only shapes; who may
 * see what was decided before.
 */
import { createHash } from 'node:crypto';
import { render } from './pdf.ts';
import {
  type Access,
  type BoxState,
  type File,
  type Folder,
  SECRET_MARK,
  type Signer,
  type StoredSignRequest,
  type User,
  type WebLink,
} from './state.ts';

export type Json = Record<string, unknown>;

/** Box gives items' times in its own zone, without milliseconds. */
function itemTime(at: number): string {
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
  return { ...userMini(user), status: 'active', language: 'en', timezone: 'America/Los_Angeles' };
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

function fileMini(file: File): Json {
  const etag = String(file.versions.length - 1);
  return { type: 'file', id: file.id, sequence_id: etag, etag, name: file.name };
}

function pathTo(state: BoxState, folderId: string): Json {
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

function permissions(access: Access, owns: boolean): Json {
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
/** The same for a folder. */
export const FOLDER_EXTRAS = ['permissions', 'has_collaborations', 'is_externally_owned'];

/** A file with all fields that this Box knows. */
export async function fileJson(state: BoxState, file: File, access: Access, user: User): Promise<Json> {
  const last = file.versions.at(-1);
  const bytes = last === undefined ? Buffer.alloc(0) : await render(last.content);
  const sha1 = createHash('sha1').update(bytes).digest('hex');
  const owner = userMini(state.users[file.ownerId]);
  const comments = { can_annotate: true, can_comment: true, can_preview: true };
  const annotations = { can_view_annotations_all: true, can_view_annotations_self: true };
  return {
    ...fileMini(file),
    sha1,
    file_version: { type: 'file_version', id: last?.id ?? '0', sha1 },
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
    shared_link: null,
    parent: folderMini(state, file.folderId),
    item_status: 'active',
    permissions: { ...permissions(access, file.ownerId === user.id), ...comments, ...annotations },
    extension: file.name.includes('.') ? (file.name.split('.').pop() ?? '') : '',
    version_number: String(file.versions.length),
    has_collaborations: Object.keys(file.access).length > 0,
    is_externally_owned: file.ownerId !== user.id,
  };
}

/** A folder with all fields that this Box knows. */
export function folderJson(state: BoxState, folder: Folder, access: Access, user: User): Json {
  const owner = userMini(state.users[folder.ownerId]);
  const inside = Object.values(state.files).filter((one) => one.folderId === folder.id && !one.deleted);
  // Every user has their own root, all with the id 0.
  const files = inside.filter((one) => folder.id !== '0' || one.ownerId === user.id);
  const entries = files.filter((one) => one.trashedAt === null).map(fileMini);
  const order = [{ by: 'type', direction: 'ASC' }];
  return {
    ...folderMini(state, folder.id),
    created_at: itemTime(folder.createdAt),
    modified_at: itemTime(folder.createdAt),
    description: '',
    size: 0,
    path_collection: pathTo(state, folder.parentId),
    created_by: owner,
    modified_by: owner,
    trashed_at: null,
    purged_at: null,
    owned_by: owner,
    shared_link: null,
    folder_upload_email: null,
    parent: folderMini(state, folder.parentId),
    item_status: 'active',
    item_collection: {
      total_count: entries.length,
      entries: entries.slice(0, 100),
      offset: 0,
      limit: 100,
      order,
    },
    permissions: permissions(access, folder.ownerId === user.id),
    has_collaborations: Object.keys(folder.access).length > 0,
    is_externally_owned: folder.ownerId !== user.id,
  };
}

export function webLinkJson(link: WebLink): Json {
  return { type: 'web_link', id: link.id, sequence_id: '0', etag: '0', name: link.name, url: link.url };
}

function decisionJson({ decision, forwardedTo }: Signer, showsForwarded: boolean): Json | null {
  if (forwardedTo !== undefined && showsForwarded) return { type: 'forwarded', additional_info: forwardedTo };
  if (decision === null) return null;
  const finalized_at = new Date(decision.at).toISOString();
  return { type: decision.type, finalized_at, additional_info: decision.info };
}

function signerJson(request: StoredSignRequest, signer: Signer, showsForwarded: boolean): Json {
  const { signer_group_id: group, ...given } = signer.given;
  // Box gives embed links only to signers with an external id. Everyone else gets a decoy here: it opens nothing, and
  // shows up wherever a client leaks it.
  const isEmbedded = typeof given['embed_url_external_user_id'] === 'string';
  const embed = isEmbedded ? `${request.id}/${signer.linkToken}` : `${SECRET_MARK}-decoy`;
  return {
    is_in_person: false,
    login_required: null,
    verification_phone_number: null,
    embed_url_external_user_id: null,
    redirect_url: null,
    declined_redirect_url: null,
    suppress_notifications: null,
    signer_group_id: group ?? null,
    ...given,
    email: signer.email,
    role: signer.role,
    ...(signer.order === null ? {} : { order: signer.order }),
    has_viewed_document: signer.viewed,
    signer_decision: decisionJson(signer, showsForwarded),
    inputs: signer.inputs,
    embed_url: `https://app.box.com/sign/document/${embed}`,
    iframeable_embed_url: `https://app.box.com/embed/sign/document/${embed}`,
    attachments: [],
  };
}

/** The preparation page of a request, which Box means its sender to open. */
export function prepareUrl(request: StoredSignRequest): string {
  return `https://app.box.com/sign/prepare/${request.id}?token=${request.prepareToken}`;
}

function minis(state: BoxState, ids: readonly string[]): Json[] {
  return ids.flatMap((id) => {
    const file = state.files[id];
    return file === undefined ? [] : [fileMini(file)];
  });
}

/** A sign request as returned to a user with that collaboration level. */
export function signRequestJson(state: BoxState, request: StoredSignRequest, level: string): Json {
  if (request.odd !== null) return request.odd;
  const preparing = request.preparation && ['converting', 'created'].includes(request.status);
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    ...request.given,
    type: 'sign-request',
    id: request.id,
    short_id: request.shortId,
    status: request.status,
    name: request.name,
    is_document_preparation_needed: request.preparation,
    prepare_url: preparing ? prepareUrl(request) : null,
    email_message: request.message,
    // Only ids: the published schema promises no names of source files.
    source_files: minis(state, request.sourceIds).map(({ type, id, etag }) => ({ type, id, etag })),
    parent_folder: folderMini(state, request.folderId),
    signers: request.signers.map((signer) => signerJson(request, signer, state.showsForwarded)),
    sign_files: {
      files: minis(state, request.signFileIds),
      is_ready_for_download: !['converting', 'finalizing'].includes(request.status),
    },
    signing_log: minis(state, request.logFileId === null ? [] : [request.logFileId])[0] ?? null,
    auto_expire_at: iso(request.expiresAt),
    created_at: iso(request.createdAt),
    finished_at: iso(request.finishedAt),
    error_code: request.errorCode,
    collaborator_level: level,
    sender_email: state.users[request.senderId]?.login ?? null,
    sender_id: Number(request.senderId),
  };
}
