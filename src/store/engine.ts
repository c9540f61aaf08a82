/**
 * The two databases behind the one schema, and everything in which they differ while the app runs: opening, locks, the
 * type of JSON columns, how a conflict is recognised, and how other processes are notified of new jobs. Apart from
 * probes, backup and restore, everything else in `store/` is the same SQL for both. Does not know what is stored.
 */

import { join } from 'node:path';
import {
  Kysely,
  PostgresDialect,
  type RawBuilder,
  type SqliteDatabase,
  SqliteDialect,
  sql,
  type Transaction,
} from 'kysely';
import Database from 'libsql';
import { Fault } from '../failure.ts';
import { lockFolder, makePrivateFile, storeFile } from './folder.ts';
import { type Listener, listen } from './listener.ts';
import { postgresConfig } from './postgres-config.ts';
import { openPool, openSlowPool } from './postgres-pool.ts';
import { cacheStatements } from './statement-cache.ts';
import type { Tables } from './tables.ts';

/** One of the two databases, with what differs between them. */
export interface Engine {
  readonly name: 'sqlite' | 'postgres';
  readonly db: Kysely<Tables>;
  readonly jsonType: RawBuilder<unknown>;
  /** Whether rows that are about to be changed are locked; SQLite has one writer and needs no row locks. */
  readonly locksRows: boolean;
  /** SQL that ends the inner select of a claim, so that two processes select different jobs. */
  readonly skipLocked: RawBuilder<unknown>;
  /** Whether only this process can use the database: then leases found at the start belong to dead processes. */
  readonly isExclusive: boolean;
  /** The database for statements that may take minutes on a large database, such as deleting everything of a tenant. */
  readonly slowDb: Kysely<Tables>;
  /**
   * Runs `work`, the migrations, on one connection of `slowDb`, in one process at a time; on SQLite in a transaction.
   */
  runMigrations(work: (db: Kysely<Tables>) => Promise<void>): Promise<void>;
  /** Takes the lock with this name, waiting if necessary, and holds it until the transaction ends. */
  holdNamedLock(tx: Transaction<Tables>, name: string): Promise<void>;
  /** Notifies the other processes of new jobs, once the transaction is committed. */
  announce(tx: Transaction<Tables>): Promise<void>;
  /**
   * On SQLite, commits without waiting for the disk, which would block the whole process. Such a write can be lost in a
   * power failure, but not in a crash. On PostgreSQL the server waits for the disk as usual.
   */
  writeUnsynced(write: (db: Kysely<Tables>) => Promise<void>): Promise<void>;
  isUniqueViolation(error: unknown): boolean;
  /**
   * Removes every trace of deleted rows from the files, including rows deleted by a version that left them readable.
   * Throws when another process keeps reading the file. Does nothing on PostgreSQL.
   */
  overwriteDeleted(): Promise<void>;
  /** On SQLite, moves the content of the write-ahead log into the database file, unless another process reads that. */
  emptyWriteAheadLog(): Promise<void>;
  close(): Promise<void>;
}

/** Opens `store.db` in the folder; throws StoreInUse while another process has it. */
export function openSqlite(folder: string): Engine {
  const unlock = lockFolder(folder);
  try {
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: sqliteFile(folder) }) });
    return {
      name: 'sqlite',
      db,
      slowDb: db,
      jsonType: sql`text`,
      locksRows: false,
      skipLocked: sql``,
      isExclusive: true,
      runMigrations: (work) => db.connection().execute((connection) => inTransaction(connection, work)),
      // SQLite has one connection in one process, so transactions run one after another anyway.
      holdNamedLock: () => Promise.resolve(),
      announce: () => Promise.resolve(),
      writeUnsynced: (write) => db.connection().execute((connection) => unsynced(connection, write)),
      isUniqueViolation: (error) => /^SQLITE_CONSTRAINT_(UNIQUE|PRIMARYKEY)$/.test(errorCodeOf(error)),
      overwriteDeleted: () => overwriteDeleted(db),
      emptyWriteAheadLog: async () => {
        await emptyWriteAheadLog(db);
      },
      async close() {
        // Empties the write-ahead log, so that a copy of the one database file is a complete copy of the store. A
        // program that reads the file delays this by half a second at most.
        await sql`pragma busy_timeout=500`.execute(db);
        await emptyWriteAheadLog(db);
        await db.destroy();
        unlock();
      },
    };
  } catch (error) {
    unlock();
    throw error;
  }
}

