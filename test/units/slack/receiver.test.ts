/** Slack's requests over HTTP: which are refused and why, how the others are answered, and what is logged. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { isDelivered } from '../../../src/slack/acknowledgement.ts';
import { createReceiver } from '../../../src/slack/receiver.ts';

const signingSecret = 'secret';
const form = 'application/x-www-form-urlencoded';
const nowSeconds = 1_800_000_000;

let url: string;
let port: number;
let logged: unknown[];
let arrived: number;
/** How many answers were sent, or lost because the connection was closed. */
let gone: number;
let acknowledges: (ack: (answer?: string | { text: string }) => Promise<void>) => Promise<void>;
const closing: (() => void)[] = [];

beforeEach(async () => {
  logged = [];
  arrived = 0;
  gone = 0;
  acknowledges = (ack) => ack();
  const line = (fields: object, message: string) => logged.push({ ...fields, message });
  const log = { warn: line, error: line };
  const { receiver, handle } = createReceiver({ signingSecret, log, now: () => nowSeconds * 1_000 });
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({}),
  });
  app.use(async ({ next }) => {
    arrived += 1;
    await next();
  });
  app.command('/sign', ({ ack }) => acknowledges(ack));
  const server = createServer((request, response) => {
    response.on('close', () => {
      gone += 1;
    });
    void handle(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
  url = `http://127.0.0.1:${port}/`;
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
});

afterEach(() => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) close();
});

/** The headers of a body that Slack has signed at this time. */
function signedHeaders(body: string, type: string = form, seconds: number = nowSeconds) {
  const hash = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  return {
    'content-type': type,
    'x-slack-request-timestamp': String(seconds),
    'x-slack-signature': `v0=${hash}`,
  };
}

/** The body that brings this command. */
const command = (name: string): string => {
  const ids = { user_id: 'U1', team_id: 'T1', channel_id: 'C1', trigger_id: '1', response_url: 'none' };
  return new URLSearchParams({ command: name, text: '', ...ids }).toString();
};

const posts = (body: string, headers: Record<string, string> = signedHeaders(body)) =>
  fetch(url, { method: 'POST', body, headers });
const postsJson = (body: object) => {
  const text = JSON.stringify(body);
  return posts(text, signedHeaders(text, 'application/json'));
};
const refused = (status: number, why: string) => ({
  ...{ status, why, message: 'a request to the address of Slack was refused' },
});

test('a payload without a handler is answered with 404, and logged', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  const answered = posts(command('/unknown'));
  await expect.poll(() => arrived).toBe(1);
  // The poll above moves the clock, too.
  vi.advanceTimersByTime(2_000);
  expect(logged).toEqual([]);
  vi.advanceTimersByTime(1_000);
  expect((await answered).status).toBe(404);
  expect(logged).toEqual([{ kind: 'command', message: 'no listener has acknowledged what Slack sent' }]);
});

test('Slack’s check of the address gets its words back', async () => {
  const answer = await postsJson({ type: 'url_verification', challenge: 'hello' });
  expect([answer.status, answer.headers.get('content-type')]).toEqual([200, 'application/json']);
  expect(await answer.json()).toEqual({ challenge: 'hello' });
  expect([arrived, logged]).toEqual([0, []]);
});

test.each<[string, string | { text: string } | undefined, string | null, string]>([
  ['nothing', undefined, null, ''],
  ['a text', 'heard', 'text/plain', 'heard'],
  ['a message', { text: 'heard' }, 'application/json', '{"text":"heard"}'],
])('a command is answered with %s, and nothing is logged', async (_what, answer, type, wanted) => {
  let isSent = false;
  acknowledges = async (ack) => {
    isSent = await isDelivered(ack(answer));
  };
  const got = await posts(command('/sign'));
  expect([got.status, got.headers.get('content-type'), await got.text()]).toEqual([200, type, wanted]);
  expect([isSent, logged]).toEqual([true, []]);
});

