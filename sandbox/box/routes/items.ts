/** Reading files, folders, shared links and the current user. Changes nothing but download addresses. */
import { randomBytes } from 'node:crypto';
import { insufficientPermissions, invalidParameter, notFound } from '../errors.ts';
import { fileFor, folderFor, openLink } from '../items.ts';
import { render } from '../pdf.ts';
import type { File, User } from '../state.ts';
import { knownQuery } from '../validate.ts';
import {
  FILE_EXTRAS,
  FOLDER_EXTRAS,
  fileJson,
  folderJson,
  type Json,
  userJson,
  webLinkJson,
} from '../wire.ts';
import { type Answer, linkHeader, type Settings, type UserCall } from './context.ts';

/** Box keeps download addresses alive for a few minutes. */
const DOWNLOAD_LIFE_MS = 15 * 60 * 1000;

/**
 * The requested fields besides type, id and etag; the standard ones when none are requested. An unknown field is
 * refused.
 */
export function requestedFields(full: Json, query: URLSearchParams, extras: readonly string[]): Json {
  const wish = query.get('fields');
  if (wish === null) {
    return Object.fromEntries(Object.entries(full).filter(([key]) => !extras.includes(key)));
  }
  const fields = wish.split(',').filter((field) => field !== '');
  const unknown = fields.filter((field) => !Object.hasOwn(full, field));
  if (unknown.length > 0) throw invalidParameter('fields', `${unknown.join(', ')}: not known here`);
  const wanted = new Set(['type', 'id', 'etag', ...fields]);
  return Object.fromEntries(Object.entries(full).filter(([key]) => wanted.has(key)));
}

export async function getFile(call: UserCall): Promise<Answer> {
  knownQuery(call.request.query, ['fields']);
  const { file, access } = fileFor(call.state, call.id, call.user, linkHeader(call.request.headers));
  const full = await fileJson(call.state, file, access, call.user);
  return { status: 200, json: requestedFields(full, call.request.query, FILE_EXTRAS) };
}

function downloadUrl(settings: Settings, file: File, versionId: string, now: number): string {
  const token = randomBytes(24).toString('hex');
  settings.downloads.set(token, { fileId: file.id, versionId, expiresAt: now + DOWNLOAD_LIFE_MS });
  return `${settings.url}/download/${token}`;
}

/** 302 to an address that needs no token, as Box does. */
export function getContent(call: UserCall): Answer {
  knownQuery(call.request.query, ['version']);
  const { file, access } = fileFor(call.state, call.id, call.user, linkHeader(call.request.headers));
  if (!access.canDownload) throw insufficientPermissions();
  const wish = call.request.query.get('version');
  const version = wish === null ? file.versions.at(-1) : file.versions.find((one) => one.id === wish);
  if (version === undefined) throw notFound();
  return { status: 302, headers: { location: downloadUrl(call.settings, file, version.id, call.now) } };
}

/** The bytes of a download address. */
export async function getDownload(
  state: UserCall['state'],
  settings: Settings,
  token: string,
  now: number,
): Promise<Answer> {
  const download = settings.downloads.get(token);
  if (download === undefined || download.expiresAt <= now) throw notFound();
  const file = state.files[download.fileId];
  const version = file?.versions.find((one) => one.id === download.versionId);
  if (file === undefined || version === undefined) throw notFound();
  const headers = {
    'content-type': /\.pdf$/i.test(file.name) ? 'application/pdf' : 'application/octet-stream',
    'content-disposition': `attachment;filename*=UTF-8''${encodeURIComponent(file.name)}`,
  };
  return { status: 200, headers, bytes: await render(version.content) };
}

export function getFolder(call: UserCall): Answer {
  knownQuery(call.request.query, ['fields', 'sort', 'direction', 'offset', 'limit']);
  const { state, user } = call;
  if (call.id === '0')
    return { status: 200, json: requestedFields(rootOf(call, user), call.request.query, FOLDER_EXTRAS) };
  const { folder, access } = folderFor(state, call.id, user, linkHeader(call.request.headers));
  return {
    status: 200,
    json: requestedFields(folderJson(state, folder, access, user), call.request.query, FOLDER_EXTRAS),
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
  const json = folderJson(call.state, root, { canDownload: true, canUpload: true }, user);
  return { ...json, created_at: null, modified_at: null, parent: null };
}

export async function getSharedItem(call: UserCall): Promise<Answer> {
  knownQuery(call.request.query, ['fields']);
  const header = linkHeader(call.request.headers);
  if (header === null) throw invalidParameter('BoxApi', 'is required');
  const { state, user } = call;
  const link = openLink(state, header);
  const { query } = call.request;
  if (link.itemType === 'folder') {
    const { folder, access } = folderFor(state, link.itemId, user, header);
    return {
      status: 200,
      json: requestedFields(folderJson(state, folder, access, user), query, FOLDER_EXTRAS),
    };
  }
  if (link.itemType === 'web_link') {
    const webLink = state.webLinks[link.itemId];
    if (webLink === undefined) throw notFound();
    return { status: 200, json: requestedFields(webLinkJson(webLink), query, []) };
  }
  const { file, access } = fileFor(state, link.itemId, user, header);
  return {
    status: 200,
    json: requestedFields(await fileJson(state, file, access, user), query, FILE_EXTRAS),
  };
}

export function getMe(call: UserCall): Answer {
  knownQuery(call.request.query, ['fields']);
  return { status: 200, json: requestedFields(userJson(call.user), call.request.query, []) };
}
