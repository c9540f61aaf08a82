/**
 * Bodies from strangers, of every kind and size on every route. Requests signed by Slack must be answered meanwhile.
 */
import { afterEach, expect, it } from 'vitest';
import { maxUnsignedBytes } from '../../src/slack/receiver.ts';
import { storedRows } from '../stories/stored.ts';
import { aWorld, stories } from '../stories/world.ts';
import {
  chunkedRequest,
  forged,
  formType,
  memoryOf,
  type RawRequest,
  requestWithLength,
  signature,
  startSenders,
  statusFor,
} from './hostile.ts';
import { allRoutes } from './routes.ts';

const mega = 1024 * 1024;
const plus = '+'.repeat(4 * mega);
const routes = [...allRoutes().keys(), '/', '/%00'];

/** Every kind of body, as a request to one route. */
const kinds: Readonly<Record<string, (path: string) => RawRequest>> = {
  'plus signs': (path) => requestWithLength('POST', path, plus),
  'plus signs under a forged signature': (path) => requestWithLength('POST', path, plus, forged()),
  'plus signs that just fit': (path) => requestWithLength('POST', path, plus.slice(0, mega), forged()),
  'a thousand fields': (path) => requestWithLength('POST', path, 'a=%41&'.repeat(170_000), forged()),
  'deep JSON': (path) =>
    requestWithLength('POST', path, '['.repeat(mega), { ...forged(), 'content-type': 'application/json' }),
  'chunks without a length': (path) => chunkedRequest('POST', path, '+'.repeat(16_384), 256),
  'many chunks of one byte': (path) => chunkedRequest('POST', path, '+', 300_000, forged()),
  'many chunks of one byte to a page that reads no body': (path) => chunkedRequest('GET', path, '+', 300_000),
  'a length that is a lie': (path) => ({
    method: 'POST',
    path,
    headers: { 'content-type': formType, 'content-length': '999999999999' },
    body: ['+'],
  }),
  'a connection test with a long body': (path) =>
    requestWithLength('POST', path, `ssl_check=1&${plus.slice(0, mega / 2)}`),
};