test('an answer to a connection that Slack has closed is logged as lost', async () => {
  let isSent = true;
  let go = (): void => undefined;
  acknowledges = async (ack) => {
    await new Promise<void>((resolve) => {
      go = resolve;
    });
    isSent = await isDelivered(ack());
  };
  const body = command('/sign');
  const headers = Object.entries({ ...signedHeaders(body), 'content-length': body.length });
  const slack = connect(port, '127.0.0.1');
  const head = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  slack.write(`POST / HTTP/1.1\r\nHost: here\r\n${head}\r\n${body}`);
  await expect.poll(() => arrived).toBe(1);
  slack.resetAndDestroy();
  await expect.poll(() => gone).toBe(1);
  go();
  await expect
    .poll(() => logged)
    .toEqual([{ kind: 'command', message: 'an acknowledgement found its connection closed' }]);
  expect(isSent).toBe(false);
});

test('a payload that Bolt cannot read is refused at once', async () => {
  const event = { type: 'reaction_added', item: 'PLANTED' };
  const answer = await postsJson({ type: 'event_callback', team_id: 'T1', event });
  expect([answer.status, arrived]).toEqual([400, 0]);
  expect(logged).toEqual([
    { error: expect.stringMatching(/^TypeError/), message: 'Bolt could not read what Slack sent' },
  ]);
  expect(JSON.stringify(logged)).not.toContain('PLANTED');
});

test.each([
  [-300, 200],
  [-301, 401],
  [300, 200],
  [301, 401],
])('a request that was signed %i seconds from now is answered with %i', async (seconds, status) => {
  const body = command('/sign');
  expect((await posts(body, signedHeaders(body, form, nowSeconds + seconds))).status).toBe(status);
  expect(logged).toEqual(status === 200 ? [] : [refused(401, 'signature or time')]);
});

test.each<[string, (headers: Record<string, string>) => Record<string, string>]>([
  ['no time', ({ 'x-slack-request-timestamp': _, ...rest }) => rest],
  ['an odd time', (headers) => ({ ...headers, 'x-slack-request-timestamp': `+${nowSeconds}` })],
  ['no signature', ({ 'x-slack-signature': _, ...rest }) => rest],
  ['an odd signature', (headers) => ({ ...headers, 'x-slack-signature': 'v0=abc' })],
  ['another signature', (headers) => ({ ...headers, 'x-slack-signature': `v0=${'0'.repeat(64)}` })],
])('a request with %s is refused', async (_what, change) => {
  const body = command('/sign');
  expect((await posts(body, change(signedHeaders(body)))).status).toBe(401);
  expect([arrived, logged]).toEqual([0, [refused(401, 'signature or time')]]);
});

test.each([
  ['of no type', command('/sign'), 'text/plain'],
  ['with a field twice', `${command('/sign')}&text=again`, form],
  ['that is no JSON', 'payload', 'application/json'],
  ['of a payload that is no JSON', 'payload=payload', form],
  ['of no known shape', 'payload={"type":"PLANTED"}', form],
])('a signed body %s is refused', async (_what, body, type) => {
  expect((await posts(body, signedHeaders(body, type))).status).toBe(400);
  expect([arrived, logged]).toEqual([0, [refused(400, 'body')]]);
});

test('Slack’s check of the connection is answered without a signature, and only if it is short', async () => {
  const check = (length: number, type = form) => {
    const body = 'ssl_check=1&token=';
    return posts(body + 'x'.repeat(length - body.length), { 'content-type': type });
  };
  const answers = [check(4_096), check(4_097), check(100, 'text/plain')];
  expect((await Promise.all(answers)).map(({ status }) => status)).toEqual([200, 413, 401]);
  expect((await posts('ssl_check=0', { 'content-type': form })).status).toBe(401);
});

test('a body without a signature is short, and a signed one has at most a megabyte', async () => {
  const sends = async (length: number, isSigned: boolean) => {
    const body = 'x'.repeat(length);
    const headers = isSigned ? signedHeaders(body) : { 'content-type': form };
    const { status, headers: said } = await posts(body, headers);
    return [status, said.get('connection')];
  };
  expect(await sends(4_096, false)).toEqual([401, 'keep-alive']);
  expect(await sends(4_097, false)).toEqual([413, 'close']);
  expect(await sends(1_048_576, true)).toEqual([400, 'keep-alive']);
  expect(await sends(1_048_577, true)).toEqual([413, 'close']);
  expect(logged.map((line) => (line as { why: string }).why)).toEqual([
    ...['signature or time', 'too large', 'body', 'too large'],
  ]);
});
