/**
 * All routes of the process except its metrics, on one port, inside an error boundary. Slack's traffic is handed to its
 * receiver, which checks size, signature and shape.
 */

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describeError, Fault } from '../failure.ts';

export interface ServerOptions {
  /** Answers the POSTs to `/slack/events`; null: there is no such route, as in Socket Mode. */
  readonly slack: ((request: IncomingMessage, response: ServerResponse) => Promise<void>) | null;
  /** The routes for browsers and for Box's webhooks, by path. */
  readonly otherRoutes: Readonly<Record<string, Route>>;
  /** Throws when something that the process needs, such as the database, does not answer. */
  readonly checkReady: () => Promise<void>;
  /** The log, which is rate-limited: most failures here are caused by strangers. */
  readonly log: {
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
}

export interface HttpServer {
  /** Listens on a port. @throws when the port is taken. @returns the port that it listens on. */
  start(port: number, host: string): Promise<number>;
  /** Accepts no further connections, and waits up to `closeAfterMs` for the open requests. */
  stop(): Promise<void>;
}

/** How long the readiness check may take (ms). */
export const readyWithinMs = 2_000;

/**
 * Simultaneous connections; more are closed immediately. Slack and the browsers of a large company need a few dozen.
 * The limit also bounds how many bodies are being read.
 */
export const maxConnections = 256;

/** Time limits (ms) for receiving a request, against clients that send very slowly: valid requests arrive quickly. */
export const requestTimeouts = {
  requestTimeout: 10_000,
  headersTimeout: 10_000,
  connectionsCheckingInterval: 2_000,
};

/** How long stopping waits for open requests (ms): longer than Slack waits for an answer. */
const closeAfterMs = 3_200;

export function createHttpServer(options: ServerOptions): HttpServer {
  const routes = routesOf(options);
  const server = createServer(requestTimeouts, (request, response) => {
    response.setHeader('x-content-type-options', 'nosniff');
    response.setHeader('cache-control', 'no-store');
    route(routes, request, response).catch((error: unknown) => {
      // The client has gone, or was cut off: there is nobody to answer, and nothing failed here.
      if (error === request.errored) {
        response.destroy();
        return;
      }
      options.log.error({ error: describeError(error) }, 'request failed');
      if (!response.headersSent) reply(response, 500, 'error');
      else response.destroy();
    });
  });
  server.maxConnections = maxConnections;
  server.on('drop', () => options.log.warn({ why: 'too many' }, 'a connection was refused'));
  return { start: (port, host) => start(server, port, host), stop: () => stop(server) };
}

async function route(
  routes: ReadonlyMap<string, Route>,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = pathOf(request);
  const known = path === null ? undefined : routes.get(path);
  // If no handler reads the body, Node would do so before it uses the connection again. So the connection is closed.
  const isRead = request.method === 'POST' && known?.methods.includes('POST');
  if (hasBody(request) && !isRead) response.setHeader('connection', 'close');
  // A body in tiny pieces would be costly to read to its end; well-behaved clients send its length.
  if (!isRead && request.headers['transfer-encoding'] !== undefined) return void request.socket.destroy();
  if (!known) return reply(response, path === null ? 400 : 404, path === null ? 'bad request' : 'not found');
  if (!known.methods.includes(request.method ?? '')) {
    response.setHeader('allow', known.methods.join(', '));
    return reply(response, 405, 'method not allowed');
  }
  await known.answer(request, response);
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0;
}

/** The methods of a path, and the function that answers them. */
export interface Route {
  readonly methods: readonly string[];
  readonly answer: (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
}

/** All routes of this server, by path. */
export function routesOf(
  options: Pick<ServerOptions, 'slack' | 'otherRoutes' | 'checkReady' | 'log'>,
): ReadonlyMap<string, Route> {
  const { slack } = options;
  return new Map<string, Route>([
    ...(slack ? ([['/slack/events', { methods: ['POST'], answer: slack }]] as const) : []),
    ...Object.entries(options.otherRoutes),
    ['/healthz', { methods: ['GET', 'HEAD'], answer: (_request, response) => reply(response, 200, 'ok') }],
    ['/readyz', { methods: ['GET', 'HEAD'], answer: (_request, response) => replyReady(options, response) }],
  ]);
}

/** The path of the request; null for an address that cannot be parsed, such as `//`. */
function pathOf(request: IncomingMessage): string | null {
  const target = request.url ?? '';
  return URL.canParse(target, 'http://localhost') ? new URL(target, 'http://localhost').pathname : null;
}

async function replyReady(options: ServerOptions, response: ServerResponse): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Fault('no answer in time')), readyWithinMs);
  });
  try {
    await Promise.race([options.checkReady(), late]);
    reply(response, 200, 'ready');
  } catch (error) {
    options.log.error({ error: describeError(error) }, 'not ready');
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
    const late = setTimeout(() => server.closeAllConnections(), closeAfterMs);
    server.close(() => {
      clearTimeout(late);
      resolve();
    });
    server.closeIdleConnections();
  });
}
