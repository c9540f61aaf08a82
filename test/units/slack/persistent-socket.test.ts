/** A connection to Slack by itself: how it opens, is replaced and ends, and what the log says of failures. */
import type { AddressInfo } from 'node:net';
import { setImmediate } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type FailureFields, OutsideFailure } from '../../../src/failure.ts';
import {
  createPersistentSocket,
  type PersistentSocket,
  type PersistentSocketTimes,
} from '../../../src/slack/persistent-socket.ts';
import type { SocketConnection } from '../../../src/slack/socket-connection.ts';
import { readFrame } from '../../../src/slack/socket-frames.ts';

const times: PersistentSocketTimes = {
  gapsMs: [0, 10, 20],
  stableAfterMs: 0,
  pingEveryMs: 20,
  silentAfterMs: 60_000,
  helloWithinMs: 60_000,
  retireAfterMs: 60_000,
};
const hello = JSON.stringify({ type: 'hello' });
const disconnect = (reason: string) => JSON.stringify({ type: 'disconnect', reason });
const frame = JSON.stringify({ type: 'interactive', envelope_id: 'e1', payload: {} });

let server: WebSocketServer;
let url: string;
/** What Slack does with a new connection. */
let greet: (socket: WebSocket) => void;
let opened: WebSocket[];
let asked: number;
/** The address that Slack gives, or its failure. */
let askAddress: () => Promise<string>;
let lines: string[];
let frames: [unknown, SocketConnection][];
let socket: PersistentSocket;

beforeEach(async () => {
  opened = [];
  frames = [];
  lines = [];
  asked = 0;
  greet = (one) => one.send(hello);
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  server.on('connection', (one) => {
    opened.push(one);
    greet(one);
  });
  await new Promise((resolve) => server.once('listening', resolve));
  url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;
  askAddress = async () => url;
});

afterEach(async () => {
  vi.useRealTimers();
  await socket.stop();
  for (const one of opened) one.terminate();
  await new Promise((resolve) => server.close(resolve));
});

function aSocket(more: Partial<PersistentSocketTimes> = {}): PersistentSocket {
  const line = (level: string) => (message: string) => void lines.push(`${level}: ${message}`);
  socket = createPersistentSocket({
    askAddress: () => {
      asked += 1;
      return askAddress();
    },
    onFrame: (one, from) => void frames.push([one, from]),
    log: { info: line('info'), warn: line('warn'), error: line('error') },
    times: { ...times, ...more },
  });
  return socket;
}

const failure = (more: Partial<FailureFields>) =>
  new OutsideFailure({
    ...{ service: 'slack', operation: 'apps.connections.open', kind: 'retry', status: 200, reason: 'x' },
    ...more,
  });

describe('at the start', () => {
  it.each<[string, Partial<FailureFields>]>([
    ['says that it is busy', { reason: 'internal_error' }],
    ['gives an error page', { status: 503, reason: 'http_error' }],
    ['asks for patience', { status: 429, reason: 'ratelimited', retryAfterSeconds: 0 }],
  ])('the app starts when Slack %s, and connects later', async (_what, more) => {
    const works = askAddress;
    askAddress = async () => {
      if (asked < 3) throw failure(more);
      return works();
    };
    await aSocket().start();
    await expect.poll(() => socket.isLive()).toBe(true);
    expect(lines).toEqual([
      `error: no connection to Slack (${more.reason}); trying again in 10 ms`,
      `error: no connection to Slack (${more.reason}); trying again in 20 ms`,
      'info: connected to Slack again',
    ]);
  });

  it.each<[string, Partial<FailureFields>]>([
    ['Slack refuses the token', { kind: 'final', reason: 'invalid_auth' }],
    ['Slack cannot be reached', { status: null, reason: 'ECONNREFUSED' }],
    ['another server answers', { reason: 'unreadable_answer' }],
    ['another server answers at length', { reason: 'answer_too_long' }],
    ['the answer names no address', { reason: 'no_url' }],
  ])('the app does not start when %s', async (_what, more) => {
    const refused = failure(more);
    askAddress = () => Promise.reject(refused);
    await expect(aSocket().start()).rejects.toBe(refused);
    expect([asked, lines, socket.isLive()]).toEqual([1, [], false]);
  });

  const notOpened = (reason: string) => ({
    ...{ service: 'slack', operation: 'socket', kind: 'retry', status: null, reason },
  });

  it.each<[string, string, () => void]>([
    ['Socket Mode is off', 'link_disabled', () => (greet = (one) => one.send(disconnect('link_disabled')))],
    ['Slack says nothing', 'no_hello', () => (greet = () => undefined)],
    ['the connection ends without a word', 'closed', () => (greet = (one) => one.close())],
    ['nobody is at the address', 'unreachable', () => (askAddress = async () => 'ws://127.0.0.1:1')],
    [
      'the failure is our own',
      'network',
      () => (askAddress = () => Promise.reject(new TypeError('of ours'))),
    ],
  ])('the app does not start when %s', async (_what, reason, given) => {
    given();
    const started = aSocket({ helloWithinMs: reason === 'no_hello' ? 50 : 60_000 }).start();
    await expect(started).rejects.toMatchObject(notOpened(reason));
    await expect.poll(() => opened.every(({ readyState, CLOSED }) => readyState === CLOSED)).toBe(true);
    expect([asked, lines, socket.isLive()]).toEqual([1, [], false]);
  });

  it('the app starts when Slack has too many connections, and connects later', async () => {
    const refuse = disconnect('too_many_websockets');
    greet = (one) => one.send(opened.length < 2 ? refuse : hello);
    await aSocket().start();
    await expect.poll(() => socket.isLive()).toBe(true);
    expect(lines).toEqual([
      'error: no connection to Slack (too_many_websockets); trying again in 10 ms',
      'info: connected to Slack again',
    ]);
    expect(frames).toEqual([]);
  });

  it('a connection that Slack has greeted stays, however little follows', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await aSocket().start();
    vi.advanceTimersByTime(2 * times.helloWithinMs);
    await setImmediate();
    expect([opened.length, lines, socket.isLive()]).toEqual([1, [], true]);
  });
});

