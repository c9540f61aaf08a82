/**
 * Writes rows and their jobs in one transaction, and wakes the workers only after the commit. SQLite has one
 * connection, so a write inside the transaction must use the handle that it is given: calling the store there would
 * deadlock. A transaction must not call Slack or Box.
 */
import type { Transaction } from 'kysely';
import type { Work } from '../signing/work.ts';
import type { Engine } from './engine.ts';
import { insertJob } from './new-job.ts';
import type { Tables } from './tables.ts';
import type { WorkRules } from './work-rules.ts';

/** A transaction that can also enqueue jobs. */
export interface UnitOfWork {
  readonly tx: Transaction<Tables>;
  /** Inserts a job in this transaction, so that it exists once the transaction commits. */
  enqueue(tenant: string, work: Work): Promise<void>;
}

/** Options of a transaction. */
export interface TransactOptions {
  /**
   * False: the workers are not woken; the caller wakes them after it has answered Slack (`JobStore.wake`). After a
   * crash before that, the workers find the jobs when they next look for due ones.
   */
  readonly wake?: boolean | undefined;
}

/** Runs `write` in a transaction. If it has enqueued jobs, wakes the workers after the commit, unless told not to. */
export type Transact = <T>(write: (unit: UnitOfWork) => Promise<T>, options?: TransactOptions) => Promise<T>;

/** Binds transactions to an engine, the rules of work, a clock and the wake signal of this process. */
export function createTransact(
  engine: Engine,
  plan: WorkRules['plan'],
  now: () => number,
  wake: () => void,
): Transact {
  return async (write, options = {}) => {
    let hasJobs = false;
    const result = await engine.db.transaction().execute(async (tx) => {
      const value = await write({
        tx,
        async enqueue(tenant, work) {
          hasJobs = true;
          await insertJob(tx, tenant, work, plan(work), now());
        },
      });
      if (hasJobs && options.wake !== false) await engine.announce(tx);
      return value;
    });
    if (hasJobs && options.wake !== false) wake();
    return result;
  };
}

/** Creates a signal: `wake` calls all listeners that were added by `onWake`, and does not wait for them. */
export function createWakeSignal(): { wake: () => void; onWake: (listener: () => void) => () => void } {
  const listeners = new Set<() => void>();
  return {
    wake: () => {
      for (const listener of listeners) listener();
    },
    onWake: (listener) => {
      listeners.add(listener);
      return () => {
        listeners.delete(listener);
      };
    },
  };
}