stories('bodies from strangers', () => {
  // A small machine: eight of these bodies, stored and parsed, do not fit. The young generation is limited as by `npm
  // start`.
  const world = aWorld({
    box: 'oauth',
    workspaces: 'many',
    webhooks: true,
    env: { NODE_OPTIONS: '--max-old-space-size=80 --max-semi-space-size=8' },
  });
  const at = (): number => world().app.port;

  function help(): RawRequest {
    const { slack } = world();
    const body = new URLSearchParams({
      command: '/sign',
      text: 'help',
      team_id: slack.teamId,
      user_id: slack.user('ana').id,
      channel_id: 'C1',
      trigger_id: '1.2.forged',
      response_url: `${slack.baseUrl}/hooks/command/R1/none`,
    }).toString();
    return requestWithLength('POST', '/slack/events', body, signature(slack.signingSecret, body));
  }

  /** How many rows each table has, and how many calls Box has had. */
  async function countsOfRowsAndCalls(): Promise<unknown> {
    const rows = Object.entries(await storedRows(world().store)).map(([table, { length }]) => [
      table,
      length,
    ]);
    return { rows, toBox: world().box.traffic.length };
  }

  afterEach(async () => {
    expect(await statusFor(at(), { method: 'GET', path: '/healthz' })).toBe(200);
  });

  it.each(Object.keys(kinds))(
    '%s: no route accepts the body, no row is stored, and Box is not called',
    async (kind) => {
      const before = await countsOfRowsAndCalls();
      const raw = kinds[kind];
      if (!raw) throw new Error('no such kind');
      for (const path of routes) {
        const statuses = await Promise.all(Array.from({ length: 8 }, () => statusFor(at(), raw(path))));
        for (const status of statuses) {
          const isServed = raw(path).method === 'GET' && status !== null && status < 500;
          expect(isServed || status === null || (status >= 400 && status < 500), `${path}: ${status}`).toBe(
            true,
          );
        }
      }
      expect(await countsOfRowsAndCalls()).toEqual(before);
    },
  );

  it('of an unsigned body, only the few bytes of a connection test are read', async () => {
    // The answer can be lost when the app cuts the connection while a sender still writes.
    const refused = [413, null];
    const check = (length: number) =>
      statusFor(at(), requestWithLength('POST', '/slack/events', 'ssl_check=1&token='.padEnd(length, 'x')));
    expect(await check(100)).toBe(200);
    expect(await check(maxUnsignedBytes)).toBe(200);
    expect(refused).toContain(await check(maxUnsignedBytes + 1));
    const tooLong = requestWithLength('POST', '/slack/events', '+'.repeat(maxUnsignedBytes + 1));
    expect(refused).toContain(await statusFor(at(), tooLong));
    // A request with a signature of the right form is read up to Slack's largest size, and hashed.
    const whole = () =>
      statusFor(at(), requestWithLength('POST', '/slack/events', plus.slice(0, mega), forged()));
    let status = await whole();
    // On a busy machine, a body may reach its time limit.
    for (let again = 0; status === 408 && again < 5; again += 1) status = await whole();
    expect(status).toBe(401);
    const tooMuch = requestWithLength('POST', '/slack/events', plus.slice(0, mega + 1), forged());
    expect(refused).toContain(await statusFor(at(), tooMuch));
  });

  it('Slack’s requests are answered while more bytes arrive than memory allows', async () => {
    const open: Promise<number | null>[] = [];
    const stuck: RawRequest = {
      method: 'POST',
      path: '/slack/events',
      headers: { 'content-type': formType, 'content-length': String(mega), ...forged() },
      body: [plus.slice(0, mega - 1)],
    };
    let ended = 0;
    let isAnswered = false;
    const holds = async (): Promise<number | null> => {
      let status: number | null;
      // A body that has reached its time limit is sent again, so that the memory stays full however long this takes.
      do status = await statusFor(at(), stuck);
      while (status === 408 && !isAnswered);
      ended += 1;
      return status;
    };
    for (let sender = 0; sender < 40; sender += 1) open.push(holds());
    // Some bodies are refused because the memory for bodies is used up; the others stay connected. Meanwhile, Slack is
    // answered.
    try {
      await expect.poll(() => ended).toBeGreaterThan(10);
      expect(await statusFor(at(), help())).toBe(200);
      expect(ended).toBeLessThan(40);
    } finally {
      isAnswered = true;
    }
    const statuses = await Promise.all(open);
    expect(new Set(statuses.filter((status) => status !== null))).toEqual(new Set([503, 408]));
  });

  it('Slack’s requests are answered while eight senders never stop', async () => {
    await world().app.stop();
    await world().restart();
    // The baseline is a process that has answered commands before: a new one has not compiled that code yet.
    for (let served = 0; served < 40; served += 1) expect(await statusFor(at(), help())).toBe(200);
    const rest = await memoryOf(world().app.pid);
    const end = startSenders(
      at(),
      8,
      Object.values(kinds).map((kind) => kind('/slack/events')),
    );
    let longestMs = 0;
    let most = rest.now;
    for (let asked = 0; asked < 40; asked += 1) {
      const begunAt = performance.now();
      expect(await statusFor(at(), { method: 'GET', path: '/healthz' })).toBe(200);
      longestMs = Math.max(longestMs, performance.now() - begunAt);
      expect(await statusFor(at(), help())).toBe(200);
      most = Math.max(most, (await memoryOf(world().app.pid)).now);
    }
    await end();
    const share = (most / rest.now).toFixed(2);
    process.stdout.write(
      `longest stall of /healthz: ${Math.round(longestMs)} ms; memory: ${rest.now} MB at rest, ${most} MB at most (${share} times)\n`,
    );
  });
});
