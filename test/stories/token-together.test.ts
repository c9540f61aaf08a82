/**
 * A hundred simultaneous presses on two processes with one PostgreSQL, when Ana's access token has expired: one process
 * refreshes it, and every press gets the right answer.
 */
// runs: http, postgres
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asksFor } from './acts.ts';
import { startProxy, type TcpProxy } from './proxy.ts';
import { startWorld, stories, type World } from './world.ts';

const hourMs = 60 * 60_000;
/** Number of cards: Slack allows fifty message updates a minute. */
const cardCount = 20;
const pressesEach = 5;

stories('a hundred presses with an expired token', () => {
  let world: World;
  let balancer: TcpProxy;

  beforeAll(async () => {
    world = await startWorld({ mode: 'http', box: 'oauth' });
    const second = await world.second();
    balancer = await startProxy(world.app.port, second.port);
    world.slack.connectApp({ requestUrl: `http://127.0.0.1:${balancer.port}/slack/events` });
  });
  afterAll(async () => {
    await balancer.close();
    await world.close();
  });

  it('a hundred presses cause one refresh, and all cards are right', { timeout: 300_000 }, async () => {
    const { ana, box } = world;
    for (let count = 0; count < cardCount; count += 1) {
      const file = world.newFile(`Of many ${String(count).padStart(3, '0')}.pdf`);
      await asksFor(world, `${file.url} bo@client.com`);
      await ana.reloads();
    }
    const cards = async () =>
      (await ana.messages('app')).filter(({ plain }) => plain.includes('Place the fields'));
    // Slack accepts one message a second in a conversation.
    await expect.poll(async () => (await cards()).length, { timeout: 120_000 }).toBe(cardCount);
    const all = await cards();
    const since = box.traffic.length;
    await world.passes(hourMs);
    await Promise.all(all.map((card) => ana.presses('Refresh', { on: card, times: pressesEach })));
    const calls = (wanted: (path: string) => boolean) =>
      box.traffic.slice(since).filter(({ path }) => wanted(path));
    const reads = () => calls((path) => path.startsWith('/2.0/sign_requests'));
    // One reading of the list may answer several presses.
    const isFresh = (card: { plain: string }) => !all.some(({ plain }) => plain === card.plain);
    await expect
      .poll(async () => (await cards()).filter(isFresh).length, { timeout: 60_000 })
      .toBe(cardCount);
    expect(new Set(reads().map(({ status }) => status))).toEqual(new Set([200]));
    expect(calls((path) => path.startsWith('/oauth2/')).map(({ status }) => status)).toEqual([200]);
  });
});
