/**
 * An update: a later version has changed the database, and this one runs beside it and starts again.
 */
// runs: http, ci
import { expect, it } from 'vitest';
import { altersWhileQuiet, retriesArePlanned } from './quiet.ts';
import { sendsDirectly, toldAbout } from './signing-here.ts';
import { alterStore, storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('beside a later version', () => {
  const world = aWorld();
  const isPostgres = () => world().store.DATABASE_URL !== undefined;

  /** SQL for what a later version changes in the database at its start, and writes while it runs. */
  function laterVersion(boxId: string): string[] {
    const details = isPostgres() ? `details || '{"later": "kept"}'` : `json_set(details, '$.later', 'kept')`;
    return [
      `insert into kysely_migration (name, timestamp) values ('9998-later', 'x')`,
      'create table later_things (tenant text not null, id text not null)',
      'alter table sign_requests add column later text',
      `update sign_requests set later = 'kept', details = ${details} where box_id = '${boxId}'`,
    ];
  }

  async function rows(table: string): Promise<Record<string, unknown>[]> {
    return ((await storedRows(world().store))[table] ?? []).map((row) => JSON.parse(row));
  }

  /** Makes a job of a step that only the later version has, out of a waiting job of ours. */
  async function addsLaterJob(): Promise<void> {
    const columns = Object.keys((await rows('jobs'))[0] ?? {});
    const values: Record<string, string> = {
      id: "'later'",
      step: "'later_step'",
      dedupe_key: 'null',
      run_at: '0',
      lane: 'null',
    };
    await altersWhileQuiet(world(), [
      `insert into jobs (${columns.join(', ')}) select ${columns.map((name) => values[name] ?? name).join(', ')}
        from jobs where state = 'waiting' limit 1`,
    ]);
  }

  it('requests continue, nothing of the later version is lost, and its jobs wait for it', async () => {
    const { ana, box } = world();
    const boxId = await sendsDirectly(world(), 'Beside', 'bo@client.com');
    await altersWhileQuiet(world(), laterVersion(boxId));
    await addsLaterJob();
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo' });
    const messagesLater = async (): Promise<string> => {
      // A clock that is moved while a job runs would end the job's lease.
      await retriesArePlanned(world());
      await world().passes(2 * 60_000);
      return (await toldAbout(ana, 'Beside')).join();
    };
    await expect.poll(messagesLater).toContain('Completed');

    await world().app.stop();
    await world().restart();
    await sendsDirectly(world(), 'Again', 'cy@client.com');

    for (let minutes = 0; minutes < 30; minutes += 5) await world().passes(5 * 60_000);
    const [job] = (await rows('jobs')).filter(({ id }) => id === 'later');
    expect(job).toMatchObject({ step: 'later_step', state: 'waiting', attempts: 0 });
    const kept = (await rows('sign_requests')).filter(({ later }) => later !== null);
    expect(kept).toMatchObject([{ later: 'kept', state: 'signed' }]);
    expect(JSON.stringify(kept[0]?.['details'])).toContain('kept');
  });

  it('the app does not start once a later version has removed what this one needs', async () => {
    await world().app.stop();
    await alterStore(world().store, [
      `insert into kysely_migration (name, timestamp) values ('9999-breaking-later', 'x')`,
    ]);
    await expect(world().restart()).rejects.toThrow('9999-breaking-later');
  });
});
