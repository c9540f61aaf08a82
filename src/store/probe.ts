/**
 * Examines a store for the operator who sets the app up. Nothing is created (but SQLite's `-wal` and `-shm` files),
 * migrated, written or kept locked. `operate/doctor` decides what the results mean.
 */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { Kysely, PostgresDialect, SqliteDialect, sql } from 'kysely';
import Database from 'libsql';
import pg from 'pg';
import { knownKeys, lockFolder } from './folder.ts';
import { migrationNames } from './migrations/all.ts';
import { type MigrationState, migrationState, stateOfNew } from './migrations/state.ts';
import { type BoxAccessKind, countConnectionsOfOtherAccess } from './other-access.ts';
import { postgresConfig } from './postgres-config.ts';
import { openSlowPool } from './postgres-pool.ts';
import { countSealed, type SealedCount } from './sealed.ts';
import { createSecrets, parseEncryptionKeys } from './secrets.ts';
import type { Tables } from './tables.ts';

/** Which store to examine, and its keys. */
export interface ProbeOptions {
  readonly databaseUrl?: string | undefined;
  readonly dataDir: string;
  readonly encryptionKeys?: string | undefined;
}

/**
 * Checks that the folder can be used. Throws the system's error when it is not a folder, or may not be written or
 * created.
 */
export function probeFolder(dataDir: string): { readonly exists: boolean } {
  const exists = existsSync(dataDir);
  let nearest = resolve(dataDir);
  while (!existsSync(nearest)) nearest = dirname(nearest);
  if (!statSync(nearest).isDirectory()) {
    throw Object.assign(new Error('not a folder'), { code: 'ENOTDIR' });
  }
  accessSync(nearest, constants.W_OK | constants.X_OK);
  return { exists };
}

/** Checks that no other process uses the folder. Throws StoreInUse. */
export function probeLock(dataDir: string): void {
  // If the file is missing, nobody holds the lock. Taking the lock would create the file.
  if (existsSync(join(dataDir, 'lock.db'))) lockFolder(dataDir)();
}

/** The server's version as a number, 150004 for 15.4. Throws what the driver throws. */
export async function probePostgres(databaseUrl: string): Promise<number> {
  return readDatabase(
    { databaseUrl, dataDir: '' },
    async (db) => {
      const { rows } = await sql<{
        version: string;
      }>`select current_setting('server_version_num') as version`.execute(db);
      return Number(rows[0]?.version ?? 0);
    },
    0,
  );
}

/** Whether the database's user may create tables where the app's are. Throws what the driver throws. */
export async function probeTableRights(databaseUrl: string): Promise<{ user: string; mayCreate: boolean }> {
  return readDatabase(
    { databaseUrl, dataDir: '' },
    async (db) => {
      // Without a schema that the user may use, current_schema() is null, and so is the answer.
      const { rows } = await sql<{ user: string; may: boolean | null }>`select current_user as user,
        has_schema_privilege(current_user, current_schema(), 'CREATE') as may`.execute(db);
      return { user: rows[0]?.user ?? '', mayCreate: rows[0]?.may === true };
    },
    { user: '', mayCreate: false },
  );
}

/** Reads which migrations the database has. */
export function probeMigrations(options: ProbeOptions): Promise<MigrationState> {
  return readDatabase(options, (db) => migrationState(db, migrationNames), stateOfNew(migrationNames));
}

/**
 * How many of the newest encrypted values can be decrypted; null where the tables are of an earlier version, which may
 * lack an encrypted column. Throws EncryptionKeyProblem when the keys are malformed, or are missing for PostgreSQL.
 */
export async function probeKeys(
  options: ProbeOptions,
): Promise<(SealedCount & { readonly keys: number }) | null> {
  const keys = keysOf(options);
  const none = { total: 0, readable: 0 };
  // Without a key, a made-up key is used, which decrypts nothing: the count then shows how many values would be lost.
  const secrets = createSecrets(keys.length > 0 ? keys : [Buffer.alloc(32)]);
  const count = await readDatabase<SealedCount | null>(
    options,
    async (db) => {
      const { isNew, missing } = await migrationState(db, migrationNames);
      if (isNew) return none;
      return missing.length > 0 ? null : countSealed(db, secrets);
    },
    none,
  );
  return count === null ? null : { ...count, keys: keys.length };
}

/**
 * How many stored connections to Box were made under another kind of access than this one; null where the tables are of
 * an earlier version, which may lack what tells them apart.
 */
export function probeOtherAccess(options: ProbeOptions, kind: BoxAccessKind): Promise<number | null> {
  return readDatabase<number | null>(
    options,
    async (db) => {
      const { isNew, missing } = await migrationState(db, migrationNames);
      if (isNew) return 0;
      return missing.length > 0 ? null : countConnectionsOfOtherAccess(db, kind);
    },
    0,
  );
}

/** The existing keys of a store, possibly none for SQLite; the first one encrypts. Throws EncryptionKeyProblem. */
export function keysOf({ databaseUrl, dataDir, encryptionKeys }: ProbeOptions): readonly Buffer[] {
  return databaseUrl === undefined
    ? knownKeys(dataDir, encryptionKeys)
    : parseEncryptionKeys(encryptionKeys ?? '');
}

/**
 * Runs `read` on one connection to the existing database, which SQLite opens read-only. Returns `empty` when the file
 * of SQLite does not exist yet.
 *
 * @param isSlow the statements may take minutes on a large database
 */
export async function readDatabase<T>(
  { databaseUrl, dataDir }: ProbeOptions,
  read: (db: Kysely<Tables>) => Promise<T>,
  empty: T,
  isSlow = false,
): Promise<T> {
  const path = join(dataDir, 'store.db');
  if (databaseUrl === undefined && !existsSync(path)) return empty;
  const db = databaseUrl === undefined ? sqliteReader(path) : postgresReader(databaseUrl, isSlow);
  try {
    return await read(db);
  } finally {
    await db.destroy();
  }
}

function sqliteReader(path: string): Kysely<Tables> {
  return new Kysely({ dialect: new SqliteDialect({ database: new Database(path, { readonly: true }) }) });
}

function postgresReader(databaseUrl: string, isSlow: boolean): Kysely<Tables> {
  const config = postgresConfig(databaseUrl);
  const pool = isSlow ? openSlowPool(config) : new pg.Pool({ ...config, max: 1 });
  return new Kysely({ dialect: new PostgresDialect({ pool }) });
}
