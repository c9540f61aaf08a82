/** Reading files, folders, shared links and the current user. Changes nothing. */
import { invalidParameter, notFound } from '../errors.ts';
import { FOLDER_EXTRAS, type FolderPage, folderJson } from '../folder-wire.ts';
import { fileFor, folderFor, openLink } from '../items.ts';
import { FILE_FIELDS, FOLDER_FIELDS, USER_FIELDS, WEB_LINK_FIELDS } from '../known-fields.ts';
import type { User } from '../state.ts';
import { checkQuery, numberIn, oneOf, problemsOf, refuseIfAny } from '../validate.ts';
import { FILE_EXTRAS, fileJson, type Json, userJson, webLinkJson } from '../wire.ts';
import { type Answer, linkHeader, type UserCall } from './context.ts';

/**
 * Type, id, etag and the requested fields; when none are requested, all except `extras`. A field that Box does not have
 * is refused, although Box ignores it: a misspelt one must be found here.
 */
export function requestedFields(
  full: Json,
  query: URLSearchParams,
  known: ReadonlySet<string>,
  extras: readonly string[] = [],
): Json {
  const wish = query.get('fields');
  if (wish === null) {
    return Object.fromEntries(Object.entries(full).filter(([key]) => !extras.includes(key)));
  }
  const fields = wish.split(',').filter((field) => field !== '');
  const unknown = fields.filter((field) => !known.has(field) && !field.startsWith('metadata.'));
  if (unknown.length > 0) throw invalidParameter('fields', `${unknown.join(', ')}: not known`);
  const wanted = new Set(['type', 'id', 'etag', ...fields]);
  return Object.fromEntries(Object.entries(full).filter(([key]) => wanted.has(key)));
}

/** Answers with the item, or 304 when the client has it already: its `If-None-Match` is the item's etag. */
function unlessKnown({ request }: UserCall, full: Json, json: Json): Answer {
  return request.headers['if-none-match'] === full['etag'] ? { status: 304 } : { status: 200, json };
}

export async function getFile(call: UserCall): Promise<Answer> {
  checkQuery(call.request.query, ['fields']);
  return fileAnswer(call, fileFor(call.state, call.id, call.user, linkHeader(call.request.headers)));
}

async function fileAnswer(call: UserCall, { file, access }: ReturnType<typeof fileFor>): Promise<Answer> {
  const full = await fileJson(call.state, file, access, call.user);
  return unlessKnown(call, full, requestedFields(full, call.request.query, FILE_FIELDS, FILE_EXTRAS));
}

const MAX_IN_FOLDER = 1000;

export function getFolder(call: UserCall): Answer {
  const { state, user, request } = call;
  checkQuery(request.query, ['fields', 'sort', 'direction', 'offset', 'limit']);
  if (call.id === '0') return folderAnswer(call, rootOf(call, user));
  const { folder, access } = folderFor(state, call.id, user, linkHeader(request.headers));
  return folderAnswer(call, folderJson(state, folder, access, user, pageOf(request.query)));
}

function folderAnswer(call: UserCall, full: Json): Answer {
  return unlessKnown(call, full, requestedFields(full, call.request.query, FOLDER_FIELDS, FOLDER_EXTRAS));
}

function pageOf(query: URLSearchParams): FolderPage {
  const wish = { sort: query.get('sort') ?? 'name', direction: query.get('direction') ?? 'ASC' };
  const checks = { sort: oneOf('id', 'name', 'date', 'size'), direction: oneOf('ASC', 'DESC') };
  refuseIfAny(problemsOf(wish, checks, [], ''));
  return {
    ...wish,
    offset: numberIn(query, 'offset', { most: Number.MAX_SAFE_INTEGER, absent: 0 }),
    limit: numberIn(query, 'limit', { most: MAX_IN_FOLDER, absent: 100 }),
  };
}

function rootOf(call: UserCall, user: User): Json {
  const root = {
    id: '0',
    name: 'All Files',
    parentId: '0',
    ownerId: user.id,
    createdAt: 0,
    access: {},
    deleted: false,
  };
  const json = folderJson(
    call.state,
    root,
    { canDownload: true, canUpload: true },
    user,
    pageOf(call.request.query),
  );
  return { ...json, created_at: null, modified_at: null, parent: null };
}

export async function getSharedItem(call: UserCall): Promise<Answer> {
  checkQuery(call.request.query, ['fields']);
  const header = linkHeader(call.request.headers);
  if (header === null) throw invalidParameter('BoxApi', 'is required');
  const { state, user } = call;
  const link = openLink(state, header);
  if (link.itemType === 'folder') {
    const { folder, access } = folderFor(state, link.itemId, user, header);
    return folderAnswer(call, folderJson(state, folder, access, user, pageOf(new URLSearchParams())));
  }
  if (link.itemType === 'web_link') {
    const webLink = state.webLinks[link.itemId];
    if (webLink === undefined) throw notFound();
    const full = webLinkJson(webLink);
    return unlessKnown(call, full, requestedFields(full, call.request.query, WEB_LINK_FIELDS));
  }
  return fileAnswer(call, fileFor(state, link.itemId, user, header));
}

export function getMe(call: UserCall): Answer {
  checkQuery(call.request.query, ['fields']);
  return { status: 200, json: requestedFields(userJson(call.user), call.request.query, USER_FIELDS) };
}
