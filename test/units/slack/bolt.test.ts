/** How the Bolt app is created: over HTTP or in Socket Mode, and what of Bolt's own lines is logged. */
import { afterEach, expect, it } from 'vitest';
import { type SandboxSlack, startSlack } from '../../../sandbox/slack/server.ts';
import { type BoltOptions, boltLogger, createBolt, type SlackLog } from '../../../src/slack/bolt.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

/** A log, and its lines with their levels. */
function aLog() {
  const lines: string[] = [];
  const line =
    (level: string) =>
    (...parts: unknown[]) =>
      void lines.push(`${level} ${parts.map((part) => String(part)).join(' ')}`);
  const log: SlackLog = {
    debug: line('debug'),
    info: line('info'),
    warn: line('warn'),
    error: line('error'),
  };
  return { log, lines };
}

const overHttp = { mode: 'http', signingSecret: 'secret' } as const;

function aBolt(intake: BoltOptions['intake'], apiUrl = 'http://127.0.0.1:9/api/') {
  const { log, lines } = aLog();
  return { ...createBolt({ intake, apiUrl, log, now: Date.now }), lines };
}

it('over HTTP there is a receiver of requests, and nothing to start, check or stop', async () => {
  const { intake } = aBolt(overHttp);
  expect(intake.handle).toBeTypeOf('function');
  await intake.start();
  expect(() => intake.check()).not.toThrow();
  await intake.stop();
});

it('in Socket Mode the app is ready while there is a connection, and receives no requests', async () => {
  const slack: SandboxSlack = await startSlack();
  closing.push(() => slack.close());
  slack.connectApp({ socketMode: true });
  const { intake } = aBolt({ mode: 'socket', appToken: slack.appToken }, slack.apiUrl);
  closing.unshift(() => intake.stop());
  expect(intake.handle).toBeNull();
  expect(() => intake.check()).toThrow('no connection to Slack');
  await intake.start();
  expect(() => intake.check()).not.toThrow();
  await intake.stop();
  await expect.poll(() => slack.sockets.count()).toBe(0);
});

it('an error inside Bolt is logged with its code, and without its words', async () => {
  const { app, lines } = aBolt(overHttp);
  app.use(() => Promise.reject(Object.assign(new TypeError('PLANTED'), { code: 'ECONNRESET' })));
  const body = { type: 'block_actions', user: { id: 'U1' }, actions: [{ type: 'button', action_id: 'x' }] };
  await app.processEvent({ body, ack: async () => undefined });
  expect(lines).toEqual([expect.stringMatching(/^error Bolt: \w+ \(TypeError: ECONNRESET\)$/)]);
});

it.each([
  ['Listener failed: https://hooks.slack.com/PLANTED', 'Bolt: Listener failed'],
  [`Bolt's own, well-known words  4711`, `Bolt: Bolt's own, well-known words`],
  ['{"PLANTED":1}', 'Bolt: '],
  [new TypeError('PLANTED'), 'Bolt: TypeError'],
  [{ PLANTED: 1 }, 'Bolt: something that is not an error was thrown'],
])('of a line of Bolt’s (%s) only the words that it begins with are logged', (line, written) => {
  const { log, lines } = aLog();
  const logger = boltLogger(log);
  logger.debug(line);
  logger.info(line, 'PLANTED');
  logger.warn(line, 'PLANTED');
  logger.error(line, 'PLANTED');
  expect(lines).toEqual([`debug ${written}`, `warn ${written}`, `error ${written}`]);
});
