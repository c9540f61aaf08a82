/**
 * Putting a job into the table: by step, by key, by time. Only inserts; claiming and finishing are in `jobs.ts`.
 */
import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Step } from '../signing/sign-request.ts';
import { toJson } from './columns.ts';
import type { Tables } from './tables.ts';

/** What a job needs to find its work again: ids, never content. */
export type JobArgs = Readonly<Record<string, string | null>>;

export interface NewJob {
  readonly step: string;
  readonly requestId?: string | null;
  /** Jobs of one lane run one after another; without a lane they run beside everything. */
  readonly lane?: string | null;
  readonly args?: JobArgs;
  /** At most one waiting or running job of a tenant has this key. */
  readonly dedupeKey?: string | null;
  /** Not before so many milliseconds from now. */
  readonly delayMs?: number;
}

/** Steps that only speak to a person: they must not wait behind a slow call of the same request. */
const STEPS_WITHOUT_LANE: ReadonlySet<string> = new Set(['slow', 'note']);

/** The job of a decision's step: one of its kind per request, in the request's lane. */
export function jobOfStep(step: Step, requestId: string): NewJob {
  return {
    step: step.name,
    requestId,
    lane: STEPS_WITHOUT_LANE.has(step.name) ? null : requestId,
    dedupeKey: `${step.name}:${requestId}`,
    delayMs: step.delayMs ?? 0,
  };
}

/**
 * Inserts the job. When one with its key waits, that one is only moved earlier if need be; when it runs, it
 * is marked to run again, so that a change made during the run is not lost.
 */
export async function insertJob(
  tx: Transaction<Tables>,
  tenant: string,
  job: NewJob,
  nowAt: number,
): Promise<void> {
  await tx
    .insertInto('jobs')
    .values({
      tenant,
      id: timeOrderedId(nowAt),
      request_id: job.requestId ?? null,
      lane: job.lane ?? null,
      step: job.step,
      args: toJson(job.args ?? {}),
      dedupe_key: job.dedupeKey ?? null,
      state: 'waiting',
      run_at: nowAt + (job.delayMs ?? 0),
      attempts: 0,
      failures: 0,
      created_at: nowAt,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'dedupe_key'])
        .where('finished_at', 'is', null)
        .doUpdateSet({
          run_at: sql<number>`case when jobs.state = 'waiting' and excluded.run_at < jobs.run_at
            then excluded.run_at else jobs.run_at end`,
          again_at: sql<number | null>`case when jobs.state <> 'running' then jobs.again_at
            when jobs.again_at < excluded.run_at then jobs.again_at else excluded.run_at end`,
        }),
    )
    .execute();
}

let lastAt = 0;
let sameMoment = 0;

/**
 * An id that sorts after those made before it, also within a millisecond of one process: jobs of one decision
 * keep their order. 12 digits of time, 4 of a counter, 16 of chance, all hexadecimal.
 */
export function timeOrderedId(nowAt: number): string {
  sameMoment = nowAt === lastAt ? sameMoment + 1 : 0;
  lastAt = nowAt;
  return [
    nowAt.toString(16).padStart(12, '0'),
    (sameMoment % 0x10000).toString(16).padStart(4, '0'),
    randomBytes(8).toString('hex'),
  ].join('');
}
