/**
 * Files in Slack. Uploads need the scope `files:write`: an upload address is asked for, the bytes are sent there, and
 * the file is then shown in a conversation. Reading files needs `files:read`.
 * https://docs.slack.dev/messaging/working-with-files
 */
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { failureCaseOf, failureOf } from '../classify.ts';
import type { SlackCall } from './client.ts';
import { requiredField, slackFailure } from './errors.ts';
import { readingFiles, type SlackFile } from './reading-files.ts';

const timeoutMs = 60_000;

/** A file to be uploaded to Slack. */
export interface OutgoingFile {
  readonly name: string;
  readonly bytes: number;
  readonly body: Readable;
}

/** The calls about files. */
export interface FilesGateway {
  /**
   * Uploads a file to Slack, and returns its id. People see it only once it is shared.
   * @throws OutsideFailure `retry` or `final`
   */
  uploadFile(file: OutgoingFile): Promise<string>;
  /** What Slack says about a file. @throws OutsideFailure */
  fileInfo(fileId: string): Promise<SlackFile>;
  /** The bytes of a file, as they arrive. @throws OutsideFailure */
  downloadFile(file: SlackFile): Promise<AsyncIterable<Uint8Array>>;
  /** Shows uploaded files, in one message below a sentence. @throws OutsideFailure */
  shareFiles(channel: string, fileIds: readonly string[], sentence: string): Promise<void>;
}

/** Creates the calls about files. */
export function filesGateway(call: SlackCall, apiUrl: string): FilesGateway {
  return {
    ...readingFiles(call, apiUrl),
    uploadFile: async ({ name, bytes, body }) => {
      const asking = 'files.getUploadURLExternal';
      const { address, id } = await call(asking, false, async (client) => {
        const said = await client.files.getUploadURLExternal({ filename: name, length: bytes });
        return {
          address: requiredField(said.upload_url, asking, 'upload_url', 'retry'),
          id: requiredField(said.file_id, asking, 'file_id', 'retry'),
        };
      });
      // Nobody can see an upload before it is shared, so it may be repeated.
      const upload = { service: 'slack', operation: 'upload', mustNotRepeat: false } as const;
      const { statusCode, body: answer } = await request(address, {
        method: 'POST',
        // Without a content length, the bytes would be sent with chunked encoding.
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
        body,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      }).catch((error: unknown) => {
        throw slackFailure(error, upload.operation, upload.mustNotRepeat);
      });
      await answer.dump();
      if (statusCode === 200) return id;
      throw failureOf(upload, failureCaseOf(statusCode), statusCode, `http_${statusCode}`);
    },
    shareFiles: (channel, fileIds, sentence) =>
      call('files.completeUploadExternal', true, async (client) => {
        const [first, ...others] = fileIds.map((id) => ({ id }));
        if (!first) return;
        await client.files.completeUploadExternal({
          files: [first, ...others],
          channel_id: channel,
          initial_comment: sentence,
        });
      }),
  };
}
