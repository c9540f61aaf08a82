/** Enqueues the redraw of a sign request: the one job that shows the current record. */
import { work } from '../../signing/work.ts';
import type { Services } from '../services.ts';

/** Enqueues a redraw of the request. At most one job waits for each request; a running one runs again. */
export function redrawSoon({ store }: Services, tenant: string, requestId: string): Promise<void> {
  return store.jobs.enqueue(tenant, work.redraw({ requestId }));
}
