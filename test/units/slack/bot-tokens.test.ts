/** When a rotated bot token is renewed, and how often that is tried while Slack does not answer. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createBotTokens } from '../../../src/slack/bot-tokens.ts';
import { renewBotToken } from '../../../src/slack/oauth-call.ts';
import { anInstallation, TENANT } from '../store/records.ts';
import { movableClock, onBothEngines } from '../store/stores.ts';

const hourMs = 60 * 60_000;

let server: Server;
let asked: number;
let isDown: boolean;

beforeEach(async () => {
  asked = 0;
  isDown = false;
  server = createServer((request, response) => {
    asked += 1;
    request.resume();
    const tokens = { access_token: 'xoxb-renewed', refresh_token: 'renews again', expires_in: 12 * 3_600 };
    response.writeHead(isDown ? 503 : 200).end(JSON.stringify({ ok: true, ...tokens }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterEach(() => new Promise((resolve) => server.close(resolve)));

onBothEngines('a bot token', (place) => {
  /** A token that expires in `leftMs`, and what the log says of it. */
  async function aToken(leftMs: number, refreshToken: string | null = 'renews') {
    const clock = movableClock();
    const { installations } = await (await place()).open({ now: clock.now });
    const expiresAt = clock.now() + leftMs;
    await installations.save(anInstallation({ botToken: 'xoxb-first', refreshToken, expiresAt }), []);
    const { port } = server.address() as AddressInfo;
    const app = { clientId: '1.2', clientSecret: 'secret', apiUrl: `http://127.0.0.1:${port}/api/` };
    const warned: [object, string][] = [];
    const underWay = new Set<Promise<unknown>>();
    const warn = (...line: [object, string]) => void warned.push(line);
    const token = createBotTokens({
      store: installations,
      renew: (former) => renewBotToken(app, former, clock.now()),
      log: { info: () => undefined, error: () => undefined, warn },
      underWay,
      now: clock.now,
    })(TENANT);
    /** The token for a call, once no renewal runs any longer. */
    const current = async (): Promise<string> => {
      const given = await token.current();
      await Promise.allSettled(underWay);
      return given;
    };
    return { clock, current, warned };
  }

  it('a token is renewed two hours before it expires, and stays in use meanwhile', async () => {
    const { clock, current, warned } = await aToken(2 * hourMs + 1);
    expect([await current(), asked]).toEqual(['xoxb-first', 0]);
    clock.pass(1);
    expect([await current(), asked]).toEqual(['xoxb-first', 1]);
    expect([await current(), asked]).toEqual(['xoxb-renewed', 1]);
    expect(warned).toEqual([]);
  });

  it('a call waits for the new token in the last minute, and not before', async () => {
    expect(await (await aToken(60_001)).current()).toBe('xoxb-first');
    expect(await (await aToken(60_000)).current()).toBe('xoxb-renewed');
  });

  it('a renewal that failed is tried again after a minute, and the log says why it failed', async () => {
    const { clock, current, warned } = await aToken(hourMs);
    isDown = true;
    expect(await current()).toBe('xoxb-first');
    await expect.poll(() => warned).toHaveLength(1);
    const failure = expect.stringMatching(/^slack oauth\.v2\.access: .*503/);
    expect(warned[0]).toEqual([{ tenant: TENANT, failure }, 'a bot token could not be renewed yet']);
    clock.pass(59_999);
    expect([await current(), asked]).toEqual(['xoxb-first', 1]);
    clock.pass(1);
    isDown = false;
    expect([await current(), asked]).toEqual(['xoxb-first', 2]);
    expect(await current()).toBe('xoxb-renewed');
  });

  it('a token that is not rotated is used for ever', async () => {
    const { current } = await aToken(-1, null);
    expect([await current(), asked]).toEqual(['xoxb-first', 0]);
  });
});
