/** Caches prepared statements of the embedded store: preparing one takes longer than running it. */
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type Database from 'libsql';

/** Number of different texts; lists of many ids have a text for each length. */
const maxCached = 200;

/** Definitions change what a statement means, and are not run twice. */
const isCacheable = /^(?:select|insert|update|delete|begin|commit|rollback|pragma synchronous)/i;

/**
 * The database as Kysely expects it. A statement is never run again before it has finished: the driver is
 * synchronous.
 */
export function cacheStatements(file: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(source) {
      const known = kept.get(source);
      if (known) return known;
      // The driver's type has one place for parameters, and accepts an array there.
      const statement = file.prepare(source) as SqliteStatement;
      if (!isCacheable.test(source)) return statement;
      if (kept.size >= maxCached) kept.clear();
      kept.set(source, statement);
      return statement;
    },
    close: () => void file.close(),
  };
}
