/** What migrations may do, so that processes of two versions can run on one database during an update. */
import { rmSync } from 'node:fs';
import { type Kysely, sql } from 'kysely';
import { expect, it } from 'vitest';
import { openSqlite } from '../../../src/store/engine.ts';
import { migrateTo, migrationNames } from '../../../src/store/migrations/all.ts';
import type { Tables } from '../../../src/store/tables.ts';
import { temporaryFolder } from './stores.ts';

interface Column {
  /** Whether a row can be inserted without a value for the column. */
  readonly isOptional: boolean;
}

/** The columns by `table.column`. */
async function columnsOf(db: Kysely<Tables>): Promise<Map<string, Column>> {
  const tables = await db.introspection.getTables();
  return new Map(
    tables.flatMap(({ name, columns }) =>
      columns.map((column) => [
        `${name}.${column.name}`,
        { isOptional: column.isNullable || column.hasDefaultValue },
      ]),
    ),
  );
}

it('a migration only adds, and what it adds to a table may be left out, unless its name says breaking', async () => {
  const folder = temporaryFolder();
  const engine = openSqlite(folder);
  const breaks: string[] = [];
  await engine.runMigrations(async (db) => {
    let before = new Map<string, Column>();
    for (const name of migrationNames) {
      await migrateTo(engine, db, name, { isInTransaction: true });
      const after = await columnsOf(db);
      const tables = new Set([...before.keys()].map((column) => column.split('.')[0]));
      const removed = [...before.keys()].filter((column) => !after.has(column));
      const required = [...after].filter(
        ([column, { isOptional }]) => !isOptional && !before.has(column) && tables.has(column.split('.')[0]),
      );
      if (!name.includes('-breaking-'))
        breaks.push(
          ...[...removed, ...required.map(([column]) => column)].map((column) => `${name}: ${column}`),
        );
      before = after;
    }
  });
  await engine.close();
  rmSync(folder, { recursive: true });
  expect(breaks).toEqual([]);
});

it('after all migrations, tables and indexes are those of schema.sql', async () => {
  const folder = temporaryFolder();
  const engine = openSqlite(folder);
  const statements: string[] = [];
  await engine.runMigrations(async (db) => {
    for (const name of migrationNames) await migrateTo(engine, db, name, { isInTransaction: true });
    const made = await sql<{ statement: string }>`
      select sql as statement from sqlite_master where sql is not null order by tbl_name, type desc, name`.execute(
      db,
    );
    statements.push(...made.rows.map(({ statement }) => statement));
  });
  await engine.close();
  rmSync(folder, { recursive: true });
  const columnsInLines = statements.map(
    (one) => `${one.replace(/(?<=[(,]) ?(?="\w+" [a-z]|constraint )/g, '\n  ')};\n`,
  );
  // After a new migration, `npx vitest run -u` with this file writes it anew; git then shows what has changed.
  await expect(columnsInLines.join('')).toMatchFileSnapshot('schema.sql');
});