describe('a connection that is lost', () => {
  it('is replaced, after growing delays while Slack fails in any way', async () => {
    const works = askAddress;
    await aSocket().start();
    askAddress = async () => {
      if (asked === 2) throw failure({ kind: 'final', reason: 'invalid_auth' });
      if (asked === 3) throw failure({ status: 503, reason: 'http_error' });
      if (asked === 4) return 'ws://127.0.0.1:1';
      return works();
    };
    greet = (one) => one.send(asked === 5 ? disconnect('link_disabled') : hello);
    opened[0]?.terminate();
    await expect.poll(() => lines.at(-1)).toBe('info: connected to Slack again');
    expect(lines).toEqual([
      'warn: the connection to Slack was lost',
      'error: Slack refuses SLACK_APP_TOKEN (invalid_auth); trying again in 10 ms',
      'error: no connection to Slack (http_error); trying again in 20 ms',
      'error: no connection to Slack (unreachable); trying again in 20 ms',
      'error: Socket Mode is switched off in the Slack app; trying again in 20 ms',
      'info: connected to Slack again',
    ]);
    expect(socket.isLive()).toBe(true);
  });

  it('early counts as a failure, also after a long outage, and one that has lasted does not', async () => {
    const retries = async (stableAfterMs: number) => {
      lines.length = 0;
      asked = 0;
      const works = askAddress;
      await aSocket({ stableAfterMs, gapsMs: [0, 11, 22, 33, 44] }).start();
      for (const failing of [[2, 3, 4], [6]]) {
        askAddress = async () => {
          if (failing.includes(asked)) throw failure({ reason: 'busy' });
          return works();
        };
        const before = lines.length;
        opened.at(-1)?.terminate();
        await expect.poll(() => lines.slice(before).at(-1)).toBe('info: connected to Slack again');
      }
      askAddress = works;
      await socket.stop();
      return lines.flatMap((line) => /again in (\d+) ms/.exec(line)?.[1] ?? []);
    };
    expect(await retries(0)).toEqual(['11', '22', '33', '11']);
    expect(await retries(3_600_000)).toEqual(['22', '33', '44', '33']);
  });

  it('is not opened again before Slack wants that, but a stop does not wait for it', async () => {
    await aSocket().start();
    askAddress = () => Promise.reject(failure({ status: 429, reason: 'ratelimited', retryAfterSeconds: 60 }));
    opened[0]?.terminate();
    await expect
      .poll(() => lines.at(-1))
      .toBe('error: no connection to Slack (ratelimited); trying again in 60000 ms');
    expect(socket.isLive()).toBe(false);
    await socket.stop();
    expect(asked).toBe(2);
  });
});

