/** Finds files and folders by the words of their names, and a person's own files that changed last. Changes nothing. */
import { BoxRefusal, invalidParameter } from '../errors.ts';
import { FOLDER_EXTRAS, folderJson } from '../folder-wire.ts';
import { fileFor, folderFor } from '../items.ts';
import { FILE_FIELDS, FOLDER_FIELDS } from '../known-fields.ts';
import type { Access, File, Folder } from '../state.ts';
import { checkQuery, numberIn, oneOf, problemsOf, refuseIfAny } from '../validate.ts';
import { FILE_EXTRAS, fileJson, itemTime, type Json } from '../wire.ts';
import type { Answer, UserCall } from './context.ts';
import { requestedFields } from './items.ts';

/** How long (ms) a new file is in Box before searches find it. */
const INDEXED_AFTER_MS = 10 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const MOST_PER_PAGE = 200;
const MAX_OFFSET = 10_000;
const MAX_RECENT_ITEMS = 1000;
/** A page of no items: folders in the results come without their items. */
const noItems = { sort: 'name', direction: 'ASC', offset: 0, limit: 0 };

export async function getSearch(call: UserCall): Promise<Answer> {
  const { query } = call.request;
  checkQuery(query, ['query', 'type', 'content_types', 'file_extensions', 'limit', 'offset', 'fields']);
  const words = wordsIn(query.get('query') ?? '');
  if (words.length === 0) throw invalidParameter('query', 'is required');
  const wish = { type: query.get('type'), content_types: query.get('content_types') };
  refuseIfAny(problemsOf(wish, { type: oneOf('file', 'folder'), content_types: oneOf('name') }, [], ''));
  const limit = numberIn(query, 'limit', { most: MOST_PER_PAGE, absent: 30 });
  const offset = numberIn(query, 'offset', { most: MAX_OFFSET, absent: 0 });
  const endings = query.get('file_extensions')?.toLowerCase().split(',') ?? null;
  if (query.get('type') === 'folder') {
    const named = foldersOf(call).filter(({ folder }) => nameMatches(folder, words));
    const folders = named
      .slice(offset, offset + limit)
      .map(({ folder, access }) =>
        requestedFields(
          folderJson(call.state, folder, access, call.user, noItems),
          query,
          FOLDER_FIELDS,
          FOLDER_EXTRAS,
        ),
      );
    return {
      status: 200,
      json: { type: 'search_results_items', total_count: named.length, limit, offset, entries: folders },
    };
  }
  const found = filesOf(call).filter(
    (file) =>
      (file.isIndexed === true || file.createdAt + INDEXED_AFTER_MS <= call.now) &&
      (endings === null || endings.includes(file.name.split('.').at(-1)?.toLowerCase() ?? '')) &&
      nameMatches(file, words),
  );
  const page = found.slice(offset, offset + limit);
  const entries = await Promise.all(page.map((file) => entryOf(call, file)));
  return {
    status: 200,
    json: { type: 'search_results_items', total_count: found.length, limit, offset, entries },
  };
}

/** Whether each of the searched words begins a word of the item's name. */
function nameMatches(file: Pick<File, 'name'>, words: readonly string[]): boolean {
  const named = wordsIn(file.name);
  return words.every((word) => named.some((one) => one.startsWith(word)));
}

function wordsIn(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}\p{M}]+/gu) ?? [];
}

export async function getRecentItems(call: UserCall): Promise<Answer> {
  const { query } = call.request;
  checkQuery(query, ['fields', 'limit', 'marker']);
  const limit = numberIn(query, 'limit', { most: MAX_RECENT_ITEMS, absent: 100 });
  const own = filesOf(call).filter(
    (file) => file.ownerId === call.user.id && changedAt(file) > call.now - 90 * DAY_MS,
  );
  const from = numberIn(query, 'marker', { most: MAX_RECENT_ITEMS, absent: 0 });
  const page = own.slice(from, Math.min(from + limit, MAX_RECENT_ITEMS));
  const next = from + limit < Math.min(own.length, MAX_RECENT_ITEMS) ? String(from + limit) : null;
  const entries = await Promise.all(
    page.map(async (file) => ({
      type: 'recent_item',
      interaction_type: file.versions.length > 1 ? 'item_modify' : 'item_upload',
      interacted_at: itemTime(changedAt(file)),
      // Box answers null here, although its definition says text.
      interaction_shared_link: null,
      item: await entryOf(call, file),
    })),
  );
  return { status: 200, json: { limit, next_marker: next, entries } };
}

/** The files that the person sees without a link, the last changed first. */
function filesOf({ state, user }: UserCall): File[] {
  return Object.values(state.files)
    .filter((file) => isSeen(() => fileFor(state, file.id, user)))
    .sort((a, b) => changedAt(b) - changedAt(a) || Number(b.id) - Number(a.id));
}

/** The folders that the person sees without a link, besides the root, the newest first. */
function foldersOf({ state, user }: UserCall): { folder: Folder; access: Access }[] {
  return Object.values(state.folders)
    .filter(({ id }) => id !== '0' && isSeen(() => folderFor(state, id, user)))
    .map(({ id }) => folderFor(state, id, user))
    .sort((a, b) => b.folder.createdAt - a.folder.createdAt || Number(b.folder.id) - Number(a.folder.id));
}

/** Whether `look` finds the item without being refused. */
function isSeen(look: () => unknown): boolean {
  try {
    look();
    return true;
  } catch (error) {
    if (!(error instanceof BoxRefusal)) throw error;
    return false;
  }
}

function changedAt(file: File): number {
  return file.versions.at(-1)?.at ?? file.createdAt;
}

async function entryOf({ state, user, request }: UserCall, file: File): Promise<Json> {
  const { access } = fileFor(state, file.id, user);
  const isSizeWanted = request.query.get('fields')?.split(',').includes('size') ?? true;
  const allFields = await fileJson(state, file, access, user, isSizeWanted);
  return requestedFields(allFields, request.query, FILE_FIELDS, FILE_EXTRAS);
}
