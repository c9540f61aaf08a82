/** What a job step is given about its current run, besides its arguments. */
import type { Lease } from '../store/claims.ts';

export interface Run {
  readonly tenant: string;
  readonly jobId: string;
  /** Which run this is since the job last succeeded, counting from 1. */
  readonly attempts: number;
  /** When the job was enqueued (ms). */
  readonly createdAt: number;
  /** Passed with every write of the record, so that a run that has lost its lease writes nothing. */
  readonly lease: Lease;
}
