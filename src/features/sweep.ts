/** Deletes expired data, every hour. */
import { work } from '../signing/work.ts';
import { NO_TENANT } from '../store/jobs.ts';
import type { AllInstallations } from './services.ts';

const sweepEveryMs = 60 * 60_000;

/**
 * The step `sweep`. Enqueues the next sweep during this run. Both have the same key, so when this run ends, its job is
 * kept and waits for the next sweep.
 */
export async function sweep({ store }: AllInstallations): Promise<void> {
  await store.jobs.enqueue(NO_TENANT, work.sweep({}, sweepEveryMs));
  await store.sweep();
}
