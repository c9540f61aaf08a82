/** The driver's settings for PostgreSQL: timeouts, keep-alive, and the types of columns. */
import pg from 'pg';
import { Fault } from '../failure.ts';

/** The driver's settings for this database. Throws when the address is invalid; the error does not contain it. */
export function postgresConfig(connectionString: string): pg.ClientConfig {
  const config: pg.ClientConfig = {
    connectionString,
    application_name: 'box-sign-for-slack',
    keepAlive: true,
    // Otherwise the kernel begins to ask after two hours whether the server is still there.
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 8_000,
    // Longer than the server takes to end a statement, so that only a silent connection reaches it.
    query_timeout: 10_000,
    idle_in_transaction_session_timeout: 30_000,
    types: { getTypeParser: parserOf },
  };
  try {
    // Parses the address without connecting.
    new pg.Client(config);
  } catch (error) {
    if (error instanceof Error && 'syscall' in error && 'path' in error && 'code' in error) {
      throw new Fault(`DATABASE_URL names a file that cannot be read (${error.code}): ${error.path}`);
    }
    // The original error quotes the whole address, password included.
    throw new Fault(
      'DATABASE_URL is not the address of a PostgreSQL database (postgres://user:password@host:5432/name)',
    );
  }
  return config;
}

/**
 * Parses int8 columns as numbers. The driver returns text; ours hold times and counts, which a number holds exactly.
 */
function parserOf(oid: number, format?: 'text' | 'binary'): unknown {
  return oid === pg.types.builtins.INT8 ? Number : pg.types.getTypeParser(oid, format);
}