describe('a connection that Slack will close', () => {
  it('is replaced before, once, and what arrives on it still counts', async () => {
    await aSocket().start();
    const [first] = opened;
    first?.send(disconnect('warning'));
    await expect.poll(() => lines.at(-1)).toBe('info: connected to Slack again');
    first?.send(disconnect('refresh_requested'));
    first?.send(frame);
    await expect.poll(() => frames).toHaveLength(1);
    expect(frames[0]?.[0]).toMatchObject({ kind: 'envelope', id: 'e1' });
    expect(frames[0]?.[1].send('{}')).toBe(true);
    first?.close();
    await expect.poll(() => first?.readyState).toBe(first?.CLOSED);
    await expect.poll(() => frames[0]?.[1].send('{}')).toBe(false);
    expect(opened).toHaveLength(2);
    expect(lines).toEqual([
      'info: Slack will close the connection (warning)',
      'info: connected to Slack again',
    ]);
    expect(socket.isLive()).toBe(true);
  });

  it('is closed here when Slack does not, and not before', async () => {
    await aSocket({ retireAfterMs: 100 }).start();
    const [first] = opened;
    const closed = new Promise((resolve) => first?.once('close', resolve));
    first?.send(disconnect('warning'));
    await expect.poll(() => opened.length).toBe(2);
    await closed;
    expect(opened[1]?.readyState).toBe(opened[1]?.OPEN);
    expect(lines).not.toContain('warn: the connection to Slack was lost');
  });

  it('so early counts as a failure', async () => {
    await aSocket({ stableAfterMs: 3_600_000, gapsMs: [0, 11, 22] }).start();
    const works = askAddress;
    askAddress = async () => {
      if (asked === 2) throw failure({ reason: 'busy' });
      return works();
    };
    opened[0]?.send(disconnect('warning'));
    await expect.poll(() => lines.at(-1)).toBe('info: connected to Slack again');
    expect(lines).toContain('error: no connection to Slack (busy); trying again in 22 ms');
  });
});

describe('a stop', () => {
  it('closes every connection, and opens no other', async () => {
    await aSocket().start();
    opened[0]?.send(disconnect('warning'));
    await expect.poll(() => lines.at(-1)).toBe('info: connected to Slack again');
    await socket.stop();
    await expect.poll(() => opened.map(({ readyState }) => readyState)).toEqual([3, 3]);
    expect([asked, socket.isLive()]).toEqual([2, false]);
    expect(lines).not.toContain('warn: the connection to Slack was lost');
  });

  it('while Slack is asked for an address opens nothing', async () => {
    let answer = (_url: string): void => undefined;
    await aSocket().start();
    askAddress = () =>
      new Promise((resolve) => {
        answer = resolve;
      });
    opened[0]?.terminate();
    await expect.poll(() => asked).toBe(2);
    await socket.stop();
    answer(url);
    await setImmediate();
    expect([opened.length, socket.isLive()]).toEqual([1, false]);
  });
});

describe('a frame', () => {
  const odd = (what: string, type = 'none') => ({ kind: 'odd', what, type });
  const envelope = { type: 'interactive', envelope_id: 'e1', payload: { a: 1 } };

  it.each<[unknown, object]>([
    [new ArrayBuffer(4), odd('binary')],
    ['hello?', odd('no_object')],
    ['[]', odd('no_object')],
    ['null', odd('no_object')],
    ['{}', odd('frame', 'unknown')],
    ['{"type":"some_word"}', odd('frame', 'some_word')],
    [`{"type":"${'x'.repeat(40)}"}`, odd('frame', 'x'.repeat(40))],
    [`{"type":"${'x'.repeat(41)}"}`, odd('frame', 'unknown')],
    ['{"type":"Ana Ruiz"}', odd('frame', 'unknown')],
    ['{"type":"interactive","envelope_id":""}', odd('frame', 'interactive')],
    ['{"type":"interactive","envelope_id":"e1"}', odd('envelope', 'interactive')],
    ['{"type":"interactive","envelope_id":"e1","payload":[]}', odd('envelope', 'interactive')],
    ['{"type":"news","envelope_id":"e1","payload":{}}', odd('envelope', 'news')],
    ['{"envelope_id":"e1","payload":{}}', odd('envelope', 'unknown')],
    ['{"type":"hello"}', { kind: 'hello' }],
    ['{"type":"disconnect","reason":"warning"}', { kind: 'disconnect', reason: 'warning' }],
    ['{"type":"disconnect","reason":"Ana Ruiz"}', { kind: 'disconnect', reason: 'unknown' }],
    ['{"type":"disconnect"}', { kind: 'disconnect', reason: 'unknown' }],
  ])('%s is read as %j', (text, read) => {
    expect(readFrame(text)).toEqual(read);
  });

  it.each(['slash_commands', 'interactive', 'events_api'])('of %s has its payload', (type) => {
    const read = { kind: 'envelope', id: 'e1', type, body: { a: 1 } };
    const frameOf = (more: object) => readFrame(JSON.stringify({ ...envelope, type, ...more }));
    expect(frameOf({})).toEqual({ ...read, takesAnswer: false });
    expect(frameOf({ accepts_response_payload: true })).toEqual({ ...read, takesAnswer: true });
  });

  it('may have a million characters', () => {
    const empty = JSON.stringify({ ...envelope, payload: { a: '' } }).length;
    const withLength = (length: number) =>
      JSON.stringify({ ...envelope, payload: { a: 'x'.repeat(length - empty) } });
    expect(readFrame(withLength(1_048_576))).toMatchObject({ kind: 'envelope' });
    expect(readFrame(withLength(1_048_577))).toEqual(odd('too_large'));
  });
});
