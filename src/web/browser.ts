/**
 * Pages over HTTP: reads a browser's request within limits, and sends a page with headers against framing, caching,
 * scripts and leaking the address. What a page says and does is decided in the features. The secrets in addresses
 * cannot be guessed (256 bits), so attempts are not counted here.
 */
import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { describeError } from '../failure.ts';
import type { BrowserAnswer, BrowserRequest } from '../features/browser.ts';
import { problemPage } from '../views/pages/connect-pages.ts';
import { pageStyle } from '../views/pages/style.ts';
import { texts } from '../views/texts/index.ts';
import type { Route } from './server.ts';

/** Answers a browser's request to one page. */
export type PageHandler = (request: BrowserRequest) => Promise<BrowserAnswer>;

/** The handlers of a path; `POST` where a form is sent to it. */
export interface PageHandlers {
  readonly GET: PageHandler;
  readonly POST?: PageHandler;
}

export interface PageOptions {
  /** The address at which people's browsers reach this process, without a trailing slash. */
  readonly publicUrl: string;
  readonly log: { error(fields: object, message: string): void };
}

/** The largest form that is accepted (bytes): our forms hold a single secret. */
export const maxFormBytes = 4_096;

/** At most this many bytes of a too large form are read and dropped, so that the browser reads our answer. */
export const maxDroppedBytes = 1_048_576;

/** At most this many pieces of a too large form are read; browsers send few and large ones. */
export const maxDroppedPieces = 1_024;

/** How long the cookie lasts (s): as long as a link for connecting to Box. */
const cookieLifeSeconds = 10 * 60;

const styleHash = createHash('sha256').update(pageStyle).digest('base64');

const contentPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${styleHash}'`,
  "form-action 'self'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Turns page handlers into routes. */
export function createPages({ publicUrl, log }: PageOptions): (handlers: PageHandlers) => Route {
  const isHttps = publicUrl.startsWith('https:');
  // With this prefix, browsers accept the cookie only from this host and over https.
  const cookieName = isHttps ? '__Host-box_connect' : 'box_connect';
  const attributes = `Max-Age=${cookieLifeSeconds}; Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  const origin = new URL(publicUrl).origin;

  /** The handler's answer; null: the form is too large. */
  async function answerOf(handler: PageHandler, request: IncomingMessage): Promise<BrowserAnswer | null> {
    const form = request.method === 'POST' ? await readForm(request) : '';
    if (form === null) return null;
    try {
      return await handler({
        query: new URL(request.url ?? '', 'http://localhost').searchParams,
        form: new URLSearchParams(form),
        browser: cookieOf(request, cookieName),
        isForeign: isForeign(request, origin),
      });
    } catch (error) {
      log.error({ error: describeError(error) }, 'a page failed');
      return { status: 500, page: problemPage('internal', texts(null, null)) };
    }
  }

  return ({ GET, POST }) => ({
    methods: POST ? ['GET', 'POST'] : ['GET'],
    answer: async (request, response) => {
      setPageHeaders(response, publicUrl);
      const answer = await answerOf(request.method === 'POST' && POST ? POST : GET, request);
      if (answer === null) return refuseTooLarge(request, response);
      if (answer.browser !== undefined) {
        response.setHeader('set-cookie', `${cookieName}=${answer.browser}; ${attributes}`);
      }
      response.writeHead(answer.status, { 'content-type': 'text/html; charset=utf-8' }).end(answer.page);
    },
  });
}

/** Sets the headers of every page; the server itself adds `nosniff` and `no-store` to every answer. */
export function setPageHeaders(response: ServerResponse, publicUrl: string): void {
  response.setHeader('content-security-policy', contentPolicy);
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  if (publicUrl.startsWith('https:')) response.setHeader('strict-transport-security', 'max-age=31536000');
}

/** The text of a form; null: it is too large, and was not read to its end. */
async function readForm(request: IncomingMessage): Promise<string | null> {
  if (Number(request.headers['content-length'] ?? 0) > maxFormBytes) return null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of piecesOf(request)) {
    bytes += chunk.length;
    if (bytes > maxFormBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/**
 * Answers first, then reads and drops the rest of the form, within the limits above: when a connection is closed with
 * unread data, the browser may not get the answer.
 */
async function refuseTooLarge(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const said = 'too large\n';
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': said.length };
  response.writeHead(413, { ...headers, connection: 'close' }).write(said);
  let bytes = 0;
  let pieces = 0;
  try {
    for await (const chunk of piecesOf(request)) {
      bytes += chunk.length;
      pieces += 1;
      if (pieces > maxDroppedPieces) return void request.socket.destroy();
      if (bytes > maxDroppedBytes) break;
    }
  } catch (error) {
    // The sender has gone.
    if (!request.errored) throw error;
  }
  response.end();
}

/** The pieces of the body. A loop that ends early leaves the connection open, so that the answer can be sent. */
function piecesOf(request: IncomingMessage): AsyncIterable<Buffer> {
  return request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>;
}

/**
 * The value of the cookie; null: there is none, or there are several with different values. A page on a neighbouring
 * host can set a second cookie that comes first. Its name may differ from ours only by a space character that `trim`
 * would remove, so only blanks and tabs are removed here. In old browsers it may have no name, and ours in its value.
 */
function cookieOf(request: IncomingMessage, name: string): string | null {
  const found = new Set<string>();
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.replace(/^[ \t]+|[ \t]+$/g, '').split('=', 2);
    if (key === name && value !== undefined && /^[\w-]{43}$/.test(value)) found.add(value);
  }
  const [only = null] = found;
  return found.size === 1 ? only : null;
}

/**
 * Whether another site sent the request. Old browsers send neither header; for them the cookie, which other sites'
 * forms do not carry, is enough.
 */
function isForeign(request: IncomingMessage, origin: string): boolean {
  const site = request.headers['sec-fetch-site'];
  const from = request.headers.origin;
  if (site === 'cross-site' || site === 'same-site') return true;
  return from !== undefined && from !== 'null' && from !== origin;
}
