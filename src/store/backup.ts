/**
 * Writes a backup: every row as a line of JSON, in one form for SQLite and PostgreSQL, so that a backup of one can be
 * restored into the other. The first line (`BackupHead`) has the schema version and key fingerprints, the last the
 * number of rows. Encrypted columns stay encrypted, and the key is not part of it.
 */
import { type Kysely, sql } from 'kysely';
import { z } from 'zod';
import { Fault } from '../failure.ts';
import { tables } from './forget.ts';
import { migrationNames } from './migrations/all.ts';
import { keysOf, type ProbeOptions, probeMigrations, reading } from './probe.ts';
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
  const keys = keysOf(options).map(keyFingerprint);
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
    let count = 0;
    for (const table of tableNames) {
      // Pages are read in the order of the rows' physical position, so that nothing has to be sorted.
      const position = sql.raw(isSqlite ? 'rowid' : 'ctid');
      let after: number | string | null = null;
      do {
        const since = isSqlite ? sql`${after}` : sql`${after}::tid`;
        const page: Page = await sql<Row>`select *, ${isSqlite ? position : sql`ctid::text`} as "_position"
          from ${sql.table(table)} ${after === null ? sql`` : sql`where ${position} > ${since}`}
          order by ${position} limit ${pageSize}`.execute(db);
        for (const { _position, ...row } of page.rows) {
          await write(JSON.stringify({ table, row: withText(row) }));
          after = _position;
        }
        count += page.rows.length;
        if (page.rows.length < pageSize) after = null;
      } while (after !== null);
    }
    await sql`commit`.execute(db);
    return count;
  });
}

interface Row {
  readonly _position: number | string;
  readonly [column: string]: unknown;
}

interface Page {
  readonly rows: readonly Row[];
}

/** The row with its JSON columns as text, as SQLite returns them; PostgreSQL returns values. */
function withText(given: Record<string, unknown>): Record<string, unknown> {
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
  ...(Object.keys(tables) as (keyof Tables)[]).filter((name) => name !== 'sign_requests'),
];
