/**
 * Claims jobs: decides which job is next, and leases it to one worker for a time. A claim is one statement, so two
 * workers never hold the same job. Every operation that ends a run requires the lease's token, so a worker that has
 * lost its lease changes nothing. What a job does is not known here.
 */

import { randomUUID } from 'node:crypto';
import { type Kysely, sql } from 'kysely';
import { Fault } from '../failure.ts';
import { fromJson } from './columns.ts';
import type { Engine } from './engine.ts';
import type { JobArgs } from './new-job.ts';
import type { JobRow, Tables } from './tables.ts';

/** A worker's right to run a job. It ends when the lease expires; renewing the lease extends it. */
export interface Lease {
  readonly tenant: string;
  readonly jobId: string;
  readonly token: string;
}

/** A job, as its handler gets it. */
export interface Job {
  readonly tenant: string;
  readonly id: string;
  readonly step: string;
  /** The job's arguments, as they were enqueued. */
  readonly args: JobArgs;
  /** Number of this run since the job last succeeded, counting from 1. */
  readonly attempts: number;
  /** How many earlier runs of the job failed unexpectedly or never finished. */
  readonly failures: number;
  /** When the job was enqueued (ms). */
  readonly createdAt: number;
  /** The reference of the press that caused the job; null: no press did, or the job was enqueued for later. */
  readonly reference: string | null;
}

/** A job that was just claimed, and the lease on it. */
export interface ClaimedJob {
  readonly job: Job;
  readonly lease: Lease;
}

/** The job is no longer leased with this token: another worker has it, or it has ended. */
export class LeaseLost extends Fault {
  override readonly name = 'LeaseLost';

  constructor(lease: Lease) {
    super(`job ${lease.jobId} is no longer leased by this worker`);
  }
}

/** At most this many times a claim is retried after another process has claimed a job of the same lane. */
const MAX_CONFLICTS = 50;

/** Which jobs a caller may claim, and for how long. */
interface ClaimOptions {
  readonly leaseMs: number;
  /**
   * Ids of jobs that the caller still runs, which it must not claim again: after the machine slept, or its clock was
   * set, their leases look as if their worker had died.
   */
  readonly held: readonly string[];
  /** The steps that the caller can run; all steps when absent. */
  readonly steps?: readonly string[] | undefined;
}

/** Claims the next job that may run now; null when there is none. */
export async function claimNext(
  engine: Engine,
  nowAt: number,
  options: ClaimOptions,
): Promise<ClaimedJob | null> {
  const token = randomUUID();
  const lockedUntil = nowAt + options.leaseMs;
  const expired = await claimExpired(engine, nowAt, { token, lockedUntil, ...options });
  if (expired !== null) return toClaimedJob(expired, token);
  for (let conflicts = 0; ; conflicts += 1) {
    try {
      const row = await claimWaiting(engine, nowAt, { token, lockedUntil, ...options });
      return row === null ? null : toClaimedJob(row, token);
    } catch (error) {
      if (!engine.isUniqueViolation(error) || conflicts >= MAX_CONFLICTS) throw error;
    }
  }
}

interface Claim extends ClaimOptions {
  readonly token: string;
  readonly lockedUntil: number;
}

const amongSteps = ({ steps }: Claim) =>
  steps === undefined || steps.length === 0 ? sql`` : sql`and step in (${sql.join(steps)})`;

/** Claims a job whose lease has expired, because its worker died or hung. The lost run counts as failed. */
async function claimExpired(engine: Engine, nowAt: number, claim: Claim): Promise<JobRow | null> {
  const { token, lockedUntil, held } = claim;
  const notHeld = held.length === 0 ? sql`` : sql`and id not in (${sql.join(held)})`;
  const { rows } = await sql<JobRow>`
    update jobs set lock_token = ${token}, locked_until = ${lockedUntil},
      attempts = attempts + 1, failures = failures + 1
    where (tenant, id) = (
      select tenant, id from jobs where state = 'running' and locked_until <= ${nowAt} ${notHeld} ${amongSteps(claim)}
      order by locked_until, id limit 1 ${engine.skipLocked}
    ) returning *`.execute(engine.db);
  return rows[0] ?? null;
}

async function claimWaiting(engine: Engine, nowAt: number, claim: Claim): Promise<JobRow | null> {
  const { rows } = await sql<JobRow>`
    update jobs set state = 'running', lock_token = ${claim.token}, locked_until = ${claim.lockedUntil},
      attempts = attempts + 1
    where (tenant, id) = (
      select tenant, id from jobs where state = 'waiting' and run_at <= ${nowAt} ${amongSteps(claim)}
        and (lane is null or not exists (
          select 1 from jobs busy
          where busy.tenant = jobs.tenant and busy.lane = jobs.lane and busy.state = 'running'))
      order by run_at, id limit 1 ${engine.skipLocked}
    ) returning *`.execute(engine.db);
  return rows[0] ?? null;
}

function toClaimedJob(row: JobRow, token: string): ClaimedJob {
  return {
    lease: { tenant: row.tenant, jobId: row.id, token },
    job: toJob(row),
  };
}

/** The job of a row. */
export function toJob(row: JobRow): Job {
  const args = fromJson<JobArgs>(row.args);
  return {
    tenant: row.tenant,
    id: row.id,
    step: row.step,
    args: row.request_id === null ? args : { requestId: row.request_id, ...args },
    attempts: row.attempts,
    failures: row.failures,
    createdAt: row.created_at,
    reference: row.reference,
  };
}

/**
 * Returns the job's row if the lease still holds, and locks it, so that no other worker takes the lease over before the
 * transaction ends. Throws LeaseLost.
 */
export async function holdLease(tx: Kysely<Tables>, engine: Engine, lease: Lease): Promise<JobRow> {
  const query = tx
    .selectFrom('jobs')
    .selectAll()
    .where('tenant', '=', lease.tenant)
    .where('id', '=', lease.jobId)
    .where('lock_token', '=', lease.token)
    .where('state', '=', 'running');
  const row = await (engine.locksRows ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined) throw new LeaseLost(lease);
  // Apart from JSON columns, what Kysely selects is the row.
  return row as JobRow & typeof row;
}

/**
 * Releases all leases, and counts their runs as failed. Called when the embedded store is opened: this process has the
 * folder, so the holders of the leases are dead.
 */
export async function releaseAllLeases(db: Kysely<Tables>): Promise<void> {
  await db
    .updateTable('jobs')
    .set({ state: 'waiting', lock_token: null, locked_until: null, failures: sql<number>`failures + 1` })
    .where('state', '=', 'running')
    .execute();
}
