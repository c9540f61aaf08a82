/** How many calls Box accepts from a user within a time, by the sandbox's clock. */
// runs: ci
import { expect, it } from 'vitest';
import { RateLimiter } from '../../../sandbox/rate-limit.ts';
import { aWorld, MINUTE_MS, type World } from './support.ts';

const statuses = async (world: World, times: number, path: string): Promise<number[]> => {
  const found = [];
  for (let count = 0; count < times; count += 1) found.push((await world.call('GET', path)).status);
  return found;
};

it('a hundred requests a minute are created; further calls are told how long to wait', async () => {
  const world = await aWorld();
  for (let count = 0; count < 100; count += 1) expect((await world.create()).status).toBe(201);
  world.pass(20_000);
  const { status, headers, body } = await world.create();
  expect([status, headers.get('retry-after'), body.code]).toEqual([429, '40', 'rate_limit_exceeded']);
  expect(world.box.signRequests()).toHaveLength(100);
  // Resends count with the created requests; other calls and other people's calls do not.
  const [first] = world.box.signRequests();
  expect((await world.call('POST', `/2.0/sign_requests/${first?.id}/resend`)).status).toBe(429);
  expect((await world.call('GET', '/2.0/users/me')).status).toBe(200);
  const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
  world.box.shareFolder(world.folder, { with: cy });
  expect((await world.create({}, cy.token)).status).toBe(201);
  world.pass(40_000);
  expect((await world.create()).status).toBe(201);
});

it('a thousand other calls a minute are accepted', async () => {
  const world = await aWorld();
  const all = await statuses(world, 1001, '/2.0/users/me');
  expect([all.indexOf(429), all.at(-1)]).toEqual([1000, 429]);
  world.pass(MINUTE_MS);
  expect(await statuses(world, 1, '/2.0/users/me')).toEqual([200]);
});

it('six searches a second are accepted', async () => {
  const world = await aWorld();
  const all = await statuses(world, 7, '/2.0/search?query=lease&type=file');
  expect([all.indexOf(429), all.length]).toEqual([6, 7]);
});

it('a call under several limits counts against all of them or none', () => {
  const limiter = new RateLimiter();
  const [wide, narrow] = [
    { most: 2, windowMs: 10_000 },
    { most: 1, windowMs: 1_500 },
  ];
  const take = (now: number, ...kinds: [string, typeof wide][]) => limiter.take(new Map(kinds), now);
  expect(take(0, ['wide', wide], ['narrow', narrow])).toBeNull();
  expect(take(100, ['wide', wide], ['narrow', narrow])).toBe(2);
  expect(take(100, ['wide', wide])).toBeNull();
  expect(take(100, ['wide', wide])).toBe(10);
  expect(take(10_000, ['wide', wide])).toBeNull();
});
