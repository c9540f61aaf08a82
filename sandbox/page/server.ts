/**
 * Serves the page and forwards its calls to the sandbox's control servers, so that the page has one origin and can do
 * nothing there that a program could not do. Knows nothing of Slack or Box.
 */
import { createServer, type IncomingMessage, request as openRequest, type ServerResponse } from 'node:http';
import { closeServer, isLocalRequestTo, listenOnLoopback, sendText } from '../http.ts';
import { readAsset, shell } from './assets.ts';
import { feedChanges } from './feed.ts';

export interface PageOptions {
  /** The port that the page listens on; 0 or absent: a free one. */
  readonly port?: number;
  /** Base addresses by name: the page's `/control-servers/NAME/…` is forwarded to `/control/…` below the address. */
  readonly controlServers: Readonly<Record<string, string>>;
}

export interface PageServer {
  /** Address of the page, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/** Starts the page on 127.0.0.1. Rejects when the port is taken. */
export async function startPage(options: PageOptions): Promise<PageServer> {
  let port = 0;
  const server = createServer((request, response) => {
    answer(options, port, request, response).catch((error: unknown) => {
      if (response.headersSent) response.destroy();
      else sendText(response, 502, error instanceof Error ? error.message : String(error));
    });
  });
  port = await listenOnLoopback(server, options.port);
  return { url: `http://127.0.0.1:${port}`, close: () => closeServer(server) };
}

async function answer(
  { controlServers }: PageOptions,
  port: number,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (!isLocalRequestTo(request, port)) return sendText(response, 403, 'only from this machine');
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (path === '/control-servers/changes' && request.method === 'GET')
    return feedChanges(controlServers, response);
  const match = /^\/control-servers\/([a-z]+)(\/.*)$/.exec(request.url ?? '/');
  if (match) {
    const [, name = '', rest = ''] = match;
    const base = Object.hasOwn(controlServers, name) ? controlServers[name] : undefined;
    const target = `${base}/control${rest}`;
    // The target must be below `/control/`, which `..` in a path would leave.
    const isControl = URL.canParse(target) && new URL(target).pathname.startsWith('/control/');
    if (base === undefined || !isControl) return sendText(response, 404, 'no such control server');
    return passOn(target, request, response);
  }
  // Node leaves out the body of an answer to HEAD.
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    return sendText(response, 405, 'only GET', { allow: 'GET, HEAD' });
  }
  const asset = path.startsWith('/assets/') ? await readAsset(path.slice('/assets/'.length)) : shell;
  if (asset === null) return sendText(response, 404, 'no such file');
  response.writeHead(200, asset.headers);
  response.end(asset.bytes);
}

/**
 * Forwards a call unchanged, even one that comes in pieces. Only its Host becomes the control server's own, and an
 * Origin is left out.
 */
function passOn(target: string, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { host: _host, origin: _origin, connection: _connection, ...headers } = request.headers;
  return new Promise((resolve, reject) => {
    // Each call is sent on a new connection: the server may close a kept-alive one just when the next call
    // begins.
    const onward = openRequest(target, { method: request.method, headers, agent: false }, (answered) => {
      response.writeHead(answered.statusCode ?? 502, answered.headers);
      answered.pipe(response);
      answered.on('end', resolve).on('error', reject);
    });
    onward.on('error', reject);
    response.on('close', () => onward.destroy());
    request.pipe(onward);
  });
}
