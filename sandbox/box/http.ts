/** Reads calls from sockets and writes answers. Knows nothing of Box. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Answer, Request } from './routes/context.ts';

/** Largest body of an API call (bytes). */
const MAX_BYTES = 1024 * 1024;
/**
 * Largest upload through the control server (base64, bytes): above the limit for files, which refuses with a
 * reason.
 */
const MAX_UPLOAD_BYTES = 16 * 1024 * 1024;
/**
 * Largest whole upload through the API (bytes): above Box's limit, which refuses a large file with a reason.
 */
const MAX_FILE_BYTES = 64 * 1024 * 1024;

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
  if (url.startsWith('/api/2.0/files/')) return MAX_FILE_BYTES;
  return url === '/control/upload' ? MAX_UPLOAD_BYTES : MAX_BYTES;
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
