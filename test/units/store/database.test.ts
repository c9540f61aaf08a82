/** The data folder and the embedded store across processes and kills, and databases of other versions. */
// runs: ci
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openStore, StoreInUse } from '../../../src/store/database.ts';
import { openSqlite } from '../../../src/store/engine.ts';
import { migrationNames } from '../../../src/store/migrations/all.ts';
import { probeKeys, probeOtherAccess, readDatabase } from '../../../src/store/probe.ts';
import { compileChild, type Program, start } from './processes.ts';
import { aSignRequest, keyOf, TENANT } from './records.ts';
import { aJob, onBothEngines, rules, temporaryFolder, until } from './stores.ts';

let program: Program;
let dataDir: string;

beforeAll(() => {
  program = compileChild();
});
afterAll(() => program.remove());
beforeEach(() => {
  dataDir = temporaryFolder();
});
afterEach(() => rmSync(dataDir, { recursive: true }));

const child = (what: string) => start(process.execPath, [program.path, what, dataDir]);

describe('the data folder', () => {
  it('one process at a time has the data folder, and a killed one frees it', async () => {
    const holder = child('hold');
    await until('the first to have it', () => holder.lines().includes('open'));
    const second = child('hold');
    await second.ended;
    expect(second.lines()).toEqual([expect.stringMatching(/^in use: /)]);
    expect(second.lines()[0]).toContain(dataDir);
    await expect(openStore({ dataDir, rules })).rejects.toBeInstanceOf(StoreInUse);
    holder.process.kill('SIGKILL');
    await holder.ended;
    await (await openStore({ dataDir, rules })).close();
  });

  it('the first of two stores in one process keeps the data folder', async () => {
    const first = await openStore({ dataDir, rules });
    await expect(openStore({ dataDir, rules })).rejects.toBeInstanceOf(StoreInUse);
    const second = child('hold');
    await second.ended;
    expect(second.lines()).toEqual([expect.stringMatching(/^in use: /)]);
    await first.close();
    await (await openStore({ dataDir, rules })).close();
  });
});

