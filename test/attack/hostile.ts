/**
 * Raw connections to the app, payloads that are signed here, and servers with hostile answers. Nothing here uses the
 * sandbox's own client, which sends only valid requests.
 */
import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { Worker } from 'node:worker_threads';
import { createGzip } from 'node:zlib';

export const formType = 'application/x-www-form-urlencoded';

/** A request that is written to a socket exactly as given, without an HTTP client. */
export interface RawRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** The pieces of the body, sent as fast as they are accepted. */
  readonly body?: Iterable<string | Buffer>;
}

/** Sends a request and returns the status of its answer; null: the connection was cut without an answer. */
export function statusFor(
  port: number,
  { method, path, headers = {}, body = [] }: RawRequest,
): Promise<number | null> {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect(port, '127.0.0.1');
    const end = (): void => {
      socket.destroy();
      const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1];
      resolve(status === undefined ? null : Number(status));
    };
    socket.on('data', (bytes) => {
      heard += bytes.toString('latin1');
      if (heard.includes('\r\n\r\n')) end();
    });
    socket.on('error', () => undefined).on('close', end);
    socket.write(headOf({ method, path, headers }));
    void pour(socket, body);
  });
}

function headOf({ method, path, headers = {} }: RawRequest): string {
  const lines = Object.entries({ host: 'x', ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Starts threads that send these requests one after another without a pause. @returns a function that stops them */
export function startSenders(
  port: number,
  count: number,
  requests: readonly RawRequest[],
): () => Promise<unknown> {
  const bytes = requests.map((raw) =>
    Buffer.concat([headOf(raw), ...(raw.body ?? [])].map((piece) => Buffer.from(piece))),
  );
  const workers = Array.from(
    { length: count },
    (_, first) =>
      new Worker(new URL('./sender.mjs', import.meta.url), { workerData: { port, first, requests: bytes } }),
  );
  return () => Promise.all(workers.map((worker) => worker.terminate()));
}

/** Writes these pieces to the socket as fast as it accepts them. */
async function pour(socket: Socket, pieces: Iterable<string | Buffer>): Promise<void> {
  for (const piece of pieces) {
    if (socket.destroyed) return;
    if (!socket.write(piece)) {
      await new Promise<void>((resolve) => {
        socket.once('drain', resolve).once('close', resolve);
      });
    }
  }
}

/** Makes a request with its body in one piece and its length in a header. */
export function requestWithLength(method: string, path: string, text: string, headers = {}): RawRequest {
  const length = { 'content-length': String(Buffer.byteLength(text)) };
  return { method, path, headers: { 'content-type': formType, ...length, ...headers }, body: [text] };
}

/** Makes a request with its body in chunks and no length. */
export function chunkedRequest(
  method: string,
  path: string,
  chunk: string,
  count: number,
  headers: Readonly<Record<string, string>> = {},
): RawRequest {
  const framed = `${chunk.length.toString(16)}\r\n${chunk}\r\n`;
  // Small chunks are written together, so that they arrive as fast as large ones.
  const together = Math.max(1, Math.min(count, Math.floor(65_536 / framed.length)));
  const body = (function* () {
    for (let sent = 0; sent < count; sent += together) yield framed.repeat(together);
    yield '0\r\n\r\n';
  })();
  const all = { 'content-type': formType, 'transfer-encoding': 'chunked', ...headers };
  return { method, path, headers: all, body };
}

/** Makes headers with Slack's signature of a body. */
export function signature(secret: string, body: string, at = Math.floor(Date.now() / 1000)) {
  const hash = createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex');
  return { 'x-slack-request-timestamp': String(at), 'x-slack-signature': `v0=${hash}` };
}

/** Makes headers with a signature of the right form that is not valid. */
export const forged = () => ({
  'x-slack-request-timestamp': String(Math.floor(Date.now() / 1000)),
  'x-slack-signature': `v0=${'0'.repeat(64)}`,
});

/** Memory of a process (MB): now, and at its peak. */
export async function memoryOf(pid: number): Promise<{ now: number; peak: number }> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  const of = (name: string) =>
    Math.round(Number(new RegExp(`^${name}:\\s+(\\d+)`, 'm').exec(status)?.[1]) / 1024);
  return { now: of('VmRSS'), peak: of('VmHWM') };
}

/** How an answer is hostile: `gzip` is small and unpacks to a gigabyte, `endless` never ends. */
export type Hostility = 'gzip' | 'endless';
export const hostilities: readonly Hostility[] = ['gzip', 'endless'];

/** After this many bytes, a hostile server cuts the connection, so that a failing test ends. */
const maxSentBytes = 1024 * 1024 * 1024;

/** Starts a server that begins valid answers and never ends them. `sent` counts unpacked bytes, `asked` requests. */
export async function startHostileServer() {
  const state = { status: 200, how: 'endless' as Hostility, sent: 0, asked: 0 };
  const server = createServer((request, response) => {
    request.resume();
    state.asked += 1;
    response.on('error', () => undefined);
    answerWithoutEnd(response, state);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return { url, state, close };
}

/** Begins an answer, and sends more of it until the connection ends or `maxSentBytes` are sent. */
function answerWithoutEnd(
  response: ServerResponse,
  state: { status: number; how: Hostility; sent: number },
): void {
  const { status, how } = state;
  const headers = {
    'content-type': 'application/json',
    ...(how === 'gzip' ? { 'content-encoding': 'gzip' } : {}),
  };
  response.writeHead(status, headers);
  const gzip = createGzip({ level: 9 });
  if (how === 'gzip') gzip.pipe(response);
  const to = how === 'gzip' ? gzip : response;
  const piece = ' '.repeat(64 * 1024);
  to.write('{"ok":true,"more":"');
  const more = (): void => {
    while (!response.destroyed && state.sent < maxSentBytes) {
      state.sent += piece.length;
      if (!to.write(piece)) {
        to.once('drain', more);
        return;
      }
    }
    gzip.destroy();
    response.destroy();
  };
  more();
}
