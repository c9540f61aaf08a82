/**
 * Writes a backup: every row as a line of JSON, in one form for SQLite and PostgreSQL, so that a backup of one can be
 * restored into the other. The first line (`BackupHead`) has the schema version and key fingerprints, the last the
 * number of rows. Encrypted columns stay encrypted, and the key is not part of the backup.
 */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { Fault } from '../failure.ts';
import { allTables } from './forget.ts';
import { migrationNames } from './migrations/all.ts';
import { keysOf, type ProbeOptions, probeMigrations, readDatabase } from './probe.ts';
import { keyFingerprint } from './secrets.ts';
import type { Tables } from './tables.ts';

/** A backup cannot be written or restored; the message is for the operator. */
export class BackupProblem extends Fault {
  override readonly name = 'BackupProblem';
}

/** The shape of a backup's first line. */
export const headLine = z.object({
  format: z.literal(1),
  /** When the backup was written (ms). */
  at: z.number(),
  /** The newest migration of the database that the backup was made from. */
  schema: z.string(),
  /**
   * Fingerprints of the keys that decrypt the backup's encrypted columns; the first is that of the encrypting
   * key.
   */
  keys: z.array(z.string()),
});
/** The shape of a line that holds one row of a table. */
export const rowLine = z.object({ table: z.string(), row: z.record(z.string(), z.unknown()) });
/** The shape of a backup's last line: the number of rows. */
export const tailLine = z.object({ rows: z.number() });

/** The first line of a backup. */
export type BackupHead = z.infer<typeof headLine>;

/** Number of rows that are read and written at a time. */
export const pageSize = 200;

/**
 * Writes a backup of the store's present state, line by line; the app may be running. Returns the number of rows.
 * @throws BackupProblem when there is no store of this version; EncryptionKeyProblem when its keys cannot be read
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
  const keys = keysOf(options).map(keyFingerprint);
  const first: BackupHead = { format: 1, at: now, schema: migrationNames.at(-1) ?? '', keys };
  await write(JSON.stringify(first));
  const count = await readDatabase(
    options,
    (db) => writeRows(db, options.databaseUrl === undefined, write),
    0,
    true,
  );
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
    let count = 0;
    for (const table of tableNames) {
      for await (const rows of isSqlite ? pagesOfSqlite(db, table) : pagesOfPostgres(db, table)) {
        for (const row of rows) await write(JSON.stringify({ table, row: jsonAsText(row) }));
        count += rows.length;
      }
    }
    await sql`commit`.execute(db);
    return count;
  });
}

type Row = Readonly<Record<string, unknown>>;

/**
 * All rows of a table, a page at a time, in the order of the rows' physical position, so that nothing has to be sorted.
 */
async function* pagesOfSqlite(db: Kysely<Tables>, table: string): AsyncGenerator<readonly Row[]> {
  let after = Number.MIN_SAFE_INTEGER;
  for (;;) {
    const { rows } = await sql<Row & { readonly _position: number }>`select *, rowid as "_position"
      from ${sql.table(table)} where rowid > ${after} order by rowid limit ${pageSize}`.execute(db);
    yield rows.map(({ _position, ...row }) => row);
    const last = rows.at(-1);
    if (last === undefined || rows.length < pageSize) return;
    after = last._position;
  }
}

/** All rows of a table, a page at a time, by a cursor: any order by a column would sort the table for each page. */
async function* pagesOfPostgres(db: Kysely<Tables>, table: string): AsyncGenerator<readonly Row[]> {
  await sql`declare backup_rows no scroll cursor for select * from ${sql.table(table)}`.execute(db);
  for (;;) {
    const { rows } = await sql<Row>`fetch ${sql.lit(pageSize)} from backup_rows`.execute(db);
    yield rows;
    if (rows.length < pageSize) break;
  }
  await sql`close backup_rows`.execute(db);
}

/** The row with its JSON columns as text, as SQLite returns them; PostgreSQL returns values. */
function jsonAsText(given: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(given).map(([column, value]) => [
      column,
      typeof value === 'object' && value !== null ? JSON.stringify(value) : value,
    ]),
  );
}

/** Our own tables, each before those that refer to it. Other programs may have tables in the same database. */
export const tableNames: readonly (keyof Tables)[] = [
  'sign_requests',
  ...(Object.keys(allTables) as (keyof Tables)[]).filter((name) => name !== 'sign_requests'),
];
