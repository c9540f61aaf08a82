/** A server on a free port that gives prepared answers one after another. */
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach } from 'vitest';
import { createBoxConnections } from '../../../src/box/connections.ts';
import type { BoxSession } from '../../../src/box/session.ts';

export const token = 'T0KEN-planted';

/** An answer that was prepared by a test. */
export interface CannedAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  /** The body: an object is sent as JSON, a text unchanged. */
  readonly body?: unknown;
  /** What happens instead of an answer: `drop` closes the connection, `hang` never answers. */
  readonly instead?: 'drop' | 'hang';
}

export interface ReceivedRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** The server, and the requests that it has received. */
export interface CannedBox {
  readonly url: string;
  readonly received: readonly ReceivedRequest[];
  readonly session: BoxSession;
}

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** Starts a server with these answers; the last answer is repeated. The server is closed after the test. */
export async function cannedBox(...answers: readonly CannedAnswer[]): Promise<CannedBox> {
  const received: ReceivedRequest[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk);
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://box');
    const answer = answers[Math.min(received.length, answers.length - 1)] ?? {};
    received.push({
      method: request.method ?? '',
      path: pathname,
      query: searchParams,
      headers: request.headers,
      body: Buffer.concat(chunks).toString(),
    });
    if (answer.instead === 'drop') request.socket.destroy();
    if (answer.instead) return;
    response.writeHead(answer.status ?? 200, { 'content-type': 'application/json', ...answer.headers });
    response.end(typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    return closed;
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const isHanging = answers.some(({ instead }) => instead === 'hang');
  return { url, received, session: await sessionAt(url, isHanging ? 2_000 : undefined) };
}

/** A session whose calls go to this address, and take at most this long. */
export async function sessionAt(apiUrl: string, callTimeoutMs = 30_000): Promise<BoxSession> {
  const connections = createBoxConnections({
    apiUrl,
    uploadUrl: apiUrl,
    access: { kind: 'trial', developerToken: token, developerSlackUser: 'U_ANA' },
    callTimeoutMs,
  });
  const session = await connections.sessionFor('T1', 'U_ANA');
  if (session === null) throw new Error('no session');
  return session;
}

/** An error answer of Box. */
export function boxError(status: number, code: string, headers: Record<string, string> = {}): CannedAnswer {
  const body = { type: 'error', status, code, message: 'Secret words of Box', request_id: 'req123' };
  return { status, headers, body };
}
