/**
 * What the app has stored, read from outside: every row of every table, and the raw bytes of the embedded store,
 * including deleted data that was not overwritten yet.
 */
import { execFile } from 'node:child_process';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import Database from 'libsql';
import pg from 'pg';

/** Where the app of a world stores its data, from its environment. */
export interface StorePlace {
  readonly DATA_DIR?: string;
  readonly DATABASE_URL?: string;
}

/** All stored rows by table, each row as JSON. */
export async function storedRows(place: StorePlace): Promise<Record<string, readonly string[]>> {
  return place.DATABASE_URL === undefined
    ? rowsOfSqlite(join(place.DATA_DIR ?? '', 'store.db'))
    : rowsOfPostgres(place.DATABASE_URL);
}

/** Changes stored data behind the app's back, even while it runs. */
export async function alterStore(place: StorePlace, statements: readonly string[]): Promise<void> {
  if (place.DATABASE_URL === undefined) {
    const file = new Database(join(place.DATA_DIR ?? '', 'store.db'));
    try {
      file.pragma('busy_timeout=5000');
      for (const statement of statements) file.exec(statement);
    } finally {
      file.close();
    }
    return;
  }
  const client = new pg.Client({ connectionString: place.DATABASE_URL });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}

/** The numbers of stored requests, drafts and cards, by table. */
export async function storedCounts(place: StorePlace): Promise<Record<string, number>> {
  const rows = await storedRows(place);
  return Object.fromEntries(
    ['sign_requests', 'drafts', 'cards'].map((table) => [table, rows[table]?.length ?? -1]),
  );
}

/** Everything that a person with a copy of the database could read, as one text. */
export async function storedText(place: StorePlace): Promise<string> {
  const rows = Object.values(await storedRows(place)).flat();
  if (place.DATA_DIR === undefined) return rows.join('\n');
  return [...rows, await bytesIn(place.DATA_DIR)].join('\n');
}

/**
 * The bytes of every file in the folder of an embedded store, each as one character. Another process reads them:
 * closing a plain file drops the locks that SQLite holds on it in the same process, and the driver closes a
 * connection only once its statements are garbage-collected (https://sqlite.org/howtocorrupt.html, 2.2).
 */
export async function bytesIn(folder: string): Promise<string> {
  const files = await readdir(folder, { recursive: true, withFileTypes: true });
  const paths = files.filter((file) => file.isFile()).map((file) => join(file.parentPath, file.name));
  const options = { encoding: 'latin1', maxBuffer: 256 * 1024 * 1024 } as const;
  return (await promisify(execFile)('cat', paths, options)).stdout;
}

function rowsOfSqlite(path: string): Record<string, readonly string[]> {
  const file = new Database(path, { readonly: true });
  try {
    const tables = file.prepare("select name from sqlite_master where type = 'table'").all();
    return Object.fromEntries(
      tables.map((table) => {
        const { name } = table as { name: string };
        return [
          name,
          file
            .prepare(`select * from "${name}"`)
            .all()
            .map((row) => JSON.stringify(row)),
        ];
      }),
    );
  } finally {
    file.close();
  }
}

async function rowsOfPostgres(connectionString: string): Promise<Record<string, readonly string[]>> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      "select table_name as name from information_schema.tables where table_schema = 'public'",
    );
    const rows: Record<string, readonly string[]> = {};
    for (const { name } of tables.rows) {
      const found = await client.query<{ row: string }>(`select to_jsonb(t)::text as row from "${name}" t`);
      rows[name] = found.rows.map(({ row }) => row);
    }
    return rows;
  } finally {
    await client.end();
  }
}