function sqliteFile(folder: string): SqliteDatabase {
  const path = join(folder, storeFile);
  makePrivateFile(path);
  const file = new Database(path);
  for (const pragma of [
    'journal_mode=WAL',
    // A successful commit is on the disk; in WAL mode that costs one fsync.
    'synchronous=FULL',
    'foreign_keys=ON',
    'busy_timeout=5000',
    // Deleted content is overwritten.
    'secure_delete=ON',
    // Temporary files of a rebuild are not written to another folder.
    'temp_store=MEMORY',
  ]) {
    file.pragma(pragma);
  }
  return cacheStatements(file);
}

/**
 * Runs `write` without waiting for the disk. The process has only this connection, and nothing else runs on it
 * meanwhile. The next synced commit also brings this one to the disk.
 */
async function unsynced(db: Kysely<Tables>, write: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  await sql`pragma synchronous=NORMAL`.execute(db);
  try {
    await write(db);
  } finally {
    await sql`pragma synchronous=FULL`.execute(db);
  }
}

async function overwriteDeleted(db: Kysely<Tables>): Promise<void> {
  await sql`vacuum`.execute(db);
  if (!(await emptyWriteAheadLog(db))) {
    throw new Fault('What was deleted is still in store.db-wal: another program reads store.db. Try again');
  }
}

/** Moves the content of the write-ahead log into the file. Returns whether the log is empty now. */
async function emptyWriteAheadLog(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ busy: number }>`pragma wal_checkpoint(truncate)`.execute(db);
  return rows[0]?.busy === 0;
}

/**
 * Opens a connection pool to PostgreSQL (15 or newer) and listens for other processes' jobs.
 *
 * @param onAnnounced called when any process committed new jobs, and after each connect
 * @param onTrouble told in words without secrets that a connection was lost; the next query connects again
 */
export async function openPostgres(
  databaseUrl: string,
  onAnnounced: () => void,
  onTrouble: (message: string) => void,
): Promise<Engine> {
  const config = postgresConfig(databaseUrl);
  const pool = openPool(config, onTrouble);
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  const slowDb = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: openSlowPool(config) }) });
  const listener: Listener = await listen(config, onAnnounced, onTrouble);
  return {
    name: 'postgres',
    db,
    slowDb,
    jsonType: sql`jsonb`,
    locksRows: true,
    skipLocked: sql`for update skip locked`,
    isExclusive: false,
    runMigrations: (work) => slowDb.connection().execute((connection) => withMigrationLock(connection, work)),
    holdNamedLock: async (tx, name) => {
      await sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`.execute(tx);
    },
    announce: (tx) => listener.announce(tx),
    writeUnsynced: (write) => write(db),
    isUniqueViolation: (error) => errorCodeOf(error) === '23505',
    overwriteDeleted: () => Promise.resolve(),
    emptyWriteAheadLog: () => Promise.resolve(),
    async close() {
      await listener.close();
      await slowDb.destroy();
      await db.destroy();
    },
  };
}

/**
 * Runs `work` in a transaction. SQLite's migrations need one: Kysely opens none for SQLite, and a process that is
 * killed in the middle would leave a migration half done.
 */
export async function inTransaction(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  await sql`begin`.execute(db);
  try {
    await work(db);
    await sql`commit`.execute(db);
  } catch (error) {
    await sql`rollback`.execute(db);
    throw error;
  }
}

/**
 * Runs PostgreSQL's migrations in one process at a time. Kysely's own lock does not cover the creation of its migration
 * table.
 */
async function withMigrationLock(
  db: Kysely<Tables>,
  work: (db: Kysely<Tables>) => Promise<void>,
): Promise<void> {
  const name = 'box-sign-for-slack migrations';
  await sql`select pg_advisory_lock(hashtextextended(${name}, 0))`.execute(db);
  try {
    await work(db);
  } finally {
    await sql`select pg_advisory_unlock(hashtextextended(${name}, 0))`.execute(db);
  }
}

function errorCodeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
