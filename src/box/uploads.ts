/**
 * Puts new files into Box: asks beforehand whether Box would take them, sends small files whole and large ones in
 * parts, and makes the folder for them. A folder has each name only once, so each call may be repeated: a second upload
 * finds the name taken.
 * https://developer.box.com/guides/uploads/
 */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { OutsideFailure } from '../failure.ts';
import { callBox, pathSegment } from './call.ts';
import { asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';

/** Files from this size (bytes) are sent in parts, so that no large file has to be held in memory as a whole. */
const inPartsFrom = 20_000_000;

/** A file to be put into Box. */
export interface NewFile {
  readonly folderId: string;
  readonly name: string;
  /** The file's length in bytes. */
  readonly size: number;
}

/** The result of an upload: the file is in Box, or another item has its name. */
export type UploadResult = { readonly state: 'placed'; readonly id: string; readonly name: string } | Taken;

/** The item that has the name already; `sha1` is empty for a folder. */
export interface Taken {
  readonly state: 'taken';
  readonly id: string;
  readonly name: string;
  readonly sha1: string;
}

const free = { state: 'free' } as const;

/**
 * Asks Box whether it would take this file. Returns the item that has the name already, if there is one.
 * @throws OutsideFailure
 */
export async function checkUpload(
  session: BoxSession,
  { folderId, name, size }: NewFile,
): Promise<Taken | typeof free> {
  return callBox<Taken | typeof free>(session, {
    operation: 'checkUpload',
    mustNotRepeat: false,
    send: (client) => client.uploads.preflightFileUploadCheck({ name, size, parent: { id: folderId } }),
    read: () => free,
    readConflict: readTaken,
  });
}

/**
 * Puts the file into Box.
 * @param open returns its bytes from the beginning; called again when the first attempt was refused for its token
 * @throws OutsideFailure of kind `retry` also when the answer was lost: the next attempt finds the name taken
 */
export async function uploadFile(
  session: BoxSession,
  file: NewFile,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<UploadResult> {
  return file.size < inPartsFrom ? uploadWhole(session, file, open) : uploadInParts(session, file, open);
}

async function uploadWhole(
  session: BoxSession,
  { folderId, name }: NewFile,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<UploadResult> {
  const attributes = { name, parent: { id: folderId } };
  return callBox<UploadResult>(session, {
    operation: 'uploadFile',
    mustNotRepeat: false,
    send: async (client) => client.uploads.uploadFile({ attributes, file: Readable.from(await open()) }),
    read: readPlaced,
    readConflict: readTaken,
  });
}

interface UploadSession {
  readonly id: string;
  readonly partSize: number;
}

async function uploadInParts(
  session: BoxSession,
  file: NewFile,
  open: () => Promise<AsyncIterable<Uint8Array>>,
): Promise<UploadResult> {
  const begun = await callBox<UploadSession | UploadResult>(session, {
    operation: 'beginUpload',
    mustNotRepeat: false,
    send: (client) =>
      client.chunkedUploads.createFileUploadSession({
        folderId: file.folderId,
        fileName: file.name,
        fileSize: file.size,
      }),
    read: readSession,
    readConflict: readTaken,
  });
  if ('state' in begun) return begun;
  const whole = createHash('sha1');
  const parts: object[] = [];
  let offset = 0;
  for await (const bytes of inPieces(await open(), begun.partSize)) {
    whole.update(bytes);
    parts.push(await uploadPart(session, begun, { bytes, offset, size: file.size }));
    offset += bytes.length;
  }
  const digest = `sha=${whole.digest('base64')}`;
  return callBox<UploadResult>(session, {
    operation: 'finishUpload',
    mustNotRepeat: false,
    send: (client) =>
      client.chunkedUploads.createFileUploadSessionCommit(
        pathSegment(begun.id),
        { parts: parts as never },
        { digest },
      ),
    // 202: Box is still putting the parts together. The next attempt finds the file, or sends it again.
    read: readPlaced,
    readConflict: readTaken,
  });
}

function uploadPart(
  session: BoxSession,
  { id }: UploadSession,
  { bytes, offset, size }: { readonly bytes: Buffer; readonly offset: number; readonly size: number },
): Promise<object> {
  const digest = `sha=${createHash('sha1').update(bytes).digest('base64')}`;
  const contentRange = `bytes ${offset}-${offset + bytes.length - 1}/${size}`;
  return callBox<object>(session, {
    operation: 'uploadPart',
    mustNotRepeat: false,
    send: (client) =>
      client.chunkedUploads.uploadFilePart(pathSegment(id), Readable.from([bytes]), { digest, contentRange }),
    read: (raw) => {
      const part = asRecord(asRecord(raw)?.['part']);
      const partId = asText(part?.['part_id']);
      return partId === null ? null : { partId, offset, size: bytes.length, sha1: asText(part?.['sha1']) };
    },
  });
}

/** The bytes in pieces of this length; the last may be shorter. */
async function* inPieces(stream: AsyncIterable<Uint8Array>, length: number): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let count = 0;
  for await (const chunk of stream) {
    let rest = chunk;
    while (count + rest.length >= length) {
      const head = rest.subarray(0, length - count);
      yield Buffer.concat([...held, head]);
      rest = rest.subarray(head.length);
      held = [];
      count = 0;
    }
    held.push(rest);
    count += rest.length;
  }
  if (count > 0) yield Buffer.concat(held);
}

/**
 * A folder of this name in the person's own root, made if there is none. Returns its id.
 * @throws OutsideFailure
 */
export async function findOrCreateFolder(session: BoxSession, name: string): Promise<string> {
  const found = await callBox<UploadResult>(session, {
    operation: 'ownFolder',
    mustNotRepeat: false,
    send: (client) => client.folders.createFolder({ name, parent: { id: '0' } }),
    read: (raw) => {
      const id = asText(asRecord(raw)?.['id']);
      return id === null ? null : { state: 'placed', id, name };
    },
    readConflict: readTaken,
  });
  if (found.state === 'placed') return found.id;
  // Only a file has a `sha1`. It has the name, so no folder of this name can be created.
  if (found.sha1 !== '') throw noFolder;
  return found.id;
}

const noFolder = new OutsideFailure({
  service: 'box',
  operation: 'ownFolder',
  kind: 'final',
  status: 409,
  reason: 'item_name_in_use',
});

function readSession(raw: unknown): UploadSession | null {
  const fields = asRecord(raw);
  const id = asText(fields?.['id']);
  const partSize = fields?.['part_size'];
  return id === null || typeof partSize !== 'number' || partSize < 1 ? null : { id, partSize };
}

function readPlaced(raw: unknown): UploadResult | null {
  const entries = asRecord(raw)?.['entries'];
  const file = asRecord(Array.isArray(entries) ? entries[0] : null);
  const id = asText(file?.['id']);
  return id === null ? null : { state: 'placed', id, name: asText(file?.['name']) ?? id };
}

/** Reads the item that already has the name. Box returns that item in a list, or alone. */
function readTaken(raw: unknown): Taken | null {
  const body = asRecord(raw);
  if (body?.['code'] !== 'item_name_in_use') return null;
  const conflicts = asRecord(body['context_info'])?.['conflicts'];
  const item = asRecord(Array.isArray(conflicts) ? conflicts[0] : conflicts);
  const id = asText(item?.['id']);
  const name = asText(item?.['name']) ?? '';
  return id === null ? null : { state: 'taken', id, name, sha1: asText(item?.['sha1'])?.toLowerCase() ?? '' };
}
