/**
 * Lets a job that one process commits start immediately in another, by PostgreSQL's LISTEN and NOTIFY. It listens on a
 * connection of its own, and connects again when that is lost; it notifies in the transaction that adds the job. No job
 * is missed meanwhile: after each connect it calls `onAnnounced`, and the workers also poll every second.
 */
import { sql, type Transaction } from 'kysely';
import pg from 'pg';
import { describeError } from '../failure.ts';
import type { Tables } from './tables.ts';

const CHANNEL = 'box_sign_for_slack_jobs';
const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 10_000;

/** A connection that listens for new jobs of other processes, and announces our own. */
export interface Listener {
  /** Announces new jobs to other processes. PostgreSQL sends the notification when the transaction commits. */
  announce(tx: Transaction<Tables>): Promise<void>;
  close(): Promise<void>;
}

/** Listens until closed. Returns after the first attempt to connect, whether or not it succeeded. */
export async function listen(
  config: pg.ClientConfig,
  onAnnounced: () => void,
  onTrouble: (message: string) => void,
): Promise<Listener> {
  let client: pg.Client | null = null;
  let timer: NodeJS.Timeout | null = null;
  let pauseMs = FIRST_PAUSE_MS;
  let isClosed = false;

  async function connect(): Promise<void> {
    const next = new pg.Client(config);
    client = next;
    next.on('notification', onAnnounced);
    next.on('error', (error) => lost(next, describeError(error)));
    next.on('end', () => lost(next, 'closed by the server'));
    try {
      await next.connect();
      await next.query(`listen ${CHANNEL}`);
      pauseMs = FIRST_PAUSE_MS;
      onAnnounced();
    } catch (error) {
      lost(next, describeError(error));
    }
  }

  function lost(which: pg.Client, why: string): void {
    if (client !== which || isClosed) return;
    client = null;
    onTrouble(`database listener lost: ${why}`);
    // The connection may be half open, so ending it can fail; nothing remains to be done then.
    which
      .end()
      .catch((error: Error) => onTrouble(`database listener did not close: ${describeError(error)}`));
    timer = setTimeout(() => void connect(), pauseMs);
    pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS);
  }

  await connect();
  return {
    announce: async (tx) => {
      await sql`select pg_notify(${CHANNEL}, '')`.execute(tx);
    },
    async close() {
      isClosed = true;
      if (timer !== null) clearTimeout(timer);
      await client?.end();
    },
  };
}
