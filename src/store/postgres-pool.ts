/**
 * The connection pool to PostgreSQL, which does not reuse dead connections. A firewall that forgets a connection, or a
 * server that vanishes, tells nobody, and the driver would give such a connection out again and again, each time until
 * the next timeout.
 */
import type { PostgresPool, PostgresPoolClient } from 'kysely';
import pg from 'pg';
import { describeError } from '../failure.ts';

/**
 * Opens the pool.
 *
 * @param onTrouble told about lost connections, in words without secrets
 */
export function openPool(config: pg.PoolConfig, onTrouble: (message: string) => void): PostgresPool {
  const pool = new pg.Pool({ ...config, max: 10, idleTimeoutMillis: 30_000 });
  const openedAtMs = new WeakMap<pg.PoolClient, number>();
  /** When a query last got no answer from the server (ms): connections that are older may be dead as well. */
  let silentAtMs = Number.NEGATIVE_INFINITY;
  pool.on('connect', (client) => {
    openedAtMs.set(client, performance.now());
    // Without listeners a lost connection would end the process: one on the client while it is in use (the pending
    // query fails as well), one on the pool while it is idle.
    client.on('error', (error) => onTrouble(`database connection lost: ${describeError(error)}`));
  });
  pool.on('error', () => undefined);

  /** A client opened after the last silence of the database; older ones are closed. */
  async function trustedClient(): Promise<pg.PoolClient> {
    for (;;) {
      const client = await pool.connect();
      if ((openedAtMs.get(client) ?? 0) > silentAtMs) return client;
      client.release(true);
    }
  }

  return {
    connect: async () => {
      const client = await trustedClient();
      return closedWhenSilent(client, () => {
        silentAtMs = performance.now();
      });
    },
    end: () => pool.end(),
  };
}

/**
 * One connection to PostgreSQL, opened when it is needed, for statements that may take long. A limit remains, so that a
 * silent server does not hold up the work for ever.
 */
export function openSlowPool(config: pg.ClientConfig): pg.Pool {
  const limitMs = 60 * 60_000;
  const limits = {
    statement_timeout: limitMs,
    query_timeout: limitMs + 10_000,
    // Between its statements, a backup waits for what reads its output.
    idle_in_transaction_session_timeout: limitMs,
  };
  const pool = new pg.Pool({ ...config, ...limits, max: 1 });
  // Without listeners a lost connection would end the process; the next use opens another.
  pool.on('connect', (client) => client.on('error', () => undefined));
  pool.on('error', () => undefined);
  return pool;
}

/** Wraps a client: once a query got no answer, later queries fail immediately, and `release` closes the connection. */
function closedWhenSilent(client: pg.PoolClient, onSilent: () => void): PostgresPoolClient {
  let silence: unknown = null;
  const query = async (...args: readonly unknown[]): Promise<unknown> => {
    // A query after the silent one, such as a rollback, would wait as long again.
    if (silence !== null) throw silence;
    try {
      return await (client.query as (...given: readonly unknown[]) => Promise<unknown>)(...args);
    } catch (error) {
      if (error instanceof Error && error.message === 'Query read timeout') {
        silence = error;
        onSilent();
      }
      throw error;
    }
  };
  return {
    query: query as PostgresPoolClient['query'],
    release: () => client.release(silence !== null),
  };
}
