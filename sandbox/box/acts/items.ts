/** What Box's web pages offer for files and folders: browse, upload, download, share, delete. */
import { SIGNABLE_EXTENSIONS } from '../create-body.ts';
import { BoxRefusal, insufficientPermissions, invalidParameter } from '../errors.ts';
import { fileFor, folderFor, freeName, makeFile, makeFolder, makeLink, mustAllowUpload } from '../items.ts';
import { levelOf } from '../levels.ts';
import { isConvertible, render } from '../pdf.ts';
import { ASKING_STATUSES, UNSENT_STATUSES } from '../sign-status.ts';
import type { Access, BoxState, File, Folder, User } from '../state.ts';
import { itemName } from '../validate.ts';
import { type Act, actor, BinaryResult, type ControlHandlers } from './act.ts';

/** Largest upload in bytes. Box allows gigabytes, but the sandbox writes its whole state as one JSON file. */
export const MAX_UPLOAD_BYTES = 5 * 1024 * 1024;

const FULL_ACCESS: Access = { canDownload: true, canUpload: true };

/** An entry of a folder as the page lists it. */
interface Entry {
  readonly type: 'file' | 'folder';
  readonly id: string;
  readonly name: string;
  /** Time of the last change of the item (ms since epoch). */
  readonly at: number;
  /** The file's size in bytes; null for folders. */
  readonly size: number | null;
  /** Name of the item's owner, when that is another person; otherwise null. */
  readonly sharedBy: string | null;
}

async function sizeOf(file: File): Promise<number> {
  const last = file.versions.at(-1);
  return last === undefined ? 0 : (await render(last.content)).length;
}

function ownerName(state: BoxState, ownerId: string, user: User): string | null {
  return ownerId === user.id ? null : (state.users[ownerId]?.name ?? null);
}

/** The entries of a folder; in the root also what others shared directly with this account. */
async function entriesOf(state: BoxState, folderId: string, user: User): Promise<Entry[]> {
  const isIn = (item: { ownerId: string; access: Record<string, Access> }, parentId: string) =>
    folderId === '0'
      ? (item.ownerId === user.id && parentId === '0') ||
        (item.ownerId !== user.id && item.access[user.id] !== undefined)
      : parentId === folderId;
  const folders = Object.values(state.folders).filter((one) => !one.deleted && isIn(one, one.parentId));
  const files = Object.values(state.files).filter(
    (one) => !one.deleted && one.trashedAt === null && isIn(one, one.folderId),
  );
  const byName = (a: Entry, b: Entry) => a.name.localeCompare(b.name);
  const asFolder = (one: Folder): Entry => {
    const sharedBy = ownerName(state, one.ownerId, user);
    return { type: 'folder', id: one.id, name: one.name, at: one.createdAt, size: null, sharedBy };
  };
  const asFile = async (one: File): Promise<Entry> => {
    const at = one.versions.at(-1)?.at ?? one.createdAt;
    const sharedBy = ownerName(state, one.ownerId, user);
    return { type: 'file', id: one.id, name: one.name, at, size: await sizeOf(one), sharedBy };
  };
  return [...folders.map(asFolder).sort(byName), ...(await Promise.all(files.map(asFile))).sort(byName)];
}

/** The path of folders down to this one, itself included: the root, then the folders that the account sees. */
function folderPath(state: BoxState, folderId: string, user: User): { id: string; name: string }[] {
  const way: { id: string; name: string }[] = [];
  let id = folderId;
  while (id !== '0') {
    try {
      const { folder } = folderFor(state, id, user);
      way.unshift({ id, name: folder.name });
      id = folder.parentId;
    } catch (error) {
      // The account does not see this folder; the one below it is shown in the account's root instead.
      if (!(error instanceof BoxRefusal)) throw error;
      break;
    }
  }
  return [{ id: '0', name: 'All Files' }, ...way];
}

function folderAccess(act: Act, folderId: string, user: User): Access {
  return folderId === '0' ? FULL_ACCESS : folderFor(act.state, folderId, user).access;
}

async function folder(act: Act): Promise<unknown> {
  const user = actor(act);
  const id = act.text('folderId');
  const { canUpload } = folderAccess(act, id, user);
  return {
    id,
    canUpload,
    way: folderPath(act.state, id, user),
    entries: await entriesOf(act.state, id, user),
  };
}

async function file(act: Act): Promise<unknown> {
  const user = actor(act);
  const { file: found, access } = fileFor(act.state, act.text('fileId'), user);
  const versions = found.versions.map(({ id, at }, index) => ({ id, at, number: index + 1 })).reverse();
  const owner = act.state.users[found.ownerId]?.name ?? '';
  const way = folderPath(act.state, found.folderId, user);
  return {
    ...{ id: found.id, name: found.name, size: await sizeOf(found), owner, way, versions },
    canDownload: access.canDownload,
    isOwn: found.ownerId === user.id,
    request: requestOf(act.state, found, user),
    isBroken: found.unconvertible,
    isPdf: found.versions.at(-1)?.content.kind !== 'bytes' || /\.pdf$/i.test(found.name),
  };
}

