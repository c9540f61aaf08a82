/**
 * Reads Box's list of a person's own sign requests, page by page, and merges every entry into its record; then redraws
 * the person's open lists. Changes nothing in Box; makes one call for each 1,000 requests.
 */
import { randomUUID } from 'node:crypto';
import { listSignRequestPages } from '../../box/sign-requests.ts';
import { OutsideFailure } from '../../failure.ts';
import { observeListed } from '../../signing/listed.ts';
import type { StepArgs } from '../../signing/work.ts';
import type { Lease } from '../../store/claims.ts';
import { ConnectionChanged } from '../../store/held-connection.ts';
import { connectedSession } from '../connect/connection.ts';
import { personOf } from '../rights/admit.ts';
import type { Run } from '../run.ts';
import type { Services } from '../services.ts';
import { recordListFailure, renderList } from '../surfaces/list-views.ts';
import { redrawHomeAndListsSoon } from '../surfaces/table.ts';

/** The step `readList`. Not retried by itself: a person who waits for it can press Ask Box again. */
export async function readListAtBox(
  services: Services,
  { user }: StepArgs['readList'],
  { tenant, lease }: Run,
): Promise<void> {
  const { lists } = services.store;
  const startedAt = services.now();
  try {
    const isRead = await readAll(services, tenant, user, lease).catch(ignoreChangedConnection);
    const { listedAt } = await lists.readState(tenant, user);
    await lists.putReadState(tenant, user, {
      askedAt: null,
      listedAt: isRead ? startedAt : listedAt,
      failedAt: null,
      refusal: null,
    });
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ failure: error.message }, 'the list of sign requests could not be read');
    await recordListFailure(services, tenant, user, error);
  }
  await redrawHomeAndListsSoon(services, tenant, user);
}

/** False when the connection has changed meanwhile: nothing was read for the person's present one. */
export function ignoreChangedConnection(error: unknown): false {
  if (error instanceof ConnectionChanged) return false;
  throw error;
}

/**
 * Reads all pages of the person's list. Returns false when they have no connection to Box.
 * @throws ConnectionChanged when it has changed meanwhile
 */
async function readAll(services: Services, tenant: string, user: string, lease: Lease): Promise<boolean> {
  const connected = await connectedSession(services, tenant, user);
  if (!connected) return false;
  const whose = { tenant, requester: user, newId: randomUUID };
  for await (const page of listSignRequestPages(connected.session)) {
    const at = services.now();
    await services.store.signRequests.observeAll(
      tenant,
      user,
      page,
      (known, seen) => observeListed(known, seen, whose, at),
      lease,
      connected.since,
    );
  }
  return true;
}

/** One run redraws a list at most this many times, if the person keeps changing what it shows. */
const maxRounds = 10;

/** The step `drawLists`: redraws every list that the person has open. */
export async function drawLists(
  services: Services,
  { user }: StepArgs['drawLists'],
  { tenant }: Run,
): Promise<void> {
  for (const { id } of await services.store.lists.viewsOf(tenant, user)) {
    await drawList(services, tenant, user, id);
  }
}

/** Redraws one list. If the person chooses something else meanwhile, it is redrawn with that choice. */
async function drawList(services: Services, tenant: string, user: string, viewId: string): Promise<void> {
  const { lists } = services.store;
  const person = await personOf(services, tenant, user);
  for (let round = 0; round < maxRounds; round += 1) {
    const before = await lists.view(tenant, viewId);
    if (before === null) return;
    const { view } = await renderList(services, tenant, person, before.state);
    if (!(await services.slack.updateView(viewId, view))) return lists.removeView(tenant, viewId);
    if ((await lists.view(tenant, viewId))?.version === before.version) return;
  }
}