describe('the embedded store', () => {
  it('a killed process loses nothing that it committed', async () => {
    const committed = new Set<string>();
    for (let round = 1; round <= 3; round += 1) {
      const writer = child('commit until killed');
      await until('some commits', () => writer.lines().length > 30);
      writer.process.kill('SIGKILL');
      await writer.ended;
      for (const line of writer.lines()) {
        if (line.startsWith('committed ')) committed.add(line.slice('committed '.length));
      }
      const store = await openStore({ dataDir, rules });
      for (const id of committed) expect(await store.signRequests.get(TENANT, id), id).not.toBeNull();
      // Every record has its job. In each round the killed process may have committed one more record with its job
      // before it printed the id.
      const { waiting } = await store.jobs.counts();
      expect(waiting - committed.size).toBeGreaterThanOrEqual(0);
      expect(waiting - committed.size).toBeLessThanOrEqual(round);
      await store.close();
    }
    expect(committed.size).toBeGreaterThan(80);
  });

  it('the jobs of a killed process are freed', async () => {
    const first = await openStore({ dataDir, rules });
    await first.jobs.enqueue(TENANT, aJob({ step: 'x', lane: 'l' }));
    const claimed = await first.jobs.claim(60_000);
    await first.close();
    const second = await openStore({ dataDir, rules });
    const again = await second.jobs.claim();
    expect(again?.job).toMatchObject({ id: claimed?.job.id, attempts: 2, failures: 1 });
    await second.close();
  });

  it('its file has the settings on which durability and deletion depend', async () => {
    const engine = openSqlite(dataDir);
    const read = async (name: string): Promise<unknown> => {
      const { rows } = await sql<object>`pragma ${sql.raw(name)}`.execute(engine.db);
      return Object.values(rows[0] ?? {})[0];
    };
    const wanted = {
      journal_mode: 'wal',
      synchronous: 2,
      foreign_keys: 1,
      busy_timeout: 5_000,
      secure_delete: 1,
      temp_store: 2,
    };
    for (const [name, value] of Object.entries(wanted)) expect(await read(name), name).toBe(value);
    const failing = engine.writeUnsynced(() => Promise.reject(new Error('refused')));
    await expect(failing).rejects.toThrow('refused');
    expect(await read('synchronous')).toBe(2);
    await engine.close();
  });

  it('the database file has everything after a sweep, and when the store is closed', async () => {
    const sizeOfLog = () => statSync(join(dataDir, 'store.db-wal'), { throwIfNoEntry: false })?.size ?? 0;
    const store = await openStore({ dataDir, rules });
    await store.jobs.enqueue(TENANT, aJob({ step: 'x' }));
    expect(sizeOfLog()).toBeGreaterThan(0);
    await store.sweep();
    expect(sizeOfLog()).toBe(0);
    await store.jobs.enqueue(TENANT, aJob({ step: 'y' }));
    expect(sizeOfLog()).toBeGreaterThan(0);
    await store.close();
    expect(sizeOfLog()).toBe(0);
  });

  const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0;
  it.skipIf(!canTrace)('each commit causes one fsync, and a draft none (strace)', async () => {
    const trace = join(dataDir, 'trace');
    const filter = ['-f', '-y', '-e', 'trace=fsync,fdatasync,write', '-o', trace];
    const command = [process.execPath, program.path, 'draft and commit ten', dataDir];
    const traced = start('strace', [...filter, ...command]);
    await traced.ended;
    expect(traced.lines()).toHaveLength(21);
    const calls = readFileSync(trace, 'utf8').split('\n');
    const told = calls.flatMap((call, index) =>
      / write\(1.*"(drafted|committed) /.test(call) ? [index] : [],
    );
    expect(told).toHaveLength(20);
    // Between two printed lines the child does what the later line names: a commit, then a draft, and so on.
    const syncs = told.slice(1).map((end, index) => {
      const between = calls.slice(told[index], end);
      return between.filter((call) => /(fsync|fdatasync)\(\d+<.*store\.db-wal>/.test(call)).length;
    });
    expect(syncs).toEqual(Array.from({ length: 19 }, (_, index) => (index % 2 === 0 ? 1 : 0)));
  });
});

onBothEngines('opening a database', (place, engine) => {
  it('an empty database gets this version’s tables, and is opened unchanged the next time', async () => {
    const here = await place({ store: false });
    const first = await here.open();
    expect(first.engine).toBe(engine);
    const record = aSignRequest('r1');
    await first.signRequests.createUnlessDuplicate(TENANT, keyOf(record), () => ({ record, steps: [] }));
    await here.close(first);
    const second = await here.open();
    expect(await second.signRequests.get(TENANT, 'r1')).toEqual(record);
    expect(await here.raw('select name from kysely_migration')).toEqual(
      migrationNames.map((name) => ({ name })),
    );
  });

  it('the keys and connections of an earlier version are examined once its tables are of this one', async () => {
    const here = await place();
    await here.close(await here.open());
    expect(await probeKeys(here.options)).toEqual({ total: 0, readable: 0, keys: 1 });
    await here.raw('alter table sign_requests drop column phones');
    await here.raw("delete from kysely_migration where name >= '0015'");
    expect(await probeKeys(here.options)).toBeNull();
    expect(await probeOtherAccess(here.options, 'oauth')).toBeNull();
  });

  it('a database of a later version is refused', async () => {
    const here = await place();
    await here.close(await here.open());
    await here.raw(`insert into kysely_migration (name, timestamp) values ('9999-breaking-later', 'x')`);
    await expect(here.open()).rejects.toThrow('9999-breaking-later');
    // The refused start has left nothing open.
    await here.raw("delete from kysely_migration where name = '9999-breaking-later'");
    await here.close(await here.open());
  });

  it('a database that a later version has added to is used, unless it lacks tables of this one', async () => {
    const here = await place();
    await here.close(await here.open());
    await here.raw("insert into kysely_migration (name, timestamp) values ('9999-later', 'x')");
    await here.close(await here.open());
    await here.raw(`delete from kysely_migration where name = '${migrationNames.at(-1)}'`);
    await expect(here.open()).rejects.toThrow('9999-later');
  });

  it('a database without tables, or none at all, has nothing to examine', async () => {
    const here = await place({ store: false });
    const nothing = { total: 0, readable: 0, keys: 1 };
    for (const makes of [null, 'create table of_another_program (id text)']) {
      if (makes !== null) await here.raw(makes);
      expect(await probeKeys(here.options)).toEqual(nothing);
      expect(await probeOtherAccess(here.options, 'oauth')).toBe(0);
    }
  });

  if (engine === 'postgres') {
    it('several processes that start together migrate once', async () => {
      const here = await place({ store: false });
      const stores = await Promise.all([here.open(), here.open(), here.open(), here.open()]);
      for (const store of stores) await store.ping();
      expect(await here.raw('select name from kysely_migration')).toHaveLength(migrationNames.length);
    });

    it('a closed store leaves no connection to the server', async () => {
      const here = await place();
      const others = async () =>
        Number(
          (
            await here.raw(`select count(*) as count from pg_stat_activity
              where datname = current_database() and pid <> pg_backend_pid()`)
          )[0]?.['count'],
        );
      await until('the connections of earlier stores to be gone', async () => (await others()) === 0);
      const store = await here.open();
      await Promise.all([store.ping(), store.sweep()]);
      expect(await others()).toBeGreaterThan(2);
      await here.close(store);
      // The server notices the end of a connection a little later.
      await until('its connections to be gone', async () => (await others()) === 0);
    });

    it('a backup whose output stalls is not cut off as other transactions are', async () => {
      const here = await place();
      const limitWhen = (isSlow: boolean) =>
        readDatabase<unknown>(
          here.options,
          async (db) => (await sql`show idle_in_transaction_session_timeout`.execute(db)).rows[0],
          null,
          isSlow,
        );
      expect(await limitWhen(false)).toEqual({ idle_in_transaction_session_timeout: '30s' });
      expect(await limitWhen(true)).toEqual({ idle_in_transaction_session_timeout: '1h' });
    });

    it('queries work again after the server closed its connections', async () => {
      const here = await place();
      const troubles: string[] = [];
      const store = await here.open({ onTrouble: (message) => troubles.push(message) });
      await store.ping();
      await here.raw(`select pg_terminate_backend(pid) from pg_stat_activity
        where datname = current_database() and pid <> pg_backend_pid()`);
      await until('the loss to be told', () =>
        troubles.some((trouble) => trouble.includes('connection lost')),
      );
      await store.ping();
    });
  }
});
