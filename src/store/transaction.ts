/**
 * The one way to write together with jobs: row and job in one transaction, and the workers woken only after the
 * commit. SQLite has one connection, so a write inside must use the handle it is given: using the store itself there
 * would deadlock. No HTTP in here.
 */
import type { Transaction } from 'kysely';
import type { Work } from '../signing/work.ts';
import type { Engine } from './engine.ts';
import { insertJob } from './new-job.ts';
import type { Tables } from './tables.ts';
import type { WorkRules } from './work-rules.ts';

export interface UnitOfWork {
  readonly tx: Transaction<Tables>;
  /** Takes effect with the commit. */
  enqueue(tenant: string, work: Work): Promise<void>;
}

export interface TransactOptions {
  /**
   * False: nobody is woken; the caller wakes the workers once it has answered (`JobStore.wake`). A crash before that
   * costs no more than a poll.
   */
  readonly wake?: boolean | undefined;
}

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

/** A set of listeners that are called, without waiting, when jobs were committed. */
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
