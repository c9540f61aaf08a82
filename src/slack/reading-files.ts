/**
 * Reads files from Slack with the bot token. When the app may not read a file, Slack redirects to a sign-in page, which
 * is not taken for the file. The token is sent to Slack's own file servers only.
 */
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { failureCaseOf, failureOf } from '../classify.ts';
import { OutsideFailure } from '../failure.ts';
import { maxUploadBytes, type SlackFileFacts } from '../signing/uploads.ts';
import type { SlackCall } from './client.ts';
import { requiredField, slackFailure } from './errors.ts';

const operation = 'files.download';
const timeoutMs = 60_000;
/** How long downloading a whole file may take (ms): 100 MB on a slow line. */
const longestMs = 10 * 60_000;

/** A file as `files.info` shows it. */
export interface SlackFile extends SlackFileFacts {
  /** The address of the file's bytes, which may be outside Slack; null when Slack gives none. */
  readonly url: string | null;
}

/** The calls that read files. */
export function readingFiles(
  call: SlackCall,
  apiUrl: string,
): {
  fileInfo(fileId: string): Promise<SlackFile>;
  downloadFile(file: SlackFile): Promise<AsyncIterable<Uint8Array>>;
} {
  return {
    fileInfo: (fileId) =>
      call('files.info', false, async (client) => {
        const said = await client.files.info({ file: fileId });
        const file = requiredField(said.file, 'files.info', 'file', 'retry');
        return {
          name: file.name || file.title || fileId,
          size: file.size ?? null,
          mode: file.is_external === true ? 'external' : (file.mode ?? null),
          url: file.url_private_download ?? file.url_private ?? null,
        };
      }),
    downloadFile: ({ url, size }) =>
      call(operation, false, async (client) => {
        if (url === null || !isOfSlack(url, apiUrl)) throw notReadable(null);
        // No redirect is followed: it leads to the page for signing in, and would carry the token along.
        const { statusCode, headers, body } = await request(url, {
          headers: { authorization: `Bearer ${client.token ?? ''}` },
          headersTimeout: timeoutMs,
          bodyTimeout: timeoutMs,
          signal: AbortSignal.timeout(longestMs),
        }).catch((error: unknown) => {
          throw slackFailure(error, operation, false);
        });
        // The reader of the stream gets the error. Without this listener, an error while nobody reads would end the
        // process.
        body.on('error', () => undefined);
        const type = String(headers['content-type'] ?? '');
        if (statusCode === 200 && !type.startsWith('text/html')) return capped(body, size ?? maxUploadBytes);
        body.destroy();
        if (statusCode < 400) throw notReadable(statusCode);
        const read = { service: 'slack', operation, mustNotRepeat: false } as const;
        throw failureOf(read, failureCaseOf(statusCode), statusCode, `http_${statusCode}`);
      }),
  };
}

/**
 * The bytes of a file. @throws OutsideFailure when there are more than `most`: the size that Slack announced, or our
 * limit
 */
async function* capped(body: Readable, most: number): AsyncGenerator<Uint8Array> {
  let count = 0;
  for await (const piece of body as AsyncIterable<Uint8Array>) {
    count += piece.length;
    if (count > most) throw new OutsideFailure({ ...tooLong, kind: 'retry' });
    yield piece;
  }
}

const tooLong = { service: 'slack', operation, status: 200, reason: 'answer_too_long' } as const;

function notReadable(status: number | null): OutsideFailure {
  return new OutsideFailure({
    service: 'slack',
    operation,
    kind: 'final',
    status,
    reason: 'file_not_readable',
  });
}

/** Whether the address is on Slack's file server: the API's host, or `files.` before it. */
function isOfSlack(address: string, apiUrl: string): boolean {
  if (!URL.canParse(address)) return false;
  const [file, api] = [new URL(address), new URL(apiUrl)];
  const isSameServer = file.origin === api.origin;
  return isSameServer || (file.protocol === 'https:' && file.host === `files.${api.host}`);
}
