/**
 * The error boundary around all routes: failures are logged, requests that a client aborted are not. The app
 * is not ready while the check of its parts does not end.
 */
import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, expect, it, vi } from 'vitest';
import { createHttpServer, type HttpServer } from '../../src/web/server.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  vi.useRealTimers();
  await server?.stop();
});

const noLog = { warn: () => undefined, error: () => undefined };

/** A server whose parts are all ready, and which logs nothing, unless a test says otherwise; returns its port. */
function startServer(parts: Partial<Parameters<typeof createHttpServer>[0]>): Promise<number> {
  server = createHttpServer({
    slack: null,
    otherRoutes: {},
    checkReady: async () => undefined,
    log: noLog,
    ...parts,
  });
  return server.start(0, '127.0.0.1');
}

/** A log, and what was written to it. */
function aLog() {
  const logged: object[] = [];
  const write = (fields: object) => logged.push(fields);
  return { logged, log: { warn: write, error: write } };
}

it('a failure in a route is logged, an aborted request is not', async () => {
  const { logged, log } = aLog();
  let ended = 0;
  const port = await startServer({
    slack: async (request) => {
      try {
        for await (const piece of request) if (String(piece) === 'fail') throw new TypeError('of a route');
      } finally {
        ended += 1;
      }
    },
    log,
  });
  const head = 'POST /slack/events HTTP/1.1\r\nHost: here\r\nContent-Length: 4\r\n\r\n';
  const leaves = connect(port, '127.0.0.1');
  leaves.write(`${head}ab`, () => leaves.resetAndDestroy());
  await expect.poll(() => ended).toBe(1);
  await setImmediate();
  expect(logged).toEqual([]);
  const stays = connect(port, '127.0.0.1');
  stays.end(`${head}fail`);
  const [answer] = await once(stays, 'data');
  expect(String(answer)).toMatch(/^HTTP\/1\.1 500 .*\r\n\r\n.*error\n/s);
  expect(logged).toEqual([{ error: 'TypeError' }]);
});

it.each([
  ['GET /healthz', 200, 'ok', null],
  ['HEAD /healthz', 200, '', null],
  ['GET /healthz?a=1', 200, 'ok', null],
  ['POST /healthz', 405, 'method not allowed', 'GET, HEAD'],
  ['GET /readyz', 200, 'ready', null],
  ['GET /slack/events', 405, 'method not allowed', 'POST'],
  ['GET /nowhere', 404, 'not found', null],
  ['GET //', 400, 'bad request', null],
])('%s is answered with %i', async (asked, status, said, allow) => {
  const port = await startServer({ slack: async (_request, response) => void response.end() });
  const [method, path] = asked.split(' ');
  const asking = request({ host: '127.0.0.1', port, method, path }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  let text = '';
  for await (const piece of answer) text += String(piece);
  expect([answer.statusCode, text]).toEqual([status, said && `${said}\n`]);
  expect(answer.headers.allow ?? null).toBe(allow);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/plain; charset=utf-8',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
  });
});

it('without requests from Slack there is no address for them', async () => {
  const port = await startServer({});
  const asking = request({ host: '127.0.0.1', port, method: 'POST', path: '/slack/events' }).end();
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  expect(answer.resume().statusCode).toBe(404);
});

it('a port that is taken fails the start', async () => {
  const port = await startServer({});
  const second = createHttpServer({
    ...{ slack: null, otherRoutes: {}, checkReady: async () => undefined, log: noLog },
  });
  await expect(second.start(port, '127.0.0.1')).rejects.toMatchObject({ code: 'EADDRINUSE' });
});

it('a connection stays open after a request without a body, and not after a body that nobody reads', async () => {
  const port = await startServer({});
  const answerTo = async (more: string): Promise<string> => {
    const client = connect(port, '127.0.0.1');
    client.write(`GET /healthz HTTP/1.1\r\nHost: here\r\n${more}\r\n`);
    const [answer] = await once(client, 'data');
    client.destroy();
    return String(answer).toLowerCase();
  };
  expect(await answerTo('')).toContain('connection: keep-alive');
  expect(await answerTo('Content-Length: 0\r\n')).toContain('connection: keep-alive');
  expect(await answerTo('Content-Length: 4\r\n')).toContain('connection: close');
});

it.each([
  ['GET', '/healthz', '', 'keep-alive'],
  ['GET', '/nowhere', '', 'keep-alive'],
  ['POST', '/slack/events', 'body', 'keep-alive'],
  ['GET', '/healthz', 'body', 'close'],
  ['POST', '/healthz', 'body', 'close'],
  ['POST', '/nowhere', 'body', 'close'],
])('the connection of %s %s with the body "%s" is then: %s', async (method, path, body, wanted) => {
  const port = await startServer({
    slack: async (asked, response) => void asked.resume().on('end', () => response.end()),
  });
  const agent = new Agent({ keepAlive: true });
  const headers = body === '' ? {} : { 'content-length': body.length };
  const asking = request({ host: '127.0.0.1', port, method, path, headers, agent }).end(body);
  const [answer] = (await once(asking, 'response')) as [IncomingMessage];
  expect(answer.headers.connection).toBe(wanted);
  await once(answer.resume(), 'end');
  agent.destroy();
});

it('the app is not ready while the store does not answer', async () => {
  const { logged, log } = aLog();
  let asked = 0;
  const port = await startServer({
    checkReady: () => {
      asked += 1;
      return new Promise(() => undefined);
    },
    log,
  });
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const asks = connect(port, '127.0.0.1');
  asks.write('GET /readyz HTTP/1.1\r\nHost: here\r\n\r\n');
  const answered = once(asks, 'data');
  await expect.poll(() => asked).toBe(1);
  vi.advanceTimersByTime(60_000);
  expect(String((await answered)[0])).toMatch(/^HTTP\/1\.1 503 /);
  asks.destroy();
  expect(logged).toEqual([{ error: expect.stringContaining('no answer in time') }]);
});
