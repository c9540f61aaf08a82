/**
 * Takes jobs as soon as they are committed and runs their handlers: several jobs in parallel, but never two of the same
 * lane (see `JobPlan`). Renews the lease while a handler runs, and decides by the class of a failure whether the job is
 * retried or given up. It does not know what a step does: that is in the handlers it is given.
 */
import { describeError, Fault } from '../failure.ts';
import type { Work } from '../signing/work.ts';
import { type ClaimedJob, type Job, type Lease, LeaseLost } from '../store/claims.ts';
import { DEFAULT_LEASE_MS, type JobStore } from '../store/jobs.ts';
import { emitMeasured, newReference, withCause, withoutCause } from '../telemetry.ts';
import { jobLogFields, MAX_FAILURES, settleFailedRun, type WorkerLog } from './worker-failures.ts';

export type { WorkerLog } from './worker-failures.ts';

/** What a handler is given besides its job. */
export interface JobContext {
  /** The run's lease. A write of a record that is given the lease fails once the lease is lost. */
  readonly lease: Lease;
  /** Aborted when the lease is lost, or when the process must not wait any longer for the run. */
  readonly signal: AbortSignal;
}

/**
 * Runs one job. The job may run again after any failure, and after a crash at any point. Throws RetryLater,
 * OutsideFailure, LeaseLost, or an error of an unreachable database; any other error is a bug of our own.
 */
export type Handler = (job: Job, context: JobContext) => Promise<void>;

export interface WorkerOptions {
  readonly jobs: JobStore;
  /** The handlers by the step of the jobs that they run. */
  readonly handlers: Readonly<Record<string, Handler>>;
  /** The job that tells a person about a job that was given up; null: only the log reports it. */
  readonly whenGivenUp?: (job: Job, reference: string) => Work | null;
  readonly log: WorkerLog;
  /** How many jobs run in parallel. */
  readonly concurrency?: number;
  /** How long (ms) a lease lasts, and so how long a job waits after its worker has died. */
  readonly leaseMs?: number;
  /** Time (ms) between two queries for jobs that have become due, or whose notification was lost. */
  readonly pollMs?: number;
}

/** Takes jobs from the store and runs their handlers. */
export interface Worker {
  /** Starts taking jobs. */
  start(): void;
  /** Takes no new jobs, waits for the running ones, and hands back what still runs after `graceMs`. */
  stop(graceMs: number): Promise<void>;
}

interface ActiveRun {
  readonly done: Promise<void>;
  readonly lease: Lease;
  readonly abort: AbortController;
}

