/**
 * Redraws everything that shows a sign request: the surfaces in `table.ts`. They are always redrawn in full, from the
 * stored record. Redraws run in the request's lane, so that two of them never overlap.
 */
import type { StepArgs } from '../../signing/work.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';
import { noViews } from './open-views.ts';
import type { Redraw } from './surface.ts';
import { redrawHomeAndListsSoon, requestSurfaces } from './table.ts';

/** The step `redraw`: redraws every surface of one request. */
export async function redraw(
  services: Services,
  { requestId }: StepArgs['redraw'],
  { tenant, lease }: Run,
): Promise<void> {
  const record = await services.store.signRequests.get(tenant, requestId);
  if (!record) return;
  const person = await personOf(services, tenant, record.requester);
  const rows = await services.store.cards.forRequest(tenant, record.id);
  let drawn: Redraw = { services, record, person, rows, lease, views: noViews };
  for (const draw of Object.values(requestSurfaces)) drawn = await draw(drawn);
  // Deleted only after the card was drawn, so that closed modals are still known after a crash.
  await drawn.views.forget();
  await redrawHomeAndListsSoon(services, tenant, record.requester);
}
