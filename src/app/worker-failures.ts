/**
 * Decides what happens to a job whose handler threw, by the class of the failure: retry after the time that was asked
 * for, retry with backoff, or give up and report it. Stores and logs only text that is safe to keep.
 */
import { describeError, OutsideFailure, RetryLater, stackFramesOf } from '../failure.ts';
import type { Work } from '../signing/work.ts';
import { type Job, type Lease, LeaseLost } from '../store/claims.ts';
import type { JobStore } from '../store/jobs.ts';
import { isDatabaseFailure } from '../store/unreachable.ts';
import { currentReference } from '../telemetry.ts';

/** A job is given up after this many runs that failed unexpectedly or never finished. */
export const MAX_FAILURES = 8;
const FIRST_BACKOFF_MS = 1_000;
const LONGEST_BACKOFF_MS = 60_000;
/**
 * The longest wait (ms) that is granted when Slack or Box asks for more: after fifteen minutes, people are told that
 * their action has failed, so a later retry would not help them.
 */
const LONGEST_ASKED_MS = 15 * 60_000;
/** The backoff may lengthen the wait that Slack or Box asked for, up to this many times that wait. */
const MAX_ASKED_FACTOR = 4;

/** The functions of the log that the worker needs. */
export interface WorkerLog {
  info(fields: object, message: string): void;
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/**
 * Decides what happens to a job whose handler threw, and stores it. Returns `later`: it is retried, and nothing is
 * counted as a failure; `failed`: it is retried, and the failure is counted; or `given up`. Throws LeaseLost.
 */
export async function settleFailedRun(
  jobs: JobStore,
  log: WorkerLog,
  job: Job,
  lease: Lease,
  error: unknown,
  whenGivenUp: (job: Job, reference: string) => Work | null,
): Promise<'later' | 'failed' | 'given up'> {
  if (error instanceof LeaseLost) throw error;
  if (error instanceof RetryLater) {
    await jobs.retry(lease, error.delayMs, error.message, 'delay');
    return 'later';
  }
  const safe = describeError(error);
  if (error instanceof OutsideFailure && error.kind !== 'final') {
    const asked = error.kind === 'retry' ? (error.retryAfterSeconds ?? 0) : 0;
    const delayMs = delayAfter(job.attempts, Math.min(asked * 1000, LONGEST_ASKED_MS));
    log.warn({ ...jobLogFields(job), error: safe, delayMs }, 'a job waits for Slack or Box');
    await jobs.retry(lease, delayMs, safe, 'delay');
    return 'later';
  }
  if (isDatabaseFailure(error)) {
    const delayMs = backoffMs(job.attempts);
    log.warn({ ...jobLogFields(job), error: safe, delayMs }, 'a job waits for the database');
    await jobs.retry(lease, delayMs, safe, 'delay');
    return 'later';
  }
  const reference = currentReference();
  const failures = job.failures + 1;
  const fields = { ...jobLogFields(job), reference, error: safe, stack: stackFramesOf(error) };
  if (error instanceof OutsideFailure || failures >= MAX_FAILURES) {
    log.error(fields, 'a job is given up');
    await jobs.giveUp(lease, { error: safe, reference }, whenGivenUp(job, reference));
    return 'given up';
  }
  log.error(fields, 'a job failed and is tried again');
  await jobs.retry(lease, backoffMs(failures), `${safe} (${reference})`);
  return 'failed';
}

/**
 * The delay before a retry (ms): the backoff; if `askedMs` is not 0, at least `askedMs`, and at most `MAX_ASKED_FACTOR`
 * times it.
 */
function delayAfter(attempt: number, askedMs: number): number {
  const backoff = backoffMs(attempt);
  return askedMs === 0 ? backoff : Math.max(askedMs, Math.min(backoff, MAX_ASKED_FACTOR * askedMs));
}

/**
 * The backoff (ms): doubles from one second to one minute. Half of it is random, so that jobs do not retry together.
 */
export function backoffMs(attempt: number): number {
  const full = Math.min(FIRST_BACKOFF_MS * 2 ** (Math.max(1, attempt) - 1), LONGEST_BACKOFF_MS);
  return Math.round(full / 2 + (Math.random() * full) / 2);
}

/** What the log says about a job: ids, its step and its attempts, and none of its other arguments. */
export function jobLogFields(job: Job): object {
  return {
    tenant: job.tenant,
    jobId: job.id,
    step: job.step,
    requestId: job.args['requestId'] ?? null,
    attempts: job.attempts,
  };
}
