/** Enqueues the redraw of a sign request: the one job that shows what the record says. */
import { jobOfStep } from '../../store/new-job.ts';
import type { Services } from '../services.ts';

/** At most one waits for each request; one that runs is run again. */
export function redrawSoon(services: Services, tenant: string, requestId: string): Promise<void> {
  return services.store.jobs.enqueue(tenant, jobOfStep({ name: 'redraw' }, requestId));
}
