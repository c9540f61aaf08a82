/**
 * Uploads of files: checked beforehand, sent whole, or sent in the parts of a session. Creates folders, too.
 */
import { randomBytes } from 'node:crypto';
import { BoxRefusal, invalidParameter } from '../errors.ts';
import { folderJson } from '../folder-wire.ts';
import { makeFolder } from '../items.ts';
import type { File } from '../state.ts';
import {
  addPart,
  addUploaded,
  checkName,
  itemsNamed,
  joinParts,
  LEAST_IN_PARTS,
  MAX_DIRECT_BYTES,
  mustAccept,
  mustAddTo,
  nameInUse,
  PART_BYTES,
  SESSION_LIFE_MS,
  sessionFor,
  type UploadedPart,
  type UploadSession,
} from '../uploads.ts';
import {
  type Check,
  checkQuery,
  isRecord,
  jsonBody,
  numberIn,
  problemsOf,
  refuseIfAny,
  text,
  whole,
} from '../validate.ts';
import { fileJson, type Json } from '../wire.ts';
import { type Answer, mustHaveScope, type UserCall } from './context.ts';

const parent: Check = (value) => (isRecord(value) && typeof value['id'] === 'string' ? null : 'must be {id}');
const bytes = whole(0, 2 ** 53 - 1);

function bodyOf(call: UserCall, checks: Readonly<Record<string, Check>>, required: string[]): Json {
  const body = jsonBody(call.request.body, call.request.headers['content-type']);
  refuseIfAny(problemsOf(body, checks, required, ''));
  return body;
}

const idOf = (value: unknown) => String(isRecord(value) ? value['id'] : '');

export function optionsContent(call: UserCall): Answer {
  mustHaveScope(call, 'root_readwrite');
  const body = bodyOf(call, { name: text, size: bytes, parent }, ['name', 'parent']);
  const size = typeof body['size'] === 'number' ? body['size'] : null;
  mustAccept(call.state, call.user, { name: String(body['name']), folderId: idOf(body['parent']), size });
  return { status: 200, json: { upload_url: `${call.settings.url}/api/2.0/files/content` } };
}

export async function postContent(call: UserCall): Promise<Answer> {
  checkQuery(call.request.query, ['fields']);
  mustHaveScope(call, 'root_readwrite');
  const { attributes, content } = await partsOf(call);
  refuseIfAny(problemsOf(attributes, { name: text, parent }, ['name', 'parent'], 'attributes'));
  if (content.length > MAX_DIRECT_BYTES) throw new BoxRefusal(413, 'request_entity_too_large', 'Too large');
  const announced = {
    name: String(attributes['name']),
    folderId: idOf(attributes['parent']),
    size: content.length,
  };
  const file = await addUploaded(call.state, call.user, announced, { bytes: content, at: call.now });
  return { status: 201, json: await fileListJson(call, file) };
}

/** The two parts of an upload's form; the attributes must come first. */
async function partsOf({ request }: UserCall): Promise<{ attributes: Json; content: Buffer }> {
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('multipart/form-data')) throw invalidParameter('content-type', 'must be a form');
  const given = new Response(new Uint8Array(request.body), { headers: { 'content-type': type } });
  const form = await given.formData().catch(() => {
    throw invalidParameter('body', 'is no form');
  });
  const [first, second, ...others] = [...form.entries()];
  if (first?.[0] === 'file') {
    throw new BoxRefusal(400, 'metadata_after_file_contents', 'The attributes come first');
  }
  const file = second?.[1];
  if (first?.[0] !== 'attributes' || typeof first[1] !== 'string' || others.length > 0) {
    throw invalidParameter('attributes', 'must be the first of two parts');
  }
  if (second?.[0] !== 'file' || file === undefined || typeof file === 'string') {
    throw invalidParameter('file', 'must be the second of two parts');
  }
  const attributes = jsonBody(Buffer.from(first[1]), 'application/json');
  return { attributes, content: Buffer.from(await file.arrayBuffer()) };
}

async function fileListJson({ state, user }: UserCall, file: File): Promise<Json> {
  const full = await fileJson(state, file, { canDownload: true, canUpload: true }, user);
  const { permissions: _, extension: _e, version_number: _v, ...entry } = full;
  const { has_collaborations: _c, is_externally_owned: _x, ...standard } = entry;
  return { total_count: 1, entries: [standard] };
}

