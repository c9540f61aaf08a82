/**
 * Files that the app uploads to conversations: an address to send the bytes to, then a message that shows them.
 * https://docs.slack.dev/messaging/working-with-files#upload
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes, sendText } from '../http.ts';
import type { JsonObject } from './json.ts';
import type { World } from './world.ts';

/** The whole state is written as one JSON file; Slack's own limit is 1 GB. */
const MAX_BYTES = 5 * 1024 * 1024;

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly size: number;
  readonly userId: string;
  /** The secret part of the upload address. */
  readonly uploadKey: string;
  /** What was sent; null before. */
  base64: string | null;
  /** Shared in a conversation, or at least completed: it cannot be completed again. */
  isComplete: boolean;
}

/** Accepts the bytes for an upload address that was issued; 200 `OK - SIZE` as Slack answers. */
export async function handleUpload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): Promise<void> {
  const key = url.pathname.slice('/upload/v1/'.length);
  const found = world.workspaces
    .flatMap(({ state }) => Object.values(state.files ?? {}))
    .find((file) => file.uploadKey === key);
  const bytes = await bytesOf(await readBytes(request, MAX_BYTES), request.headers['content-type'] ?? '');
  if (request.method !== 'POST' || found === undefined || found.isComplete)
    return sendText(response, 404, 'not found');
  if (bytes.length !== found.size) return sendText(response, 400, 'the size is another than was announced');
  found.base64 = bytes.toString('base64');
  sendText(response, 200, `OK - ${bytes.length}`);
}

/** The bytes as they are, or those of the only part of a form, as Slack's own library sends them. */
async function bytesOf(body: Buffer, type: string): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const [part = ''] = [...form.values()];
  return typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
}

/** A file as messages and methods show it. */
export function fileJson(world: World, file: SlackFile): JsonObject {
  const { id, name, title, size, userId } = file;
  const address = `https://files.slack.com/files-pri/${world.state.team.id}-${id}`;
  return {
    ...{ id, name, title, size, user: userId },
    mode: 'hosted',
    is_external: false,
    url_private: `${address}/${encodeURIComponent(name)}`,
    url_private_download: `${address}/download/${encodeURIComponent(name)}`,
  };
}

/** The files of a message that are still there. */
export function filesOf(world: World, ids: readonly string[] = []): SlackFile[] {
  return ids.flatMap((id) => world.state.files?.[id] ?? []);
}
