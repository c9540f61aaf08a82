/**
 * Reads one sign request from Box and merges the answer into its record. Searches for our id while the id in Box is not
 * known, or when Box may hold a second request with our id; otherwise reads the request by its id in Box.
 */
import type { BoxSession } from '../box/session.ts';
import { findByExternalId, getSignRequest } from '../box/sign-requests.ts';
import { OutsideFailure } from '../failure.ts';
import { created } from '../signing/creation.ts';
import { observe } from '../signing/observe.ts';
import type { Decision, Observation, SignRequest } from '../signing/sign-request.ts';
import { mayHaveDuplicate } from '../signing/status.ts';
import { work } from '../signing/work.ts';
import type { Lease } from '../store/claims.ts';
import type { Services } from './services.ts';

/** The failure when a person has no Box connection to ask with. */
export const notConnected = new OutsideFailure({
  service: 'box',
  operation: 'refresh',
  kind: 'final',
  status: 401,
  reason: 'not_connected',
});

/**
 * Reads the request from Box and merges the answer into the record. Changes nothing when a search finds no request.
 *
 * @param lease the lease of the job that asks: a run that has lost its lease writes nothing
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
  const seen = await readFromBox(session, record, record.boxId);
  const at = services.now();
  await signRequests.change(tenant, id, (now) => observeAll(now, seen, at), { lease });
}

/** Reads the request. If Box may hold a second one with our id, searches for our id first, which finds both. */
async function readFromBox(session: BoxSession, record: SignRequest, boxId: string): Promise<Observation[]> {
  const found = mayHaveDuplicate(record) ? await findByExternalId(session, record.id) : [];
  const isListed = found.some((one) => one.boxId === boxId);
  return isListed ? found : [...found, await getSignRequest(session, boxId)];
}

function observeAll(record: SignRequest, seen: readonly Observation[], at: number): Decision {
  const merged = seen.reduce((known, one) => observe(known, one, at).record, record);
  return { record: merged, steps: [work.redraw({ requestId: record.id })] };
}
