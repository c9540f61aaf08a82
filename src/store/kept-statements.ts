/** Prepared statements of the embedded store, kept: to prepare one takes longer than to run it. */
import type { SqliteDatabase, SqliteStatement } from 'kysely';
import type Database from 'libsql';

/** Of different texts; lists of many ids have a text for each length. */
const mostKept = 200;

/** Definitions change what a statement means, and are not run twice. */
const isKept = /^(?:select|insert|update|delete|begin|commit|rollback|pragma synchronous)/i;

/** The database as Kysely takes it. A statement runs to its end before it is run again: the driver does not wait. */
export function keepStatements(file: Database.Database): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  return {
    prepare(source) {
      const known = kept.get(source);
      if (known) return known;
      // The driver's type has one place for parameters, and takes an array there.
      const statement = file.prepare(source) as SqliteStatement;
      if (!isKept.test(source)) return statement;
      if (kept.size >= mostKept) kept.clear();
      kept.set(source, statement);
      return statement;
    },
    close: () => void file.close(),
  };
}
