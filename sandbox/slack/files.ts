/**
 * Files: those that the app uploads to conversations (an address to send the bytes to, then a message that shows them),
 * and those of people, some of which the app may read (`isReadable`).
 * https://docs.slack.dev/messaging/working-with-files
 */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBytes, sendText } from '../http.ts';
import type { JsonObject } from './json.ts';
import { Refused } from './methods/types.ts';
import { workspaceOfToken } from './oauth.ts';
import type { World } from './world.ts';

/** Largest upload of the app (bytes). Slack allows 1 GB, but the sandbox writes its whole state as one JSON file. */
const MAX_BYTES = 5 * 1024 * 1024;

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  title: string;
  readonly size: number;
  readonly userId: string;
  /** The secret part of the upload address. */
  readonly uploadKey: string;
  /** The bytes that were sent to the upload address; null: none were sent yet. */
  base64: string | null;
  /** Whether the upload was completed, which can happen only once. */
  isComplete: boolean;
  /** Slack's `mode` of the file; absent: `hosted`. */
  readonly mode?: string;
  /**
   * Set for a file of another organisation, in a shared channel. `check_file_info`: messages hold only its id, and the
   * app has to call `files.info`. `access_denied`: that call is refused.
   */
  readonly foreign?: 'check_file_info' | 'access_denied';
  isDeleted?: boolean;
  /** Whether the file was chosen in a form of the app. From then on the app may read it. */
  isForApp?: boolean;
}

/** Properties that make a file unusual. */
export type FileFacts = Pick<SlackFile, 'mode' | 'foreign'>;

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

/** The bytes of an upload: the body itself, or the only part of a form, as Slack's own library sends it. */
async function bytesOf(body: Buffer, type: string): Promise<Buffer> {
  if (!type.startsWith('multipart/form-data')) return body;
  const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
  const [part = ''] = [...form.values()];
  return typeof part === 'string' ? Buffer.from(part) : Buffer.from(await part.arrayBuffer());
}

/** A file as forms and methods show it. */
export function fileJson(world: World, file: SlackFile): JsonObject {
  const { id, name, title, size, userId, mode = 'hosted' } = file;
  const address = `${world.baseUrl}/files-pri/${world.state.team.id}-${id}`;
  const filetype = name.includes('.') ? (name.split('.').pop() ?? '').toLowerCase() : '';
  return {
    ...{ id, name, title, size, user: userId, filetype },
    mimetype: filetype === 'pdf' ? 'application/pdf' : 'application/octet-stream',
    user_team: file.foreign ? 'T0OTHER' : world.state.team.id,
    mode,
    is_external: mode === 'external',
    external_type: mode === 'external' ? 'gdrive' : '',
    url_private: `${address}/${encodeURIComponent(name)}`,
    ...(mode === 'external'
      ? {}
      : { url_private_download: `${address}/download/${encodeURIComponent(name)}` }),
  };
}

/** A file as messages show it. Of a deleted file, or one of another organisation, only a few fields remain. */
export function fileInMessage(world: World, file: SlackFile): JsonObject {
  if (file.isDeleted) return { id: file.id, mode: 'tombstone' };
  if (file.foreign) return { id: file.id, mode: 'file_access', file_access: file.foreign };
  return fileJson(world, file);
}

/**
 * Whether the app may read a file: from its forms, its uploads, public channels, and conversations it is in.
 */
export function isReadable(world: World, file: SlackFile): boolean {
  const { botUserId } = world.state.app;
  if (file.isForApp || file.userId === botUserId) return true;
  return world.state.messages.some((message) => {
    const channel = message.files?.includes(file.id) ? world.state.channels[message.channel] : undefined;
    return channel !== undefined && (channel.kind === 'public' || channel.members.includes(botUserId));
  });
}

/** Serves `url_private` and `url_private_download`. Without access, the answer redirects to Slack's sign-in page. */
export function handleDownload(
  world: World,
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
): void {
  const [, team = '', id = ''] = /^\/files-pri\/(T\w+)-(F\w+)\//.exec(url.pathname) ?? [];
  const token = /^Bearer (\S+)$/.exec(request.headers.authorization ?? '')?.[1] ?? '';
  const place = workspaceOfValidToken(world, token);
  const file = place?.state.team.id === team ? place.state.files?.[id] : undefined;
  const isAllowed = place?.state.app.scopes.includes('files:read');
  if (!place || !file?.base64 || file.isDeleted || !isAllowed || !isReadable(place, file)) {
    response.writeHead(302, { location: `${world.baseUrl}/?redir=${encodeURIComponent(url.pathname)}` });
    response.end();
    return;
  }
  const bytes = Buffer.from(file.base64, 'base64');
  response.writeHead(200, { 'content-type': 'application/octet-stream', 'content-length': bytes.length });
  response.end(bytes);
}

/** The workspace in which a bot token acts; null when the token is unknown or dead. */
function workspaceOfValidToken(world: World, token: string): World | null {
  try {
    return workspaceOfToken(world, token);
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

/** A file as people see it in a message. */
export interface ShownFile {
  readonly id: string;
  /** The file's title, or Slack's sentence in place of a deleted file. */
  readonly name: string;
  /** Size in bytes; null: the file was deleted. */
  readonly size: number | null;
}

/** The files with these ids, as people see them; none without ids. */
export function shownFiles(world: World, ids?: readonly string[]): ShownFile[] {
  return filesOf(world, ids).map(({ id, title, size, isDeleted }) =>
    isDeleted ? { id, name: 'This file was deleted.', size: null } : { id, name: title, size },
  );
}

/** The files with these ids, deleted ones included. */
export function filesOf(world: World, ids: readonly string[] = []): SlackFile[] {
  return ids.flatMap((id) => world.state.files?.[id] ?? []);
}
