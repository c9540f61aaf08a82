/** Caches prepared statements of the embedded store: preparing one takes longer than running it. */
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type Database from 'libsql';

/** At most this many statements are cached: a query with a list of ids has another text for each length of the list. */
const maxCached = 200;

/** The statements that are cached. Others, such as those that create tables, run rarely. */
const isCacheable = /^(?:select|insert|update|delete|begin|commit|rollback|pragma synchronous)/i;

/**
 * The database as Kysely expects it, with a cache of prepared statements. A cached statement is never used twice at the
 * same time, because the driver is synchronous.
 */
export function cacheStatements(file: Database.Database): SqliteDatabase {
  const cached = new Map<string, SqliteStatement>();
  return {
    prepare(text) {
      // When the disk is full, SQLite itself ends the transaction. A rollback would then fail, and its error would
      // replace the one that says why.
      const source = text === 'rollback' && !file.inTransaction ? 'select 1' : text;
      const known = cached.get(source);
      if (known) return known;
      // The driver's type has one place for parameters, and accepts an array there.
      const statement = file.prepare(source) as SqliteStatement;
      if (!isCacheable.test(source)) return statement;
      if (cached.size >= maxCached) cached.clear();
      cached.set(source, statement);
      return statement;
    },
    close: () => void file.close(),
  };
}