/** Creates a worker. It does nothing until it is started. */
export function createWorker(options: WorkerOptions): Worker {
  const { jobs, handlers, log, concurrency = 8, leaseMs = DEFAULT_LEASE_MS, pollMs = 1_000 } = options;
  const whenGivenUp = options.whenGivenUp ?? (() => null);
  const runs = new Set<ActiveRun>();
  // Only jobs of these steps are claimed: a later version, on the same store, may have added steps unknown here.
  const steps = Object.keys(handlers);
  let isStopping = false;
  let isDatabaseGone = false;
  let claiming: Promise<void> | null = null;
  let mustClaimAgain = false;
  let stopListening: () => void = () => undefined;
  let poll: NodeJS.Timeout | undefined;

  /** Takes jobs until there are none left or `concurrency` is reached. Called at every wake, poll and end of a run. */
  function claimMore(): void {
    if (isStopping) return;
    if (claiming !== null) {
      mustClaimAgain = true;
      return;
    }
    claiming = withoutCause(takeJobs).finally(() => {
      claiming = null;
      if (mustClaimAgain) {
        mustClaimAgain = false;
        claimMore();
      }
    });
  }

  async function takeJobs(): Promise<void> {
    try {
      while (!isStopping && runs.size < concurrency) {
        const held = [...runs].map((run) => run.lease.jobId);
        const claimed = await jobs.claim(leaseMs, held, steps);
        if (claimed === null) break;
        if (isStopping) {
          // The worker was stopped while the claim was in progress.
          await jobs.release(claimed.lease);
          break;
        }
        begin(claimed);
      }
      if (isDatabaseGone) log.info({}, 'jobs can be taken again');
      isDatabaseGone = false;
    } catch (error) {
      // Logged once for an outage, not at every query.
      if (!isDatabaseGone) log.error({ error: describeError(error) }, 'jobs cannot be taken');
      isDatabaseGone = true;
    }
  }

  function begin({ job, lease }: ClaimedJob): void {
    const abort = new AbortController();
    const cause = {
      reference: job.reference ?? newReference(),
      purpose: job.step,
      isFirst: job.reference === null,
    };
    const renewal = setInterval(() => withCause(cause, () => void renew(lease, abort)), leaseMs / 3);
    const done = withCause(cause, () => runJob(job, lease, abort.signal)).finally(() => {
      clearInterval(renewal);
      runs.delete(run);
      claimMore();
    });
    const run: ActiveRun = { done, lease, abort };
    runs.add(run);
  }

  async function renew(lease: Lease, abort: AbortController): Promise<void> {
    try {
      await jobs.renew(lease, leaseMs);
    } catch (error) {
      if (error instanceof LeaseLost) abort.abort(error);
      else log.warn({ jobId: lease.jobId, error: describeError(error) }, 'a lease could not be renewed');
    }
  }

  /** Runs a job and stores how the run ended. Never throws. */
  async function runJob(job: Job, lease: Lease, signal: AbortSignal): Promise<void> {
    const startedAt = performance.now();
    try {
      const failure = await attempt(handlers[job.step], job, { lease, signal });
      // The job was handed back or belongs to another worker now, so the outcome of this run must not be stored.
      if (signal.aborted) return;
      let result: 'done' | 'later' | 'failed' | 'given up' = 'done';
      if (failure === null) await jobs.finish(lease);
      else result = await settleFailedRun(jobs, log, job, lease, failure.error, whenGivenUp);
      emitMeasured('ran', {
        step: job.step,
        attempt: job.attempts,
        result,
        ms: performance.now() - startedAt,
      });
    } catch (error) {
      // Another worker has claimed the job, or will do so.
      if (error instanceof LeaseLost) return;
      log.error(
        { ...jobLogFields(job), error: describeError(error) },
        'the outcome of a job could not be stored',
      );
    }
  }

  async function handBack(run: ActiveRun): Promise<void> {
    run.abort.abort(new Fault('the process is stopping'));
    try {
      await jobs.release(run.lease);
    } catch (error) {
      if (error instanceof LeaseLost) return;
      log.warn({ jobId: run.lease.jobId, error: describeError(error) }, 'a job could not be handed back');
    }
  }

  return {
    start() {
      stopListening = jobs.onWake(claimMore);
      poll = setInterval(claimMore, pollMs);
      claimMore();
    },
    async stop(graceMs) {
      isStopping = true;
      stopListening();
      clearInterval(poll);
      // A claim in progress may hang as well, so both have one deadline.
      const running = async () => {
        await claiming;
        await Promise.all([...runs].map((run) => run.done));
      };
      await settleWithin(graceMs, [running()]);
      await Promise.all([...runs].map(handBack));
    },
  };
}

/** Runs the handler. @returns the error that it threw; null: none */
async function attempt(
  handler: Handler | undefined,
  job: Job,
  context: JobContext,
): Promise<{ error: unknown } | null> {
  try {
    // A job whose runs never finish may itself be the reason why the process dies.
    if (job.failures >= MAX_FAILURES) throw new Fault('its runs never came to an end');
    if (handler === undefined) throw new Fault(`no handler for the step ${job.step}`);
    await handler(job, context);
    return null;
  } catch (error) {
    return { error };
  }
}

/** Waits until all promises have settled, but no longer than `graceMs`. */
export async function settleWithin(graceMs: number, work: readonly Promise<unknown>[]): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const grace = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, graceMs);
  });
  await Promise.race([Promise.allSettled(work), grace]);
  clearTimeout(timer);
}
