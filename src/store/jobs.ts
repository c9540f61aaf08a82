/**
 * The job table as the worker and the features use it: jobs are enqueued and claimed, and a run ends in one of four
 * ways: finished, retried, given up, or handed back. Ending a run requires the lease: if it was lost, nothing
 * changes.
 */
import type { Kysely, Updateable } from 'kysely';
import type { Work } from '../signing/work.ts';
import { type ClaimedJob, claimNext, holdLease, type Job, type Lease, LeaseLost, toJob } from './claims.ts';
import { cleanText } from './columns.ts';
import type { Engine } from './engine.ts';
import type { JobRow, JobState, Tables } from './tables.ts';
import type { Transact, TransactOptions } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/** How long a lease lasts (ms) unless the caller says otherwise. */
export const DEFAULT_LEASE_MS = 6_000;

/** The tenant in rows that belong to no tenant, such as housekeeping jobs. */
export const NO_TENANT = '-';

/** The stored error of jobs whose workspace has no valid bot token. They resume once it has one. */
export const NOT_INSTALLED = 'the app is not installed there';

/** Why a job was given up. */
export interface DeadLetter {
  /** What went wrong, without personal data and secrets. */
  readonly error: string;
  /** A short id, printed in the log and shown to the person, so that the operator finds the error. */
  readonly reference: string;
}

export interface JobStore {
  /** Inserts a job and wakes the workers, unless told not to; see `JobPlan` for keys and lanes. */
  enqueue(tenant: string, work: Work, options?: TransactOptions): Promise<void>;
  /**
   * Claims the next job that may run now, for `leaseMs`; null when there is none. `held` are ids of jobs that the
   * caller is still running and must not claim again; with `steps`, jobs of other steps are left alone.
   */
  claim(leaseMs?: number, held?: readonly string[], steps?: readonly string[]): Promise<ClaimedJob | null>;
  /** Extends the lease to `leaseMs` from now. Throws LeaseLost. */
  renew(lease: Lease, leaseMs?: number): Promise<void>;
  /** Marks the job as done, or as waiting if a job with its key was enqueued during the run. Throws LeaseLost. */
  finish(lease: Lease): Promise<void>;
  /**
   * Makes the job wait for `delayMs`. `counts`: whether the run was a failure, which brings the job closer to being
   * given up (the default), or a requested delay. Throws LeaseLost.
   */
  retry(lease: Lease, delayMs: number, error: string, counts?: 'failure' | 'delay'): Promise<void>;
  /** Gives the job up, and enqueues `next` in the same transaction. Throws LeaseLost. */
  giveUp(lease: Lease, letter: DeadLetter, next?: Work | null): Promise<void>;
  /** A job that was given up; null when there is none with this id. */
  getDead(tenant: string, id: string): Promise<Job | null>;
  /**
   * Hands the job back: it waits again, and its run is not a failure. The run counts as an attempt, because what it sent
   * may still have arrived. Throws LeaseLost.
   */
  release(lease: Lease): Promise<void>;
  /** Deletes the waiting job with the key of this work, if any; a running one continues. */
  drop(tenant: string, work: Work): Promise<void>;
  /** Resumes the jobs of this workspace that waited for a valid bot token. */
  resume(tenant: string): Promise<void>;
  /** Wakes the workers of this process, after a write with the option `wake: false`. */
  wake(): void;
  /**
   * How many jobs there are, by state. `overdueMs`: how long ago (ms) the earliest waiting job became due; 0 if none is
   * due.
   */
  counts(): Promise<{ waiting: number; running: number; dead: number; overdueMs: number }>;
  /**
   * From now on, calls `listener` when the workers are woken: after commits that added jobs, on PostgreSQL also those
   * of other processes. Returns a function that stops this.
   */
  onWake(listener: () => void): () => void;
}

/** Resumes the jobs that waited for a valid bot token, within the caller's transaction if it passes one. */
export async function resumeWaiting(db: Kysely<Tables>, tenant: string, nowAt: number): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ run_at: nowAt })
    .where('tenant', '=', tenant)
    .where('state', '=', 'waiting')
    .where('last_error', '=', NOT_INSTALLED)
    .execute();
}

/** How a run ends: the row's changed columns, and the jobs that are enqueued with them. */
interface Ending {
  readonly changes: Updateable<Tables['jobs']>;
  readonly next?: readonly Work[];
}

