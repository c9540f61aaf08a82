/** Restores a backup (`backup.ts`) into either store. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import type { z } from 'zod';
import {
  type BackupHead,
  BackupProblem,
  headLine,
  pageSize,
  rowLine,
  tableNames,
  tailLine,
} from './backup.ts';
import { type Engine, inTransaction, openPostgres, openSqlite } from './engine.ts';
import { makeFolder, storeFile } from './folder.ts';
import { migrateTo, migrationNames } from './migrations/all.ts';
import { keysOf, type ProbeOptions, readDatabase } from './probe.ts';
import { checkKeys } from './sealed.ts';
import { createSecrets, EncryptionKeyProblem, keyFingerprint } from './secrets.ts';
import type { Tables } from './tables.ts';

/**
 * Restores a backup. Afterwards the store contains only what the backup held, with this version's schema. Returns the
 * number of rows, and when the backup was written (ms).
 *
 * @param read returns the lines of the backup from the first. It is called twice: the whole backup is checked before
 * anything is changed
 * @param isForced whether to delete what the store holds; otherwise only an empty store is restored into
 * @throws BackupProblem, EncryptionKeyProblem, StoreInUse
 */
export async function restoreBackup(
  options: ProbeOptions,
  read: () => AsyncIterable<string>,
  isForced: boolean,
): Promise<{ readonly rows: number; readonly at: number }> {
  const { schema, at, keys: wanted } = await checkedHead(read());
  if (!migrationNames.includes(schema)) {
    throw new BackupProblem(
      'The backup was written by a later version of this app. Restore it with that version, or a newer one.',
    );
  }
  const users = await connectedFrom(options);
  if (users.length > 0) {
    throw new BackupProblem(
      `The database is in use from ${users.join(', ')}. Stop every process of the app first. A connection whose process is gone ends with: select pg_terminate_backend(pid)`,
    );
  }
  const keys = keysOf(options);
  // Only the key that encrypts is required; values of older keys may be gone already.
  if (!keys.some((key) => keyFingerprint(key) === wanted[0])) {
    throw new EncryptionKeyProblem(
      `${keys.length === 0 ? 'There is no key.' : 'The backup was encrypted with another key.'} ${keyAdvice}`,
    );
  }
  if (!isForced && (await countRows(options)) > 0) {
    throw new BackupProblem('The store holds data. To delete it and restore the backup: --force');
  }
  const engine = await openEngine(options);
  try {
    let rows = 0;
    await engine.runMigrations(async (connection) => {
      await allOrNothing(engine, connection, async (db) => {
        await dropAll(db);
        await migrateTo(engine, db, schema, { isInTransaction: true });
        rows = await insertAll(db, read());
        await markPerhapsCreated(db, at);
        await migrateTo(engine, db, migrationNames.at(-1) ?? schema, { isInTransaction: true });
        await checkKeys(db, createSecrets(keys));
      });
    });
    return { rows, at };
  } finally {
    await engine.close();
  }
}

/** Makes the change completely or not at all. On SQLite, migrations are in a transaction already. */
function allOrNothing(
  engine: Engine,
  db: Kysely<Tables>,
  change: (db: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  return engine.name === 'sqlite' ? change(db) : inTransaction(db, change);
}

const keyAdvice =
  'Set ENCRYPTION_KEY to the key that was in use when the backup was written; without ENCRYPTION_KEY it was in the ' +
  'file encryption.key of DATA_DIR.';

/** Checks that the whole backup can be read, and returns its first line. Throws BackupProblem. */
async function checkedHead(lines: AsyncIterable<string>): Promise<BackupHead> {
  let found: BackupHead | null = null;
  let rows = 0;
  let isWhole = false;
  for await (const line of lines) {
    if (found === null) {
      const first = headLine.safeParse(jsonOrNull(line));
      if (!first.success) throw new BackupProblem('This is no backup of this app.');
      found = first.data;
      continue;
    }
    const last = tailLine.safeParse(jsonOrNull(line));
    isWhole = last.success && last.data.rows === rows;
    if (!last.success && rowLine.safeParse(jsonOrNull(line)).success) rows += 1;
  }
  if (found === null) throw new BackupProblem('This is no backup of this app.');
  if (!isWhole)
    throw new BackupProblem('The backup is not complete: its end is missing, or a part was changed.');
  return found;
}

function jsonOrNull(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

async function openEngine({ databaseUrl, dataDir }: ProbeOptions): Promise<Engine> {
  if (databaseUrl !== undefined) return openPostgres(databaseUrl, doNothing, doNothing);
  makeFolder(dataDir);
  return openSqlite(dataDir);
}

const doNothing = (): void => undefined;

/** From where processes of the app are connected to the PostgreSQL database. The embedded store is locked instead. */
function connectedFrom(options: ProbeOptions): Promise<string[]> {
  if (options.databaseUrl === undefined) return Promise.resolve([]);
  return readDatabase(
    options,
    async (db) => {
      // The operator may set another application_name in DATABASE_URL, but then this connection has it too.
      const { rows } = await sql<{ place: string }>`select
          distinct coalesce(host(client_addr), 'this machine') || ' (PostgreSQL''s pid ' || pid || ')' as place
        from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
          and application_name = current_setting('application_name')`.execute(db);
      return rows.map(({ place }) => place);
    },
    [],
  );
}

/** How many rows a store holds, not counting jobs: every app that was started once has some. */
async function countRows(options: ProbeOptions): Promise<number> {
  if (options.databaseUrl === undefined && !existsSync(join(options.dataDir, storeFile))) return 0;
  return readDatabase(
    options,
    async (db) => {
      let count = 0;
      const found = await db.introspection.getTables();
      const names = found.map(({ name }) => name);
      for (const table of tableNames.filter((name) => name !== 'jobs' && names.includes(name))) {
        const { rows } = await sql<{ n: number }>`select count(*) as n from ${sql.table(table)}`.execute(db);
        count += rows[0]?.n ?? 0;
      }
      return count;
    },
    0,
    true,
  );
}

/**
 * Drops our own tables, and those that list the applied migrations, so that all run again. Tables that others refer to
 * are dropped last.
 */
async function dropAll(db: Kysely<Tables>): Promise<void> {
  const all = [...tableNames.toReversed(), 'kysely_migration', 'kysely_migration_lock'];
  for (const name of all) await db.schema.dropTable(name).ifExists().execute();
}

async function insertAll(db: Kysely<Tables>, lines: AsyncIterable<string>): Promise<number> {
  let count = 0;
  let waiting: z.infer<typeof rowLine>[] = [];
  const flush = async (): Promise<void> => {
    const [first] = waiting;
    if (first) {
      const values = waiting.map((one) => one.row);
      await db
        .insertInto(first.table as 'jobs')
        .values(values as never)
        .execute();
    }
    count += waiting.length;
    waiting = [];
  };
  for await (const line of lines) {
    const read = rowLine.safeParse(jsonOrNull(line));
    if (!read.success) continue;
    if (waiting.length === pageSize || (waiting[0] && waiting[0].table !== read.data.table)) await flush();
    waiting.push(read.data);
  }
  await flush();
  return count;
}

/**
 * Marks requests that Box did not have when the backup was written as perhaps created since. So the app searches for
 * them in Box before it creates them. One whose check was not shown yet may have been confirmed since, too.
 */
async function markPerhapsCreated(db: Kysely<Tables>, at: number): Promise<void> {
  await sql`update sign_requests
    set create_sent_at = ${at}, state = case state when 'requested' then 'creating' else state end
    where create_sent_at is null and box_id is null and state in ('requested', 'creating', 'to_check')`.execute(
    db,
  );
}
