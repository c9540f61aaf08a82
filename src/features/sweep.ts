/** Deletes expired data, every hour. */
import { work } from '../signing/work.ts';
import { NO_TENANT } from '../store/jobs.ts';
import type { AllInstallations } from './services.ts';

const sweepEveryMs = 60 * 60_000;

/** The step `sweep`. Enqueues the next sweep before it ends, so that finishing this run plans the next in one write. */
export async function sweep({ store }: AllInstallations): Promise<void> {
  await store.jobs.enqueue(NO_TENANT, work.sweep({}, sweepEveryMs));
  await store.sweep();
}
