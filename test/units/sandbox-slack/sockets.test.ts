/** Socket Mode of the sandbox's Slack, for a client that knows nothing of our app. */
import { once } from 'node:events';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { SandboxSlack } from '../../../sandbox/slack/server.ts';
import { startSlack } from '../../../sandbox/slack/server.ts';
import { clientFor, refusal } from './bench.ts';

let slack: SandboxSlack;
let clock: { now: number };
/** How long (ms) Slack waits: long, except where no acknowledgement can come. */
let waitsMs: number;

beforeEach(async () => {
  waitsMs = 20_000;
  clock = { now: Date.now() };
  slack = await startSlack({
    get ackTimeoutMs() {
      return waitsMs;
    },
    clock: () => clock.now,
  });
  slack.connectApp({ socketMode: true });
});
afterEach(() => slack.close());

type Frame = Record<string, unknown>;

async function address(): Promise<string> {
  const { url } = await clientFor(slack, slack.appToken).apps.connections.open();
  return url ?? '';
}

/** Opens a connection; `frames` collects what it receives. */
async function connect(url?: string): Promise<{ socket: WebSocket; frames: Frame[] }> {
  const socket = new WebSocket(url ?? (await address()));
  const frames: Frame[] = [];
  socket.on('message', (data) => frames.push(JSON.parse(String(data)) as Frame));
  await once(socket, 'open');
  await expect.poll(() => frames.length).toBeGreaterThan(0);
  return { socket, frames };
}

const typeCommand = (text = '/sign hi') => slack.person('ana').types(text, { in: '#contracts' });
const shown = (error: string) => ({ shown: `/sign failed with the error "${error}"` });

it('only the app token gets addresses', async () => {
  const asBot = clientFor(slack, slack.botToken).apps.connections.open();
  expect((await refusal(asBot)).error).toBe('not_allowed_token_type');
  const other = clientFor(slack, 'xapp-1-other').apps.connections.open();
  expect((await refusal(other)).error).toBe('invalid_auth');
  const asApp = clientFor(slack, slack.appToken).auth.test();
  expect((await refusal(asApp)).error).toBe('not_allowed_token_type');
  slack.state.app.appTokenScopes = [];
  const unscoped = clientFor(slack, slack.appToken).apps.connections.open();
  expect((await refusal(unscoped)).data).toMatchObject({
    error: 'missing_scope',
    needed: 'connections:write',
  });
});

it('each address works once within half a minute, and the connection begins with hello', async () => {
  const url = await address();
  const { frames } = await connect(url);
  expect(frames[0]).toMatchObject({
    type: 'hello',
    num_connections: 1,
    connection_info: { app_id: slack.appId },
  });
  await expect(connect(url)).rejects.toThrow('403');
  const late = await address();
  clock.now += 31_000;
  await expect(connect(late)).rejects.toThrow('403');
});

it('ten connections are accepted and the eleventh is refused', async () => {
  for (let count = 0; count < 10; count += 1) await connect();
  const { frames } = await connect();
  expect(frames[0]).toMatchObject({ type: 'disconnect', reason: 'too_many_websockets' });
});

it('each envelope goes to one connection, and connections take turns', async () => {
  const both = [await connect(), await connect()];
  for (const { socket } of both) {
    socket.on('message', (data) => {
      const { envelope_id } = JSON.parse(String(data)) as Frame;
      socket.send(JSON.stringify({ envelope_id }));
    });
  }
  for (let count = 0; count < 4; count += 1) expect(await typeCommand()).toEqual({ shown: null });
  expect(both.map(({ frames }) => frames.length)).toEqual([3, 3]);
  expect(both[0]?.frames[1]).toMatchObject({
    type: 'slash_commands',
    accepts_response_payload: true,
    payload: { command: '/sign', text: 'hi' },
  });
});

it('a command fails without a connection, and without an acknowledgement in time', async () => {
  expect(await typeCommand()).toEqual(shown('dispatch_failed'));
  await connect();
  waitsMs = 200;
  expect(await typeCommand()).toEqual(shown('operation_timeout'));
});

it('an acknowledgement counts once, and only on the envelope’s connection', async () => {
  const { socket, frames } = await connect();
  const typed = typeCommand();
  await expect.poll(() => frames.length).toBe(2);
  const ack = JSON.stringify({ envelope_id: frames[1]?.['envelope_id'] });
  const other = await connect();
  other.socket.send(ack);
  await expect.poll(() => slack.sockets.odd).toHaveLength(1);
  socket.send(ack);
  expect(await typed).toEqual({ shown: null });
  socket.send(ack);
  socket.send('{}');
  await expect
    .poll(() => slack.sockets.odd)
    .toEqual([
      'acknowledges what it was not sent, or twice',
      'acknowledges what it was not sent, or twice',
      'is no acknowledgement',
    ]);
});

it('a renewal warns, asks, sends nothing more, and closes', async () => {
  const { socket, frames } = await connect();
  const closed = once(socket, 'close');
  const renewed = slack.sockets.refresh({ warningMs: 50, lingerMs: 300 });
  await expect
    .poll(() => frames.map(({ reason }) => reason))
    .toEqual([undefined, 'warning', 'refresh_requested']);
  expect(await typeCommand()).toEqual(shown('dispatch_failed'));
  await renewed;
  await closed;
  expect(frames).toHaveLength(3);
});
