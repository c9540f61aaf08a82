/**
 * Files put into Slack: an address is asked for, the bytes go there, and then they are shown in a conversation. Needs the
 * scope `files:write`. https://docs.slack.dev/messaging/working-with-files
 */
import type { Readable } from 'node:stream';
import { request } from 'undici';
import { OutsideFailure } from '../failure.ts';
import type { Call } from './client.ts';
import { toFailure } from './errors.ts';

const timeoutMs = 60_000;

export interface OutgoingFile {
  readonly name: string;
  readonly bytes: number;
  readonly body: Readable;
}

export interface FilesGateway {
  /** Brings a file to Slack, where nobody sees it yet. Returns its id. @throws OutsideFailure `retry` or `final` */
  upload(file: OutgoingFile): Promise<string>;
  /** Shows what was brought, in one message below a sentence. @throws OutsideFailure */
  show(channel: string, fileIds: readonly string[], sentence: string): Promise<void>;
}

function present(value: string | undefined, field: string): string {
  if (value) return value;
  const operation = 'files.getUploadURLExternal';
  const reason = `no_${field}`;
  throw new OutsideFailure({ service: 'slack', operation, kind: 'retry', status: 200, reason });
}

export function filesGateway(call: Call): FilesGateway {
  return {
    upload: async ({ name, bytes, body }) => {
      const { address, id } = await call('files.getUploadURLExternal', false, async (client) => {
        const said = await client.files.getUploadURLExternal({ filename: name, length: bytes });
        return { address: present(said.upload_url, 'upload_url'), id: present(said.file_id, 'file_id') };
      });
      const operation = 'upload';
      const { statusCode, body: answer } = await request(address, {
        method: 'POST',
        // Without it the bytes would go in chunks of untold number.
        headers: { 'content-type': 'application/octet-stream', 'content-length': String(bytes) },
        body,
        headersTimeout: timeoutMs,
        bodyTimeout: timeoutMs,
      }).catch((error: unknown) => {
        // What nobody sees may be brought again.
        throw toFailure(error, operation, false);
      });
      await answer.dump();
      if (statusCode === 200) return id;
      const kind = statusCode >= 400 && statusCode < 500 && statusCode !== 429 ? 'final' : 'retry';
      const reason = `http_${statusCode}`;
      throw new OutsideFailure({ service: 'slack', operation, kind, status: statusCode, reason });
    },
    show: (channel, fileIds, sentence) =>
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
