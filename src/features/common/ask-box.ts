/** Asks Box about one sign request and hands the answer to `observe`. One get, or a look for our id. */
import type { BoxSession } from '../../box/connections.ts';
import { findByExternalId, getSignRequest } from '../../box/sign-requests.ts';
import { OutsideFailure } from '../../failure.ts';
import { created } from '../../signing/creation.ts';
import { observe } from '../../signing/observe.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import type { Lease } from '../../store/claims.ts';
import type { Services } from './services.ts';

/** What asking Box comes to for a person without a connection. */
export const noConnection = new OutsideFailure({
  service: 'box',
  operation: 'refresh',
  kind: 'final',
  status: 401,
  reason: 'not_connected',
});

/**
 * @param lease of the job that asks, so that a run that lost its job writes nothing.
 * @throws OutsideFailure
 */
export async function askBox(
  services: Services,
  session: BoxSession,
  record: SignRequest,
  lease?: Lease,
): Promise<void> {
  const { signRequests } = services.store;
  const { tenant, id } = record;
  if (record.boxId === null) {
    const found = await findByExternalId(session, id);
    if (found.length === 0) return;
    const at = services.now();
    await signRequests.change(tenant, id, (now) => created(now, found, at), { lease });
    return;
  }
  const seen = await getSignRequest(session, record.boxId);
  const at = services.now();
  await signRequests.change(tenant, id, (now) => observe(now, seen, at), { lease });
}
