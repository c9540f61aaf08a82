/**
 * Small helpers over node:http for the sandbox's servers: reading a body within a limit, answering, listening
 * on loopback, and telling a local program from a foreign web page. They know nothing of Slack or Box.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Thrown by `readBody` when a body is larger than allowed; the caller answers 413. */
export class BodyTooLarge extends Error {}

/** Reads a whole request body as UTF-8. Throws `BodyTooLarge` past `maxBytes` (default 4 MB). */
export async function readBody(request: IncomingMessage, maxBytes = 4 * 1024 * 1024): Promise<string> {
  return (await readBytes(request, maxBytes)).toString('utf8');
}

/** Reads a whole request body. Throws `BodyTooLarge` past `maxBytes`. */
export async function readBytes(request: IncomingMessage, maxBytes: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    const part = Buffer.from(chunk);
    size += part.length;
    if (size > maxBytes) throw new BodyTooLarge(`body over ${maxBytes} bytes`);
    chunks.push(part);
  }
  return Buffer.concat(chunks);
}

/** Answers with JSON, unless the client is gone; extra headers are added as given. */
export function sendJson(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8', ...headers });
  response.end(JSON.stringify(body));
}

/** Answers with plain text (or another `content-type` given in `headers`), unless the client is gone. */
export function sendText(
  response: ServerResponse,
  status: number,
  body: string,
  headers: Record<string, string> = {},
): void {
  if (response.destroyed) return;
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8', ...headers });
  response.end(body);
}

/** Listens on 127.0.0.1 and resolves with the port. Port 0: the system picks a free one. */
export function listenOnLoopback(server: Server, port = 0): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

/**
 * How long (ms) an idle connection stays open. A client that sends a request just when the server closes the connection
 * does not know what became of the request. With Node's default of five seconds, this happens on a busy machine.
 */
export const keepAliveTimeout = 30_000;

/** Stops listening and closes what is still connected, so that a test never waits for a keep-alive socket. */
export function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/**
 * Whether a request comes from a program on this machine or from the server's own page: its Host is loopback with this
 * port, and no page of another site sent it, except by a link. Keeps web pages of other sites (also through DNS
 * rebinding) from using the sandbox's control servers.
 */
export function isLocalRequestTo({ headers }: { readonly headers: CallHeaders }, port: number): boolean {
  const hosts = [`127.0.0.1:${port}`, `localhost:${port}`];
  const origins = hosts.map((host) => `http://${host}`);
  return hosts.includes(hostOf(headers)) && isFromOwnOrigin(headers, origins);
}

/** As `isLocalRequestTo`, with any port: the app's calls and people's browsers may come through a local proxy. */
export function isFromThisMachine({ headers }: { readonly headers: CallHeaders }): boolean {
  const host = hostOf(headers);
  return (
    /^(?:127\.0\.0\.1|localhost)(?::\d{1,5})?$/.test(host) && isFromOwnOrigin(headers, [`http://${host}`])
  );
}

function hostOf({ host }: CallHeaders): string {
  return typeof host === 'string' ? host : '';
}

export type CallHeaders = Readonly<Record<string, string | string[] | undefined>>;

/**
 * False when a page of another site sent the request. Such a page may only navigate here, as a link does; a request
 * with an `Origin` of another site is always refused.
 */
function isFromOwnOrigin(headers: CallHeaders, origins: readonly string[]): boolean {
  const { origin, 'sec-fetch-mode': mode, 'sec-fetch-dest': place } = headers;
  if (origin !== undefined) return typeof origin === 'string' && origins.includes(origin);
  return !isLedFromElsewhere({ headers }) || (mode === 'navigate' && place === 'document');
}

/** Whether the browser says that a page of another site sent the request, as by a link. */
export function isLedFromElsewhere({ headers }: { readonly headers: CallHeaders }): boolean {
  const { 'sec-fetch-site': site } = headers;
  return site === 'cross-site' || site === 'same-site';
}

/** Parses JSON; undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Resolves after `ms` milliseconds; immediately for zero or less. */
export function pause(ms: number): Promise<void> {
  return ms <= 0 ? Promise.resolve() : new Promise((resolve) => setTimeout(resolve, ms));
}

/** A port of 127.0.0.1 that is free just now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  const port = await listenOnLoopback(server);
  await closeServer(server);
  return port;
}

/** Rejects when this port of 127.0.0.1 is taken; 0 is always free. */
export async function mustBeFree(port: number): Promise<void> {
  if (port === 0) return;
  const server = createServer();
  await listenOnLoopback(server, port);
  await closeServer(server);
}

/**
 * Replaces the system's error by a plain sentence when the start failed because the port is taken. `among` is added
 * behind the port.
 */
export async function explainTakenPort<T>(port: number, starting: Promise<T>, among = ''): Promise<T> {
  try {
    return await starting;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EADDRINUSE')) throw error;
    throw new Error(`port ${port} is taken${among}: choose another with --port N`, { cause: error });
  }
}

/**
 * Rejects if one of these ports is taken. The error names the first taken port, and the first and last port that the
 * sandbox needs.
 */
export async function mustAllBeFree(ports: readonly number[]): Promise<void> {
  const among = ` (the sandbox needs ${ports[0]} to ${ports.at(-1)})`;
  for (const port of ports) await explainTakenPort(port, mustBeFree(port), among);
}