export function postSession(call: UserCall): Answer {
  mustHaveScope(call, 'root_readwrite');
  const checks = { folder_id: text, file_size: bytes, file_name: text };
  const body = bodyOf(call, checks, Object.keys(checks));
  const [folderId, name, size] = [
    String(body['folder_id']),
    String(body['file_name']),
    Number(body['file_size']),
  ];
  if (size < LEAST_IN_PARTS) {
    throw invalidParameter('file_size', 'is too small to be sent in parts');
  }
  mustAccept(call.state, call.user, { name, folderId, size });
  const id = randomBytes(16).toString('hex').toUpperCase();
  const expiresAt = call.now + SESSION_LIFE_MS;
  const session = { id, userId: call.user.id, folderId, name, size, expiresAt, parts: [] };
  call.state.uploadSessions = { ...call.state.uploadSessions, [id]: session };
  return { status: 201, json: sessionJson(call, session) };
}

function sessionJson({ settings }: UserCall, session: UploadSession): Json {
  const url = `${settings.url}/api/2.0/files/upload_sessions/${session.id}`;
  return {
    type: 'upload_session',
    id: session.id,
    session_expires_at: new Date(session.expiresAt).toISOString(),
    part_size: PART_BYTES,
    total_parts: Math.ceil(session.size / PART_BYTES),
    num_parts_processed: session.parts.length,
    session_endpoints: {
      upload_part: url,
      commit: `${url}/commit`,
      abort: url,
      list_parts: `${url}/parts`,
      status: url,
      log_event: `${url}/log`,
    },
  };
}

export function putPart(call: UserCall): Answer {
  const { headers, body } = call.request;
  const session = sessionFor(call.state, call.id, call.user, call.now);
  const range = /^bytes (\d+)-(\d+)\/(\d+)$/.exec(headers['content-range'] ?? '');
  const [offset, last, total] = (range?.slice(1) ?? []).map(Number);
  if (offset === undefined || last !== offset + body.length - 1 || total !== session.size) {
    throw new BoxRefusal(416, 'bad_request', 'The range does not fit');
  }
  if (headers['content-type'] !== 'application/octet-stream') {
    throw invalidParameter('content-type', 'must be application/octet-stream');
  }
  const part = addPart(session, offset, body, digestOf(call));
  return { status: 200, json: { part: partJson(part) } };
}

function digestOf({ request }: UserCall): string {
  const digest = /^sha=(\S+)$/.exec(request.headers['digest'] ?? '')?.[1];
  if (digest === undefined) throw invalidParameter('digest', 'is required');
  return digest;
}

export async function postCommit(call: UserCall): Promise<Answer> {
  const { state, user, now } = call;
  const session = sessionFor(state, call.id, user, now);
  const list: Check = (value) => (Array.isArray(value) && value.every(isRecord) ? null : 'must be a list');
  const body = bodyOf(call, { parts: list }, ['parts']);
  const content = joinParts(session, body['parts'] as Json[], digestOf(call));
  const file = await addUploaded(state, user, session, { bytes: content, at: now });
  delete state.uploadSessions?.[session.id];
  return { status: 201, json: await fileListJson(call, file) };
}

export function deleteSession({ state, id, user, now }: UserCall): Answer {
  const session = sessionFor(state, id, user, now);
  delete state.uploadSessions?.[session.id];
  return { status: 204 };
}

/** Answers with the parts that have arrived; by default on one page, since a session has at most a few hundred. */
export function getParts({ state, id, user, now, request }: UserCall): Answer {
  checkQuery(request.query, ['offset', 'limit']);
  const parts = [...sessionFor(state, id, user, now).parts].sort((a, b) => a.offset - b.offset);
  const offset = numberIn(request.query, 'offset', { most: 10_000, absent: 0 });
  const limit = numberIn(request.query, 'limit', { most: 1000, absent: 1000 });
  const entries = parts.slice(offset, offset + limit).map(partJson);
  return { status: 200, json: { total_count: parts.length, offset, limit, order: [], entries } };
}

function partJson({ id, offset, size, sha1 }: UploadedPart): Json {
  return { part_id: id, offset, size, sha1 };
}

export function postFolder(call: UserCall): Answer {
  const { state, user, now } = call;
  checkQuery(call.request.query, ['fields']);
  mustHaveScope(call, 'root_readwrite');
  const body = bodyOf(call, { name: text, parent }, ['name', 'parent']);
  const name = String(body['name']);
  const parentId = idOf(body['parent']);
  checkName(name);
  mustAddTo(state, user, parentId);
  const taken = itemsNamed(state, user, parentId, name);
  if (taken.length > 0) throw nameInUse(taken);
  const folder = makeFolder(state, user, { name, parentId, at: now });
  const page = { sort: 'name', direction: 'ASC', offset: 0, limit: 100 };
  const full = folderJson(state, folder, { canDownload: true, canUpload: true }, user, page);
  const { permissions: _, has_collaborations: _c, is_externally_owned: _x, ...standard } = full;
  return { status: 201, json: standard };
}