/** Creates the job store. */
export function createJobStore(
  engine: Engine,
  transact: Transact,
  { wake, onWake }: Pick<JobStore, 'wake' | 'onWake'>,
  { plan, now }: { readonly plan: WorkRules['plan']; readonly now: () => number },
): JobStore {
  const end = (lease: Lease, how: (row: JobRow) => Ending): Promise<void> =>
    transact(async ({ tx, enqueue }) => {
      const { changes, next } = how(await holdLease(tx, engine, lease));
      const job = tx.updateTable('jobs').set(changes);
      await job.where('tenant', '=', lease.tenant).where('id', '=', lease.jobId).execute();
      for (const follower of next ?? []) await enqueue(lease.tenant, follower);
    });
  return {
    enqueue: (tenant, work, options) => transact((unit) => unit.enqueue(tenant, work), options),
    claim: (leaseMs = DEFAULT_LEASE_MS, held = [], steps) =>
      claimNext(engine, now(), { leaseMs, held, steps }),
    renew: (lease, leaseMs = DEFAULT_LEASE_MS) => extendLease(engine, lease, now() + leaseMs),
    finish: (lease) => end(lease, (row) => finished(row, now())),
    retry: (lease, delayMs, error, counts = 'failure') =>
      end(lease, (row) => retried(row, now() + delayMs, error, counts)),
    giveUp: (lease, letter, next = null) => end(lease, (row) => givenUp(row, letter, now(), next)),
    getDead: async (tenant, id) => {
      const query = engine.db.selectFrom('jobs').selectAll().where('tenant', '=', tenant);
      const row = await query.where('id', '=', id).where('state', '=', 'dead').executeTakeFirst();
      return row === undefined ? null : toJob(row as JobRow & typeof row);
    },
    release: (lease) => end(lease, () => ({ changes: waiting })),
    drop: async (tenant, work) => {
      const query = engine.db.deleteFrom('jobs').where('tenant', '=', tenant);
      await query.where('dedupe_key', '=', plan(work).key).where('state', '=', 'waiting').execute();
    },
    resume: async (tenant) => {
      await resumeWaiting(engine.db, tenant, now());
      wake();
    },
    counts: () => countJobs(engine, now()),
    wake,
    onWake,
  };
}

const unlocked = { lock_token: null, locked_until: null } as const;
const waiting = { ...unlocked, state: 'waiting' } as const;

function finished(row: JobRow, nowAt: number): Ending {
  const over = { attempts: 0, failures: 0, last_error: null };
  if (row.again_at !== null) {
    return { changes: { ...waiting, ...over, run_at: row.again_at, again_at: null } };
  }
  return { changes: { ...unlocked, ...over, state: 'done', finished_at: nowAt } };
}

function retried(row: JobRow, runAt: number, error: string, counts: 'failure' | 'delay'): Ending {
  return {
    changes: {
      ...waiting,
      run_at: runAt,
      last_error: cleanText(error),
      failures: row.failures + (counts === 'failure' ? 1 : 0),
      // The retry also does what was enqueued during the run, unless that is for a later time.
      again_at: row.again_at !== null && row.again_at > runAt ? row.again_at : null,
    },
  };
}

/**
 * Ends a job that is given up. If the same work was asked for while the job ran, it is enqueued again, ahead of `next`.
 */
function givenUp(row: JobRow, letter: DeadLetter, nowAt: number, next: Work | null): Ending {
  const { step, args } = toJob(row);
  const again =
    row.again_at === null ? [] : [{ step, args, delayMs: Math.max(0, row.again_at - nowAt) } as Work];
  const last_error = cleanText(`${letter.error} (${letter.reference})`);
  return {
    changes: { ...unlocked, state: 'dead', finished_at: nowAt, again_at: null, last_error },
    next: next === null ? again : [...again, next],
  };
}

async function extendLease(engine: Engine, lease: Lease, lockedUntil: number): Promise<void> {
  const { numUpdatedRows } = await engine.db
    .updateTable('jobs')
    .set({ locked_until: lockedUntil })
    .where('tenant', '=', lease.tenant)
    .where('id', '=', lease.jobId)
    .where('lock_token', '=', lease.token)
    .where('state', '=', 'running')
    .executeTakeFirst();
  if (numUpdatedRows === 0n) throw new LeaseLost(lease);
}

async function countJobs(engine: Engine, nowAt: number): ReturnType<JobStore['counts']> {
  const rows = await engine.db
    .selectFrom('jobs')
    .select((select) => [
      'state',
      select.fn.countAll<number>().as('count'),
      select.fn.min('run_at').as('first'),
    ])
    .where('state', 'in', ['waiting', 'running', 'dead'])
    .groupBy('state')
    .execute();
  const of = (state: JobState) => rows.find((row) => row.state === state)?.count ?? 0;
  const first = rows.find((row) => row.state === 'waiting')?.first ?? nowAt;
  return {
    waiting: of('waiting'),
    running: of('running'),
    dead: of('dead'),
    overdueMs: Math.max(0, nowAt - first),
  };
}
