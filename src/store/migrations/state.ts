/** Compares the migrations that a database has with those of this program. */
import { type Kysely, sql } from 'kysely';
import type { Tables } from '../tables.ts';

/** Which of this program's migrations a database lacks, and which it has that this program does not know. */
export interface MigrationState {
  /** Names of this program's migrations that the database lacks; they are applied at the next start. */
  readonly missing: readonly string[];
  /** Names of migrations that this program does not know: a later version has applied them. */
  readonly unknown: readonly string[];
  /** Whether this program can use the database although a later version has changed it. */
  readonly isUsable: boolean;
  /** Whether no migration was ever applied: the database is new. */
  readonly isNew: boolean;
}

/**
 * Part of the name of a migration after which an earlier version can no longer use the database: the migration removes
 * something, or requires what an earlier version does not write. All others only add, so that during an update
 * processes of both versions can run on one database, and start in any order.
 */
const breaking = '-breaking-';

/** Reads which migrations the database has. @param names those of this program, in their order */
export async function migrationState(db: Kysely<Tables>, names: readonly string[]): Promise<MigrationState> {
  const tables = await db.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some(({ name }) => name === 'kysely_migration')) return stateOfNew(names);
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
  const applied = rows.map(({ name }) => name);
  const missing = names.filter((name) => !applied.includes(name));
  const unknown = applied.filter((name) => !names.includes(name));
  const isUsable =
    unknown.length === 0 || (missing.length === 0 && !unknown.some((name) => name.includes(breaking)));
  return { missing, unknown, isUsable, isNew: applied.length === 0 };
}

/** A later version of this program has changed the database so that this one cannot use it. */
export class LaterDatabase extends Error {
  override readonly name = 'LaterDatabase';

  /** @param unknown the names of the migrations that this version does not know */
  constructor(unknown: readonly string[]) {
    super(
      `The database belongs to a later version of this program (${unknown.join(', ')}). Run that version, or restore a backup made before the upgrade.`,
    );
  }
}

/** The state of a database that does not exist yet. */
export function stateOfNew(names: readonly string[]): MigrationState {
  return { missing: names, unknown: [], isUsable: true, isNew: true };
}
