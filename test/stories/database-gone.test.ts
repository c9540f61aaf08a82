/**
 * PostgreSQL stops answering and comes back. The app says so, people are asked to try again, nothing is half done, and
 * work in progress continues. The embedded store is a local file and cannot go away like this.
 */
// runs: http, postgres
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asksFor, createdFor, holdCalls, onlyCard, opensForm } from './acts.ts';
import { startProxy, type TcpProxy } from './proxy.ts';
import { storedCounts } from './stored.ts';
import { startWorld, stories, type World } from './world.ts';

stories('the database goes away and comes back', () => {
  let world: World;
  let cable: TcpProxy;

  beforeAll(async () => {
    world = await startWorld({ withoutApp: true, mode: 'http' });
    const direct = new URL(world.store.DATABASE_URL ?? '');
    cable = await startProxy(Number(direct.port));
    direct.port = String(cable.port);
    await world.restart({ env: { DATABASE_URL: direct.href, METRICS_PORT: '0' } });
  });
  afterAll(async () => {
    await cable.mend();
    await world.close();
    await cable.close();
  });

  const readiness = async (): Promise<number> =>
    (await fetch(`http://127.0.0.1:${world.app.port}/readyz`)).status;

  it.each(['cut', 'silence'] as const)(
    'a person is asked to try again, and the same form is accepted later (%s)',
    async (how) => {
      const { ana } = world;
      const file = world.newFile();
      await opensForm(world, `${file.url} bo@client.com`);
      const before = await storedCounts(world.store);
      expect(await readiness()).toBe(200);
      await cable[how]();
      expect(await readiness()).toBe(503);
      expect((await fetch(`http://127.0.0.1:${world.app.port}/healthz`)).status).toBe(200);

      expect(await ana.submits()).toEqual({});
      await ana.sees('Try again in a minute', { in: 'modal' });
      expect(await storedCounts(world.store)).toEqual(before);
      expect(createdFor(world, file)).toEqual([]);

      await cable.mend();
      await expect.poll(readiness).toBe(200);
      await ana.closes();
      await ana.sees('New signature request', { in: 'modal' });
      expect(await ana.submits()).toEqual({});
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      await onlyCard(world, file.name, 'Place the fields');
      expect(createdFor(world, file).length).toBe(1);
      await ana.closes();
    },
  );

  it('work in progress continues when the database could not store Box’s answer', async () => {
    const { ana } = world;
    const file = world.newFile();
    const held = holdCalls(world, /^\/2\.0\/sign_requests$/);
    await asksFor(world, `${file.url} bo@client.com`);
    await expect.poll(() => held.waiting()).toBe(1);
    await cable.cut();
    held.release();
    await expect.poll(() => createdFor(world, file).length).toBe(1);
    expect(await readiness()).toBe(503);
    await cable.mend();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world, file.name, 'Place the fields');
    expect(createdFor(world, file).length).toBe(1);
    await ana.closes();
  });

  it('connections that no longer carry anything, and that nobody closes, are given up', async () => {
    const { ana } = world;
    // The pool is filled with connections, which a firewall then drops without notice.
    await Promise.all(Array.from({ length: 10 }, readiness));
    cable.silence();
    cable.abandon();
    const opensForm = async (): Promise<boolean> => {
      await ana.types('/sign', { in: '#contracts' });
      return (await ana.modal())?.title === 'New signature request';
    };
    await expect.poll(opensForm, { timeout: 18_000, interval: 1_000 }).toBe(true);
    await ana.closes();
  });

  it('while the database is gone, a command is answered with a sentence', async () => {
    const { ana } = world;
    await cable.cut();
    await ana.types('/sign', { in: '#contracts' });
    await ana.sees('Try again in a minute', { in: '#contracts' });
    // The metrics lack the queue. A separate alert rule reports that: no other rule fires for a missing series.
    const queue = 'box_sign_queue_overdue_seconds';
    const rules = await readFile(new URL('../../docs/alerts.yml', import.meta.url), 'utf8');
    expect(rules).toContain(`expr: up{job="box-sign-for-slack"} == 1 unless on(instance) ${queue}\n`);
    const port = /"port":(\d+),"msg":"metrics"/.exec(world.app.output())?.[1] ?? '';
    const hasQueue = async (): Promise<boolean> =>
      (await (await fetch(`http://127.0.0.1:${port}/metrics`)).text()).includes(`\n${queue} `);
    expect(await hasQueue()).toBe(false);
    await cable.mend();
    await expect.poll(readiness).toBe(200);
    await expect.poll(hasQueue).toBe(true);
  });
});
