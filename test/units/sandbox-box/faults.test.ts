/** Failures on demand, recorded traffic, the control server, and continuing from saved state. */
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { startBox } from '../../../sandbox/box/server.ts';
import type { BoxState } from '../../../sandbox/box/state.ts';
import { aWorld, type World } from './support.ts';

const count = (world: World) => world.box.signRequests().length;

describe('faults', () => {
  it('an error status has no effect, affects only matching calls, as many as planned', async () => {
    const world = await aWorld();
    world.box.faults.next({ kind: 'status', status: 429, retryAfterSeconds: 7, method: 'POST', times: 2 });
    expect((await world.call('GET', '/2.0/users/me')).status).toBe(200);
    const first = await world.create();
    expect([first.status, first.headers.get('retry-after')]).toEqual([429, '7']);
    expect(first.body.code).toBe('rate_limit_exceeded');
    expect((await world.create()).status).toBe(429);
    expect(count(world)).toBe(0);
    expect((await world.create()).status).toBe(201);
  });

  it('a 5xx can be returned although the call took effect', async () => {
    const world = await aWorld();
    world.box.faults.next({
      kind: 'status',
      status: 503,
      applied: true,
      path: /sign_requests$/,
      body: { a: 1 },
    });
    const { status, body } = await world.create();
    expect([status, body, count(world)]).toEqual([503, { a: 1 }, 1]);
  });

  it.each<['drop-before' | 'drop-after', number]>([
    ['drop-before', 0],
    ['drop-after', 1],
  ])('the connection is cut: %s', async (kind, expected) => {
    const world = await aWorld();
    world.box.faults.next({ kind });
    await expect(world.create()).rejects.toThrow();
    expect(count(world)).toBe(expected);
    expect(world.box.traffic.at(-1)?.status).toBeNull();
  });

  it('calls can hang without effect, be answered late, or be answered with garbage', async () => {
    const world = await aWorld();
    world.box.faults.next({ kind: 'hang', ms: 50 });
    await expect(world.create()).rejects.toThrow();
    expect(count(world)).toBe(0);
    world.box.faults.next({ kind: 'delay', ms: 60 });
    const before = performance.now();
    await world.call('GET', '/2.0/users/me');
    expect(performance.now() - before).toBeGreaterThanOrEqual(59);
    world.box.faults.next({ kind: 'garbage' });
    expect((await world.create()).body).toMatch(/^<html>/);
    expect(count(world)).toBe(1);
    world.box.faults.next({ kind: 'drop-before' });
    world.box.faults.clear();
    expect((await world.create()).status).toBe(201);
  });

  it('a hook sees calls before and after their effect, and can cut them', async () => {
    const world = await aWorld();
    const seen: string[] = [];
    let cutAt = '';
    const stop = world.box.onCall(async ({ method, path, phase }) => {
      seen.push(`${method} ${path} ${phase} ${count(world)}`);
      return phase === cutAt ? 'drop' : 'go';
    });
    await world.create();
    expect(seen).toEqual(['POST /2.0/sign_requests before 0', 'POST /2.0/sign_requests applied 1']);
    cutAt = 'before';
    await expect(world.create()).rejects.toThrow();
    expect(count(world)).toBe(1);
    cutAt = 'applied';
    await expect(world.create()).rejects.toThrow();
    expect(count(world)).toBe(2);
    stop();
    expect((await world.create()).status).toBe(201);
  });
});

describe('recorded traffic', () => {
  it('every exchange of the API is recorded, without its token', async () => {
    const world = await aWorld();
    await world.create({ external_id: 'e-1' });
    await world.call('GET', '/2.0/sign_requests?limit=5');
    expect(world.box.traffic).toMatchObject([
      { method: 'POST', path: '/2.0/sign_requests', status: 201, requestBody: { external_id: 'e-1' } },
      { method: 'GET', query: { limit: '5' }, status: 200, responseBody: { limit: 5 } },
    ]);
    expect(JSON.stringify(world.box.traffic)).not.toContain(world.ana.token);
  });
});

describe('the control server for people’s acts', () => {
  function statusOf(world: World, headers: Record<string, string>): Promise<number> {
    const { port } = new URL(world.box.url);
    return new Promise((resolve, reject) => {
      const call = request(
        { host: '127.0.0.1', port, path: '/control/mails', method: 'POST', headers },
        (response) => {
          response.resume();
          resolve(response.statusCode ?? 0);
        },
      );
      call.on('error', reject);
      call.end(JSON.stringify({ person: 'bo@client.com' }));
    });
  }

  it('other hosts, other origins and plain forms are refused', async () => {
    const world = await aWorld();
    const json = { 'content-type': 'application/json' };
    expect(await statusOf(world, json)).toBe(200);
    expect(await statusOf(world, { ...json, origin: world.box.url })).toBe(200);
    expect(await statusOf(world, { ...json, host: 'box.example.com' })).toBe(403);
    expect(await statusOf(world, { ...json, origin: 'https://evil.example.com' })).toBe(403);
    expect(await statusOf(world, { ...json, origin: 'null' })).toBe(403);
    expect(await statusOf(world, { 'content-type': 'text/plain' })).toBe(415);
  });

  it('the sign requests can be listed with only the server’s address', async () => {
    const world = await aWorld();
    const id = await world.sent({ external_id: 'e-1' });
    const response = await fetch(`${world.box.url}/control/sign-requests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const entry = { id, name: 'Lease (1).pdf', status: 'sent', sender: 'ana@acme.com', externalId: 'e-1' };
    expect(await response.json()).toEqual({ signRequests: [entry] });
  });
});

describe('saved state', () => {
  it('a Box continues from saved state', async () => {
    const world = await aWorld();
    const id = await world.sent();
    const kept = JSON.parse(JSON.stringify(world.box.state)) as BoxState;
    const again = await startBox({ state: kept, clock: () => world.now });
    try {
      await again.person('bo@client.com').signs();
      expect(again.signRequests().map((one) => [one.id, one.status])).toEqual([[id, 'finalizing']]);
    } finally {
      await again.close();
    }
    expect(await world.status(id)).toBe('sent');
  });

  it('bodies that are too long are refused', async () => {
    const world = await aWorld();
    expect((await world.create({ email_message: 'x'.repeat(1024 * 1024) })).status).toBe(413);
  });
});
