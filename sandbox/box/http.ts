/** Reads calls from sockets and writes answers. Of Box, knows only the paths that take large bodies. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Request } from './routes/context.ts';

/** Largest body of an API call (bytes). */
const MAX_BYTES = 1024 * 1024;
/**
 * Largest body of an upload through the control server (bytes of base64). Above the limit for files in
 * `acts/items.ts`, so that a larger file is refused with a reason.
 */
const MAX_CONTROL_UPLOAD_BYTES = 16 * 1024 * 1024;
/**
 * Largest body of an upload through the API (bytes). Above Box's limit for direct uploads, so that a larger file is
 * refused with a reason.
 */
const MAX_API_UPLOAD_BYTES = 64 * 1024 * 1024;

/** Reads a call. A body that is too long is read to its end, so that the answer arrives, but is not stored. */
export async function readRequest(incoming: IncomingMessage): Promise<Request> {
  const chunks: Buffer[] = [];
  const most = maxBytesAt(incoming.url ?? '/');
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most) chunks.push(chunk);
  }
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const method = incoming.method ?? 'GET';
  const call = { method, path, query: new URLSearchParams(query), headers };
  return size > most
    ? { ...call, body: Buffer.alloc(0), isTooLarge: true }
    : { ...call, body: Buffer.concat(chunks) };
}

/** The largest body (bytes) that is accepted at this path. */
function maxBytesAt(url: string): number {
  if (url.startsWith('/api/2.0/files/')) return MAX_API_UPLOAD_BYTES;
  return url === '/control/upload' ? MAX_CONTROL_UPLOAD_BYTES : MAX_BYTES;
}

function splitOnce(text: string, mark: string): string[] {
  const at = text.indexOf(mark);
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + mark.length)];
}

/** The bytes and headers of an answer. */
export function encode(answer: Answer): { headers: Record<string, string>; bytes: Buffer } {
  const headers = { ...answer.headers };
  if (answer.json === undefined) return { headers, bytes: answer.bytes ?? Buffer.alloc(0) };
  return {
    headers: { 'content-type': 'application/json', ...headers },
    bytes: Buffer.from(JSON.stringify(answer.json)),
  };
}

export function write(
  response: ServerResponse,
  status: number,
  headers: Record<string, string>,
  bytes: Buffer,
): void {
  response.writeHead(status, { ...headers, 'content-length': bytes.length });
  response.end(bytes);
}

/** Cuts the connection without an answer. */
export function cut(response: ServerResponse): void {
  response.socket?.destroy();
}
