/** What a job step is given about its current run, besides its arguments. */
import type { Lease } from '../store/claims.ts';

/** The current run of a job. */
export interface Run {
  readonly tenant: string;
  readonly jobId: string;
  /** Number of this run since the job last succeeded, counting from 1. */
  readonly attempts: number;
  /** When the job was first enqueued (ms). */
  readonly createdAt: number;
  /** The run's lease. A write of a record that is given the lease fails once the lease is lost. */
  readonly lease: Lease;
}
