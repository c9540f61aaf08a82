/**
 * Streams the bytes of a file: Box answers with a download address that needs no token.
 * https://developer.box.com/reference/get-files-id-content/
 */
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { OutsideFailure } from '../failure.ts';
import { callBox, pathSegment } from './call.ts';
import { boxFailure, unreadableAnswer } from './errors.ts';
import { dispatcher } from './network.ts';
import { asRecord, asText } from './raw.ts';
import type { BoxSession } from './session.ts';

const operation = 'downloadFile';
const timeoutMs = 60_000;

/** A file that is being downloaded. */
export interface Download {
  readonly bytes: number;
  /** Must be read to the end or destroyed. */
  readonly body: Readable;
}

/**
 * Starts to download the newest version of a file.
 * @throws OutsideFailure
 */
export async function downloadFile(session: BoxSession, fileId: string): Promise<Download> {
  const address = await callBox(session, {
    operation,
    mustNotRepeat: false,
    send: (client) => client.downloads.getDownloadFileUrl(pathSegment(fileId)),
    read: (raw) => asText(asRecord(raw)?.['location']),
  });
  const { statusCode, headers, body } = await request(address, {
    dispatcher,
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
  }).catch((error: unknown) => {
    throw boxFailure(error, operation, false);
  });
  // The reader of the stream gets the error. Without this listener, an error while nobody reads would end the process.
  body.on('error', () => undefined);
  const bytes = Number(headers['content-length']);
  if (statusCode === 200 && Number.isSafeInteger(bytes) && bytes > 0) return { bytes, body };
  body.destroy();
  if (statusCode === 200) throw unreadableAnswer(operation, false, statusCode);
  // The address has expired, or its server has failed: a new address may work.
  const reason = `http_${statusCode}`;
  throw new OutsideFailure({ service: 'box', operation, kind: 'retry', status: statusCode, reason });
}
