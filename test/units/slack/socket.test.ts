/** Socket Mode's receiver with the sandbox's Slack: connections come and go, and nothing is lost silently. */
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';
import { OutsideFailure } from '../../../src/failure.ts';
import { isDelivered } from '../../../src/slack/acknowledgement.ts';
import { createSocketReceiver, type SocketReceiver } from '../../../src/slack/socket.ts';

let slack: SandboxSlack;
let receiver: SocketReceiver;
let lines: string[];
/** How long (ms) Slack waits: long, except where no acknowledgement can come. */
let waitsMs: number;
let ping: (ack: () => Promise<void>) => Promise<void>;

const times = {
  gapsMs: [0, 20, 40],
  stableAfterMs: 200,
  pingEveryMs: 20,
  silentAfterMs: 60_000,
  helloWithinMs: 60_000,
  retireAfterMs: 60_000,
};

beforeEach(async () => {
  waitsMs = 20_000;
  slack = await startSlack({
    get ackTimeoutMs() {
      return waitsMs;
    },
  });
  slack.connectApp({ socketMode: true });
  lines = [];
  ping = (ack) => ack();
});

afterEach(async () => {
  await receiver.stop();
  await slack.close();
});

async function aReceiver(
  appToken = slack.appToken,
  more: Partial<typeof times> = {},
): Promise<SocketReceiver> {
  const note = (line: string): void => void lines.push(line);
  const log = { info: note, warn: note, error: note };
  receiver = createSocketReceiver({ appToken, apiUrl: slack.apiUrl, log, times: { ...times, ...more } });
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({ botToken: slack.botToken, botId: 'B1', botUserId: slack.botUserId }),
  });
  app.command('/ping', ({ ack }) => ping(() => ack()));
  app.command('/twice', async ({ ack }) => {
    await ack();
    await ack();
  });
  app.command('/say', ({ ack }) => ack('heard'));
  app.command('/echo', ({ ack, command }) => ack({ text: `heard ${command.text}` }));
  await receiver.start();
  return receiver;
}

/** The result for a person whose command was acknowledged: no error sentence of Slack. */
const answered = { shown: null };

