/** Enqueues the redraw of a sign request: the one job that shows what the record says. */
import { work } from '../../signing/work.ts';
import type { Services } from '../services.ts';

/** At most one waits for each request; one that runs is run again. */
export function redrawSoon({ store }: Services, tenant: string, requestId: string): Promise<void> {
  return store.jobs.enqueue(tenant, work.redraw({ requestId }));
}
