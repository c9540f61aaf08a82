/**
 * Box has not answered for a while: the open modal says so. Runs outside the request's lane, because the call to Box
 * that is still waiting holds the lane. The card is redrawn in the lane, so only once that call has ended.
 */

import { RetryLater } from '../failure.ts';
import { slowAt } from '../signing/creation.ts';
import type { StepArgs } from '../signing/work.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import type { Services } from './services.ts';
import { drawViews } from './surfaces/open-views.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';

/** The step `slow`: shows in the open modal that Box has not answered yet. */
export async function showSlow(
  services: Services,
  { requestId: id }: StepArgs['slow'],
  { tenant }: Run,
): Promise<void> {
  const record = await services.store.signRequests.get(tenant, id);
  if (record?.state !== 'requested' && record?.state !== 'creating') return;
  // This job may belong to an earlier submission: wait until the latest one has taken long enough.
  const waitMs = slowAt(record) - services.now();
  if (waitMs > 0) throw new RetryLater(waitMs);
  const person = await personOf(services, tenant, record.requester);
  const rows = await services.store.cards.forRequest(tenant, id);
  await drawViews(services, record, person, rows);
  // The answer may have come while the view was drawn: then this redraw replaces "slow" with it.
  await redrawSoon(services, tenant, id);
}
