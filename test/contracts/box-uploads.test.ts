/** Uploads to the sandbox's Box, driven by Box's own SDK: every exchange conforms to Box's definition. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { BoxApiError } from 'box-typescript-sdk-gen/box/errors';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type FilledBox, startFilledBox, startTime } from './filled-box.ts';
import { BoxContract } from './openapi.ts';
import { refusedUploads } from './upload-refusals.ts';

const path = process.env['BOX_OPENAPI'] ?? '';

describe.skipIf(path === '')('uploads against Box’s OpenAPI document (BOX_OPENAPI)', () => {
  const contract = path === '' ? null : new BoxContract(path);
  let now = startTime;
  let filled: FilledBox;

  beforeEach(async () => {
    now = startTime;
    filled = await startFilledBox(() => now);
  });
  afterEach(async () => {
    expect(filled.box.traffic.flatMap((exchange) => contract?.checkExchange(exchange))).toEqual([]);
    await filled.box.close();
  });

  it('a file is uploaded whole, once its name is free', async () => {
    const { client, folder, box } = filled;
    const attributes = { name: 'New.pdf', parent: { id: folder.id } };
    const { uploadUrl } = await client.uploads.preflightFileUploadCheck({ ...attributes, size: 8 });
    expect(uploadUrl).toBe(`${box.url}/api/2.0/files/content`);
    const bytes = Buffer.from('%PDF-1.4');
    const { entries } = await client.uploads.uploadFile({ attributes, file: Readable.from(bytes) });
    const sha1 = createHash('sha1').update(bytes).digest('hex');
    expect(entries).toMatchObject([{ name: 'New.pdf', sha1, size: 8, parent: { id: folder.id } }]);
    expect(box.state.files[entries?.[0]?.id ?? '']?.folderId).toBe(folder.id);
  });

  it('a large file is uploaded in parts, whose order and hashes must be right', async () => {
    const { client, folder, box } = filled;
    const bytes = Buffer.alloc(20_000_000, 'abc');
    const { chunkedUploads } = client;
    const made = await chunkedUploads.uploadBigFile(
      Readable.from(bytes),
      'Large.pdf',
      bytes.length,
      folder.id,
    );
    expect(made).toMatchObject({ size: bytes.length, sha1: createHash('sha1').update(bytes).digest('hex') });
    const session = { folderId: folder.id, fileName: 'Second.pdf', fileSize: bytes.length };
    const { id = '', partSize = 0 } = await chunkedUploads.createFileUploadSession(session);
    const put = async (from: number, digest: string) => {
      const part = bytes.subarray(from, from + partSize);
      const contentRange = `bytes ${from}-${from + part.length - 1}/${bytes.length}`;
      return statusOf(
        chunkedUploads.uploadFilePart(id, Readable.from(part), { digest: `sha=${digest}`, contentRange }),
      );
    };
    const right = createHash('sha1').update(bytes.subarray(0, partSize)).digest('base64');
    expect([await put(0, 'wrong'), await put(5, right), await put(0, right)]).toEqual([412, 416, 200]);
    const early = chunkedUploads.createFileUploadSessionCommit(id, { parts: [] }, { digest: 'sha=x' });
    expect(await statusOf(early)).toBe(400);
    now += 8 * 24 * 60 * 60 * 1000;
    box.state.tokens[filled.ana.token] = {
      ...box.state.tokens[filled.ana.token],
      expiresAt: now + 60_000,
    } as never;
    expect(await statusOf(chunkedUploads.deleteFileUploadSessionById(id))).toBe(404);
  });

  it('a folder is created, and a second one of its name is refused', async () => {
    const { client } = filled;
    const folder = { name: 'My Sign Requests', parent: { id: '0' } };
    const made = await client.folders.createFolder(folder);
    const again: unknown = await client.folders.createFolder(folder).catch((error: unknown) => error);
    const { body } = (again as BoxApiError).responseInfo;
    expect(body).toMatchObject({ context_info: { conflicts: [{ type: 'folder', id: made.id }] } });
  });

  it('refusals conform to Box’s definition', async () => {
    const { box, ana, client } = filled;
    for (const [name, call] of Object.entries(refusedUploads(box, ana, client))) {
      expect([name, await statusOf(call())]).toEqual([name, Number(name.match(/\d+$/)?.[0])]);
    }
  });
});

async function statusOf(call: Promise<unknown>): Promise<number> {
  return call.then(
    () => 200,
    (error: unknown) => (error instanceof BoxApiError ? (error.responseInfo.statusCode ?? 0) : 0),
  );
}
