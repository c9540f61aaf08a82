/** Inserts jobs. Claiming them is in `claims.ts`, finishing them in `jobs.ts`. */
import { randomBytes } from 'node:crypto';
import { sql, type Transaction } from 'kysely';
import type { Work } from '../signing/work.ts';
import { currentCause } from '../telemetry.ts';
import { toJson } from './columns.ts';
import type { Tables } from './tables.ts';
import type { JobPlan } from './work-rules.ts';

/** A job that is due within this time (ms) gets the reference of the press that caused it; a later one gets none. */
const immediateMs = 1_000;

/** The arguments of a job as they are stored: ids, codes and times, never content. */
export type JobArgs = Readonly<Record<string, unknown>>;

/**
 * Inserts the job. When a job with its key is waiting, that job is moved forward if the new one is due earlier. When
 * one is running, it is marked to run again, so that a change made during the run is not lost.
 */
export async function insertJob(
  tx: Transaction<Tables>,
  tenant: string,
  { step, args: all, delayMs = 0 }: Work,
  { lane, key }: JobPlan,
  nowAt: number,
): Promise<void> {
  // The request id is stored in a separate column.
  const { requestId = null, ...args } = all as { readonly requestId?: string };
  await tx
    .insertInto('jobs')
    .values({
      tenant,
      id: timeOrderedId(nowAt),
      request_id: requestId,
      lane,
      step,
      args: toJson(args),
      dedupe_key: key,
      state: 'waiting',
      run_at: nowAt + delayMs,
      attempts: 0,
      failures: 0,
      created_at: nowAt,
      reference: delayMs <= immediateMs ? (currentCause()?.reference ?? null) : null,
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
 * An id that sorts by its time, and after those that this process has just made in the same millisecond, so that jobs
 * of one decision keep their order. 12 digits of time, 4 of a counter, 16 random ones, all hexadecimal.
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
