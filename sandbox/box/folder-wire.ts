/** Folders and their items in Box's wire format. Only shapes: the caller has already checked who may see them. */
import type { Access, BoxState, File, Folder, User } from './state.ts';
import {
  fileMini,
  folderMini,
  itemTime,
  type Json,
  pathTo,
  permissions,
  sharedLinkJson,
  userMini,
} from './wire.ts';

/** Fields of a folder that are returned only when requested. */
export const FOLDER_EXTRAS = ['permissions', 'has_collaborations', 'is_externally_owned'];

/** Which of a folder's items an answer lists, and in what order. */
export interface FolderPage {
  readonly sort: string;
  readonly direction: string;
  readonly offset: number;
  readonly limit: number;
}

/** The items of a folder: folders first, as Box sorts them. */
function itemsIn(state: BoxState, folder: Folder, user: User, page: FolderPage): Json[] {
  // Every user has their own root, all with the id 0.
  const isOwn = ({ ownerId }: { ownerId: string }) => folder.id !== '0' || ownerId === user.id;
  const folders = Object.values(state.folders).filter(
    (one) => one.parentId === folder.id && one.id !== '0' && !one.deleted && isOwn(one),
  );
  const files = Object.values(state.files).filter(
    (one) => one.folderId === folder.id && !one.deleted && one.trashedAt === null && isOwn(one),
  );
  const sorted = <Item extends Folder | File>(items: Item[]): Item[] => {
    // Sorting by size falls back to the id, because a size is known only once the PDF has been drawn.
    const keyOf = ({ name, createdAt, id }: Item) =>
      page.sort === 'name' ? name.toLowerCase() : `${page.sort === 'date' ? createdAt : ''} ${id}`;
    items.sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
    return page.direction === 'DESC' ? items.reverse() : items;
  };
  return [...sorted(folders).map(({ id }) => folderMini(state, id)), ...sorted(files).map(fileMini)];
}

/** A folder with all fields that this Box knows. */
export function folderJson(
  state: BoxState,
  folder: Folder,
  access: Access,
  user: User,
  page: FolderPage,
): Json {
  const owner = userMini(state.users[folder.ownerId]);
  const entries = itemsIn(state, folder, user, page);
  const { offset, limit, sort: by, direction } = page;
  const order = [
    { by: 'type', direction: 'ASC' },
    { by, direction },
  ];
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
    shared_link: sharedLinkJson(state, 'folder', folder.id),
    folder_upload_email: null,
    parent: folderMini(state, folder.parentId),
    item_status: 'active',
    item_collection: {
      total_count: entries.length,
      entries: entries.slice(offset, offset + limit),
      offset,
      limit,
      order,
    },
    permissions: permissions(access, folder.ownerId === user.id),
    has_collaborations: Object.keys(folder.access).length > 0,
    is_externally_owned: folder.ownerId !== user.id,
  };
}