function aGate(): { promise: Promise<void>; resolve: () => void } {
  let resolve = (): void => undefined;
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** Cuts the connection; no other opens before `faults.clear`. */
function dropUntilCleared(): void {
  const method = 'apps.connections.open';
  slack.faults.next({ kind: 'error', error: 'internal_error', method, times: 100_000 });
  slack.sockets.drop();
}

const typeCommand = (text: string) => slack.person('ana').types(text, { in: '#contracts' });
const expectLive = (count: number) => expect.poll(() => slack.sockets.count()).toBe(count);

test('a command is acknowledged, with or without an answer', async () => {
  await aReceiver();
  expect(await typeCommand('/ping')).toEqual(answered);
  expect(await typeCommand('/echo this')).toEqual(answered);
  await slack.person('ana').sees('heard this', { in: '#contracts' });
  expect(slack.sockets.odd).toEqual([]);
});

test.each([
  ['another token', 'xapp-1-A1-1-other', 'invalid_auth'],
  ['the token of the bot', null, 'not_allowed_token_type'],
])('the receiver does not start with %s', async (_what, token, reason) => {
  const failure = await aReceiver(token ?? slack.botToken).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(OutsideFailure);
  expect(failure).toMatchObject({
    ...{ service: 'slack', operation: 'apps.connections.open', kind: 'final', status: 200, reason },
  });
});

test('the receiver does not start while Socket Mode is switched off', async () => {
  slack.sockets.setDisabled(true);
  await expect(aReceiver()).rejects.toMatchObject({ reason: 'link_disabled' });
});

test('an announced renewal leaves no moment without a connection', async () => {
  await aReceiver();
  const heard: unknown[] = [];
  const warned = expect.poll(() => slack.sockets.opened() === 2 && heard.length > 5).toBe(true);
  let isOver = false;
  const renewed = slack.sockets.refresh({ warned, lingerMs: 700 }).finally(() => {
    isOver = true;
  });
  while (!isOver) heard.push(await typeCommand('/ping'));
  await renewed;
  expect(new Set(heard.map((answer) => JSON.stringify(answer)))).toEqual(new Set([JSON.stringify(answered)]));
  await expectLive(1);
  expect(slack.sockets.opened()).toBe(2);
  expect(await typeCommand('/ping')).toEqual(answered);
  await receiver.stop();
  expect(lines).not.toContain('the connection to Slack was lost');
});

test('a command just before a renewal is still acknowledged', async () => {
  await aReceiver();
  const { promise: go, resolve: letGo } = aGate();
  const { promise: begun, resolve: begin } = aGate();
  ping = (ack) => {
    begin();
    return go.then(ack);
  };
  const typed = typeCommand('/ping');
  await begun;
  void slack.sockets.refresh({ lingerMs: 10_000 });
  await expect.poll(() => slack.sockets.opened()).toBe(2);
  letGo();
  expect(await typed).toEqual(answered);
});

test('a connection that is cut is opened again, and the person is told meanwhile', async () => {
  await aReceiver();
  dropUntilCleared();
  await expect.poll(() => receiver.isLive()).toBe(false);
  expect(JSON.stringify(await typeCommand('/ping'))).toContain('dispatch_failed');
  slack.faults.clear();
  await expectLive(1);
  expect(await typeCommand('/ping')).toEqual(answered);
  expect(receiver.isLive()).toBe(true);
});

test('a connection that has lasted is replaced immediately, and one that is cut early only after a pause', async () => {
  const gapsMs = [0, 60_000];
  await aReceiver(slack.appToken, { gapsMs, stableAfterMs: 0 });
  slack.sockets.drop();
  await expect.poll(() => slack.sockets.opened()).toBe(2);
  await receiver.stop();
  await aReceiver(slack.appToken, { gapsMs, stableAfterMs: 60_000 });
  lines.length = 0;
  slack.sockets.drop();
  await expect.poll(() => lines).toEqual(['the connection to Slack was lost']);
  await new Promise((resolve) => setTimeout(resolve, 200));
  expect(slack.sockets.opened()).toBe(3);
});

test('an acknowledgement says whether it found its connection open', async () => {
  await aReceiver();
  const { promise: go, resolve: letGo } = aGate();
  const delivered: boolean[] = [];
  ping = async (ack) => void delivered.push(await isDelivered(ack()));
  expect(await typeCommand('/ping')).toEqual(answered);
  const { promise: begun, resolve: begin } = aGate();
  ping = async (ack) => {
    begin();
    await go;
    delivered.push(await isDelivered(ack()));
  };
  waitsMs = 1_000;
  const typed = typeCommand('/ping');
  await begun;
  dropUntilCleared();
  await expect.poll(() => receiver.isLive()).toBe(false);
  letGo();
  await expect.poll(() => delivered).toEqual([true, false]);
  expect(lines).toContain('an acknowledgement (slash_commands) found its connection closed');
  await typed;
});

test('a silent connection is given up', async () => {
  await aReceiver(slack.appToken, { silentAfterMs: 700 });
  const before = slack.sockets.opened();
  lines.length = 0;
  slack.sockets.freeze();
  await expect.poll(() => slack.sockets.opened()).toBeGreaterThan(before);
  expect(lines).toContain('the connection to Slack was lost');
});

test('a connection on which Slack only answers pings is kept', async () => {
  let answers = 0;
  const count = (): void => {
    answers += 1;
  };
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  subscribe('undici:websocket:pong', count);
  try {
    await aReceiver(slack.appToken, { pingEveryMs: 400, silentAfterMs: 1_000 });
    for (let pings = 0; pings < 5; pings += 1) {
      const before = answers;
      vi.advanceTimersByTime(400);
      await expect.poll(() => answers).toBeGreaterThan(before);
    }
    expect(receiver.isLive()).toBe(true);
    expect(slack.sockets.opened()).toBe(1);
  } finally {
    unsubscribe('undici:websocket:pong', count);
    vi.useRealTimers();
  }
});

test('connections that end early are each followed by another, after the delay of a failure', async () => {
  // After an hour, as without a failure, no connection would open within the test.
  await aReceiver(slack.appToken, { gapsMs: [3_600_000, 0], stableAfterMs: 3_600_000 });
  for (const opened of [2, 3, 4]) {
    slack.sockets.drop();
    await expect.poll(() => slack.sockets.opened()).toBe(opened);
    await expectLive(1);
    await expect.poll(() => receiver.isLive()).toBe(true);
  }
});

test('a token refused at a reconnect ends nothing, and is tried again', async () => {
  await aReceiver();
  slack.faults.next({ kind: 'error', error: 'invalid_auth', method: 'apps.connections.open', times: 3 });
  slack.sockets.drop();
  await expect.poll(() => slack.sockets.opened()).toBe(2);
  const refused = lines.filter((line) => line.startsWith('Slack refuses SLACK_APP_TOKEN (invalid_auth)'));
  expect(refused).toHaveLength(3);
});

test('a wait that is too long for a timer does not end immediately', async () => {
  await aReceiver();
  const open = { kind: 'ratelimit', retryAfterSeconds: 3_000_000, method: 'apps.connections.open' } as const;
  slack.faults.next({ ...open, times: 1_000 });
  slack.sockets.drop();
  await expect.poll(() => lines.join('\n')).toContain('no connection to Slack (ratelimited)');
  expect(lines.at(-1)).toContain('trying again in 900000 ms');
  expect(JSON.stringify(await typeCommand('/ping'))).toContain('dispatch_failed');
  expect(lines.filter((line) => line.includes('trying again'))).toHaveLength(1);
});

test('the receiver comes back after Socket Mode was switched off and on', async () => {
  await aReceiver();
  slack.sockets.setDisabled(true);
  await expect.poll(() => lines.join('\n')).toContain('Socket Mode is switched off');
  await expect.poll(() => receiver.isLive()).toBe(false);
  slack.sockets.setDisabled(false);
  await expectLive(1);
  expect(await typeCommand('/ping')).toEqual(answered);
});

/** The frame of Socket Mode that brings `/ping` with this text. */
function pingFrame(text: string): string {
  const ids = { user_id: 'U1', team_id: 'T1', channel_id: 'C1', trigger_id: '1', response_url: 'none' };
  const payload = { command: '/ping', text, ...ids };
  return JSON.stringify({
    type: 'slash_commands',
    envelope_id: '1',
    accepts_response_payload: true,
    payload,
  });
}

const ignored = (what: string, type = 'none') => `ignored what Slack sent (${what}, type ${type})`;
const unanswered = (type: string) => `nothing here answers this ${type}; Slack tells the person`;

test.each([
  ['no JSON', 'hello?', ignored('no_object')],
  ['JSON that is no object', 'null', ignored('no_object')],
  ['more than Slack ever sends', pingFrame('x'.repeat(5_000_000)), ignored('too_large')],
  ['a command with more than anybody can type', pingFrame('x'.repeat(50_000)), unanswered('slash_commands')],
  ['a frame of another type', '{"type":"PLANTED"}', ignored('frame', 'unknown')],
  [
    'an envelope without an id',
    pingFrame('').replace('envelope_id', 'other_id'),
    ignored('frame', 'slash_commands'),
  ],
  [
    'an envelope without a payload',
    '{"type":"interactive","envelope_id":"1"}',
    ignored('envelope', 'interactive'),
  ],
  [
    'a payload of no known shape',
    '{"type":"interactive","envelope_id":"1","payload":{"type":"PLANTED"}}',
    unanswered('interactive'),
  ],
  [
    'an event without its event',
    '{"type":"events_api","envelope_id":"1","payload":{"type":"event_callback"}}',
    unanswered('events_api'),
  ],
  [
    'an envelope of another type',
    '{"type":"PLANTED","envelope_id":"1","payload":{}}',
    ignored('envelope', 'unknown'),
  ],
])('%s is ignored and not quoted', async (_what, text, line) => {
  await aReceiver();
  slack.sockets.send(text);
  await expect.poll(() => lines).toEqual([line]);
  expect(await typeCommand('/ping')).toEqual(answered);
  expect(lines).toEqual([line]);
  expect(slack.sockets.odd).toEqual([]);
});

test('a command may be answered with a text', async () => {
  await aReceiver();
  await typeCommand('/say');
  await slack.person('ana').sees('heard', { in: '#contracts' });
});

test('a second acknowledgement is not sent, and is logged', async () => {
  await aReceiver();
  expect(await typeCommand('/twice')).toEqual(answered);
  await expect.poll(() => lines).toEqual(['a second acknowledgement (slash_commands) was ignored']);
  expect(slack.sockets.odd).toEqual([]);
});

test('a notice of fewer events is logged and acknowledged', async () => {
  await aReceiver();
  slack.sockets.send(
    '{"type":"events_api","envelope_id":"9","payload":{"type":"app_rate_limited","minute_rate_limited":1}}',
  );
  // The sandbox did not send it as a delivery, so it counts the acknowledgement as unexpected.
  await expect.poll(() => slack.sockets.odd).toHaveLength(1);
  expect(lines).toEqual(['Slack sends fewer events for a while (app_rate_limited)']);
});

test('a payload without a handler is left to Slack, and logged', async () => {
  await aReceiver();
  waitsMs = 1_000;
  expect(JSON.stringify(await typeCommand('/unknown'))).toContain('operation_timeout');
  await expect
    .poll(() => lines)
    .toEqual(['nothing here answers this slash_commands; Slack tells the person']);
});

test('the failure of a handler is logged without its words', async () => {
  await aReceiver();
  waitsMs = 1_000;
  ping = () => Promise.reject(new TypeError('PLANTED'));
  expect(JSON.stringify(await typeCommand('/ping'))).toContain('operation_timeout');
  await expect.poll(() => lines).toContain('an envelope (slash_commands) failed: Error');
  expect(lines.join()).not.toContain('PLANTED');
});

test('a stop lets running handlers acknowledge, and takes nothing more', async () => {
  await aReceiver();
  const { promise: go, resolve: letGo } = aGate();
  const { promise: begun, resolve: begin } = aGate();
  ping = (ack) => {
    begin();
    return go.then(ack);
  };
  const running = typeCommand('/ping');
  await begun;
  const stopped = receiver.stop();
  waitsMs = 1_000;
  const late = typeCommand('/ping');
  await expect.poll(() => lines.join()).toContain('left an envelope (slash_commands) to Slack');
  letGo();
  expect(await running).toEqual(answered);
  await stopped;
  await expectLive(0);
  expect(JSON.stringify(await late)).toContain('operation_timeout');
});
