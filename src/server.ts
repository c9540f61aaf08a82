/**
 * All routes of the process, on one port. Slack's traffic is handed to Bolt's receiver, which checks the
 * signature; everything else is answered here, within limits and inside an error boundary.
 */
import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export interface ServerOptions {
  /** Bolt's listener for `/slack/events`. */
  readonly slack: RequestListener;
  /** Throws when something that the process cannot work without does not answer. */
  readonly checkReady: () => Promise<void>;
  readonly log: { error(fields: object, message: string): void };
  readonly now: () => number;
}

export interface HttpServer {
  /** @throws when the port is taken. @returns the port that was bound. */
  start(port: number, host: string): Promise<number>;
  /** Takes no more connections and waits for the open requests. */
  stop(): Promise<void>;
}

/** Slack's clock and ours may differ by so much; a signature from further ahead is refused like an old one. */
const mostSkewSeconds = 300;

/** Slack's own payloads are far smaller. */
const mostBodyBytes = 4 * 1024 * 1024;

const readyWithinMs = 2_000;

export function createHttpServer(options: ServerOptions): HttpServer {
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000 }, (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-store');
    route(options, request, response).catch((error: unknown) => {
      options.log.error({ error: error instanceof Error ? error.message : typeof error }, 'request failed');
      if (!response.headersSent) reply(response, 500, 'error');
      else response.destroy();
    });
  });
  return { start: (port, host) => start(server, port, host), stop: () => stop(server) };
}

async function route(
  options: ServerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  if (path === '/slack/events') return handToSlack(options, request, response);
  if (path === '/healthz') return reply(response, 200, 'ok');
  if (path === '/readyz') return replyReady(options, response);
  return reply(response, path === null ? 400 : 404, path === null ? 'bad request' : 'not found');
}

/** Null for an address that is none (`//`, a bad escape). */
function pathOf(request: IncomingMessage): string | null {
  const target = request.url ?? '';
  return URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost').pathname : null;
}

function handToSlack(options: ServerOptions, request: IncomingMessage, response: ServerResponse): void {
  if (request.method !== 'POST') return reply(response, 405, 'method not allowed');
  if (Number(request.headers['content-length'] ?? 0) > mostBodyBytes)
    return reply(response, 413, 'too large');
  const sentAtSeconds = Number(request.headers['x-slack-request-timestamp']);
  // Bolt refuses old timestamps only; one from the future could be replayed until it comes.
  if (sentAtSeconds > options.now() / 1000 + mostSkewSeconds) return reply(response, 401, 'unauthorized');
  options.slack(request, response);
}

async function replyReady(options: ServerOptions, response: ServerResponse): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), readyWithinMs);
  });
  try {
    await Promise.race([options.checkReady(), late]);
    reply(response, 200, 'ready');
  } catch (error) {
    options.log.error({ error: error instanceof Error ? error.message : typeof error }, 'not ready');
    reply(response, 503, 'not ready');
  } finally {
    clearTimeout(timer);
  }
}

function reply(response: ServerResponse, status: number, text: string): void {
  response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
}

function start(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      const address: AddressInfo | string | null = server.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeIdleConnections();
  });
}
