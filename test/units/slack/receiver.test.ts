/** Over HTTP, a payload that no listener answers is answered with an error when Slack waits no longer. */
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, LogLevel } from '@slack/bolt';
import { afterEach, expect, test, vi } from 'vitest';
import { createReceiver } from '../../../src/slack/receiver.ts';

const signingSecret = 'secret';

afterEach(() => {
  vi.useRealTimers();
});

test('a payload without a handler is answered with 404, and logged', async () => {
  const logged: unknown[] = [];
  const log = {
    warn: (fields: object) => logged.push(fields),
    error: (fields: object) => logged.push(fields),
  };
  const { receiver, handle } = createReceiver({ signingSecret, log, now: Date.now });
  const app = new App({
    receiver,
    convoStore: false,
    logLevel: LogLevel.ERROR,
    authorize: async () => ({}),
  });
  let arrived = 0;
  app.use(async ({ next }) => {
    arrived += 1;
    await next();
  });
  const server = createServer((request, response) => void handle(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { port } = server.address() as AddressInfo;
    const answered = fetch(`http://127.0.0.1:${port}/`, { method: 'POST', ...signed('/unknown') });
    await expect.poll(() => arrived).toBe(1);
    // The poll above moves the clock, too.
    vi.advanceTimersByTime(2_000);
    expect(logged).toEqual([]);
    vi.advanceTimersByTime(1_000);
    expect((await answered).status).toBe(404);
    expect(logged).toEqual([{ kind: 'command' }]);
  } finally {
    server.closeAllConnections();
    server.close();
  }
});

/** The signed request that brings this command. */
function signed(command: string) {
  const ids = { user_id: 'U1', team_id: 'T1', channel_id: 'C1', trigger_id: '1', response_url: 'none' };
  const body = new URLSearchParams({ command, text: '', ...ids }).toString();
  const seconds = String(Math.floor(Date.now() / 1000));
  const hash = createHmac('sha256', signingSecret).update(`v0:${seconds}:${body}`).digest('hex');
  const headers = {
    'content-type': 'application/x-www-form-urlencoded',
    'x-slack-request-timestamp': seconds,
    'x-slack-signature': `v0=${hash}`,
  };
  return { body, headers };
}