/** The sign request that the file belongs to, for the request's sender and editors; null for everyone else. */
function requestOf(state: BoxState, found: File, user: User): unknown {
  const request = Object.values(state.signRequests).find(
    (one) =>
      one.signFileIds.includes(found.id) && ['owner', 'editor'].includes(levelOf(state, one, user) ?? ''),
  );
  if (request === undefined) return null;
  const { id, status } = request;
  return { id, status, canCancel: UNSENT_STATUSES.has(status) || ASKING_STATUSES.has(status) };
}

/** The name in the call; 400 when Box does not allow it. */
function checkedName(act: Act): string {
  const name = act.text('name');
  const problem = itemName(name);
  if (problem !== null || name === '.' || name === '..' || /\p{Cc}/u.test(name)) {
    throw invalidParameter('name', problem ?? 'is no name for an item');
  }
  return name;
}

/** The bytes of an upload, decoded; refused when empty, too large, or of an extension that Box Sign does not accept. */
function checkedBytes(act: Act, extension: string): Buffer {
  if (!SIGNABLE_EXTENSIONS.has(extension)) {
    const message = `Box Sign does not accept .${extension} files. It accepts PDFs, documents, presentations, text and images.`;
    throw new BoxRefusal(415, 'unsupported_media_type', message);
  }
  const bytes = Buffer.from(act.text('base64'), 'base64');
  if (bytes.length === 0) throw new BoxRefusal(400, 'bad_request', 'The file is empty.');
  if (bytes.length > MAX_UPLOAD_BYTES) {
    throw new BoxRefusal(413, 'request_entity_too_large', 'The sandbox keeps files of up to 5 MB.');
  }
  return bytes;
}

async function upload(act: Act): Promise<unknown> {
  const user = actor(act);
  const folderId = act.text('folderId');
  mustAllowUpload(folderAccess(act, folderId, user));
  const name = checkedName(act);
  const extension = name.includes('.') ? (name.split('.').pop() ?? '').toLowerCase() : '';
  const bytes = checkedBytes(act, extension);
  const unconvertible = !(await isConvertible(name, bytes));
  const made = makeFile(act.state, user.id, {
    name: freeName(act.state, folderId, user.id, name),
    folderId,
    at: act.now,
    content: { kind: 'bytes', base64: bytes.toString('base64') },
    unconvertible,
  });
  return { id: made.id, name: made.name };
}

function addFolder(act: Act): unknown {
  const user = actor(act);
  const parentId = act.text('folderId');
  mustAllowUpload(folderAccess(act, parentId, user));
  const name = checkedName(act);
  if (freeName(act.state, parentId, user.id, name) !== name) {
    throw new BoxRefusal(409, 'item_name_in_use', `There is an item "${name}" already.`);
  }
  return { id: makeFolder(act.state, user, { name, parentId, at: act.now }).id };
}

/** Returns the item's shared link that needs no password; creates it on first use, which only the owner may do. */
function share(act: Act): unknown {
  const user = actor(act);
  const isFile = act.text('type') === 'file';
  const id = act.text('id');
  const item = isFile ? fileFor(act.state, id, user).file : folderFor(act.state, id, user).folder;
  const itemType = isFile ? ('file' as const) : ('folder' as const);
  const known = act.state.sharedLinks.find(
    (one) => one.itemId === item.id && one.itemType === itemType && one.password === null,
  );
  if (known === undefined && item.ownerId !== user.id) throw insufficientPermissions();
  const about = { itemType, itemId: item.id, password: null, canDownload: true, custom: null };
  return { url: (known ?? makeLink(act.state, about)).url };
}

async function download(act: Act): Promise<BinaryResult> {
  const { file: found, access } = fileFor(act.state, act.text('fileId'), actor(act));
  const wish = act.maybeText('versionId');
  const version = wish === null ? found.versions.at(-1) : found.versions.find(({ id }) => id === wish);
  if (!access.canDownload || version === undefined) throw insufficientPermissions();
  const type = /\.pdf$/i.test(found.name) ? 'application/pdf' : 'application/octet-stream';
  return new BinaryResult(type, await render(version.content));
}

/** Moves a file into the trash; only its owner may. Sign requests vanish with their files, for everyone. */
function remove(act: Act): unknown {
  const user = actor(act);
  const { file: found } = fileFor(act.state, act.text('fileId'), user);
  if (found.ownerId !== user.id) throw insufficientPermissions();
  found.trashedAt = act.now;
  return {};
}

export const itemHandlers: ControlHandlers = {
  accounts: ({ state }) => ({
    accounts: Object.values(state.users).map(({ login, name }) => ({ login, name })),
  }),
  folder,
  file,
  upload,
  'new-folder': addFolder,
  share,
  delete: remove,
  download,
};
