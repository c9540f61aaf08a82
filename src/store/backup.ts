/**
 * A backup: every row of either store as lines of JSON, the same for both, so that what was written from one can be
 * restored into the other. The first line says what the others need (`BackupHead`), the last how many rows there are.
 * Encrypted columns stay encrypted, and the key is not part of it.
 */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { Fault } from '../failure.ts';
import { knownKeys } from './folder.ts';
import { migrationNames } from './migrations/all.ts';
import { type ProbeOptions, probeMigrations, reading } from './probe.ts';
import { fingerprintOf, parseEncryptionKeys } from './secrets.ts';
import type { Tables } from './tables.ts';

/** A backup cannot be written or restored; the message is for the operator. */
export class BackupProblem extends Fault {
  override readonly name = 'BackupProblem';
}

export const headLine = z.object({
  format: z.literal(1),
  /** When it was written (ms). */
  at: z.number(),
  /** The newest migration of the database that it was written from. */
  schema: z.string(),
  /** Fingerprints of the keys that decrypt its columns, the one that encrypts first. */
  keys: z.array(z.string()),
});
export const rowLine = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });
export const tailLine = z.object({ rows: z.number() });

/** The first line of a backup. */
export type BackupHead = z.infer<typeof headLine>;

/** Rows that are read and written at a time. */
export const pageSize = 200;

/**
 * Writes a backup, line by line, of the store as it is at this moment; the app may be running. Returns how many rows.
 * @throws BackupProblem when there is no store of this version
 */
export async function writeBackup(
  options: ProbeOptions,
  now: number,
  write: (line: string) => Promise<void>,
): Promise<number> {
  const { missing, unknown } = await probeMigrations(options);
  if (missing.length > 0 || unknown.length > 0) {
    throw new BackupProblem(
      'There is no store of this version to back up. Start the app once, or use its version.',
    );
  }
  const keys = keysOf(options).map(fingerprintOf);
  const first: BackupHead = { format: 1, at: now, schema: migrationNames.at(-1) ?? '', keys };
  await write(JSON.stringify(first));
  const count = await reading(options, (db) => writeRows(db, options.databaseUrl === undefined, write), 0);
  await write(JSON.stringify({ rows: count }));
  return count;
}

async function writeRows(
  pool: Kysely<Tables>,
  isSqlite: boolean,
  write: (line: string) => Promise<void>,
): Promise<number> {
  return pool.connection().execute(async (db) => {
    // One snapshot for all tables.
    await (isSqlite ? sql`begin` : sql`begin isolation level repeatable read read only`).execute(db);
    const position = sql.raw(isSqlite ? 'rowid' : 'ctid');
    let count = 0;
    for (const table of await tablesIn(db)) {
      for (let from = 0, isMore = true; isMore; from += pageSize) {
        const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}
          order by ${position} limit ${pageSize} offset ${from}`.execute(db);
        for (const one of rows) await write(JSON.stringify({ table, row: withText(one) }));
        count += rows.length;
        isMore = rows.length === pageSize;
      }
    }
    await sql`commit`.execute(db);
    return count;
  });
}

/** PostgreSQL gives JSON columns as values; SQLite has them as text. */
function withText(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([column, value]) => [
      column,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}

/** The tables with our rows, those that others refer to first. */
export async function tablesIn(db: Kysely<Tables>): Promise<readonly string[]> {
  const found = await db.introspection.getTables();
  const names = found.filter(({ isView }) => !isView).map(({ name }) => name);
  return names.sort(
    (a, b) => Number(b === 'sign_requests') - Number(a === 'sign_requests') || (a < b ? -1 : 1),
  );
}

/** The keys of a store, the one that encrypts first; makes none. Throws EncryptionKeyProblem. */
export function keysOf({ databaseUrl, dataDir, encryptionKeys }: ProbeOptions): readonly Buffer[] {
  return databaseUrl === undefined
    ? knownKeys(dataDir, encryptionKeys)
    : parseEncryptionKeys(encryptionKeys ?? '');
}
