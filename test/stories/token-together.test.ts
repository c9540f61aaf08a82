/**
 * A hundred presses at once, on two processes with one PostgreSQL, when the hour of Ana's token is over: one of
 * them refreshes it, and everybody is answered right.
 */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asksFor } from './acts.ts';
import { type Cable, startProxy } from './proxy.ts';
import { startWorld, stories, type World } from './world.ts';

const hourMs = 60 * 60_000;
const many = 100;

stories('a hundred presses with an expired token', () => {
  let world: World;
  let balancer: Cable;

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

  it('cause one refresh, and a hundred right answers', { timeout: 300_000 }, async () => {
    const { ana, box } = world;
    for (let count = 0; count < many; count += 1) {
      const file = world.newFile(`Of many ${String(count).padStart(3, '0')}.pdf`);
      await asksFor(world, `${file.url} bo@client.com`);
      await ana.reloads();
    }
    const cards = async () =>
      (await ana.messages('app')).filter(({ plain }) => plain.includes('Place the fields'));
    // Slack takes a message a second in a conversation, and what it refuses comes later.
    const later = async () => {
      await world.passes(5_000);
      return (await cards()).length;
    };
    await expect.poll(later, { timeout: 120_000, interval: 500 }).toBe(many);
    const all = await cards();
    await world.passes(hourMs);
    const since = box.traffic.length;
    await Promise.all(all.map((card) => ana.presses('Refresh', { on: card })));
    const calls = (wanted: (path: string) => boolean) =>
      box.traffic.slice(since).filter(({ path }) => wanted(path));
    const looks = () => calls((path) => /^\/2\.0\/sign_requests\/[^/]+$/.test(path));
    await expect.poll(() => new Set(looks().map(({ path }) => path)).size, { timeout: 60_000 }).toBe(many);
    await expect.poll(() => looks().filter(({ status }) => status === 200).length).toBe(many);
    expect(looks().map(({ status }) => status)).toEqual(Array.from({ length: many }, () => 200));
    expect(calls((path) => path.startsWith('/oauth2/')).map(({ status }) => status)).toEqual([200]);
  });
});
