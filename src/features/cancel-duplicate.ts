/**
 * Cancel the second one: Box has two requests with our id, and people shall sign once. Stopping it twice does
 * nothing more, so a lost answer is followed by another call.
 */
import type { BoxSession } from '../box/connections.ts';
import { cancelSignRequest, getSignRequest } from '../box/sign-requests.ts';
import { OutsideFailure } from '../failure.ts';
import { chaseForMs } from '../signing/chase.ts';
import { askCancelDuplicate, duplicateGoesOn, duplicateGone } from '../signing/duplicate.ts';
import { observe } from '../signing/observe.ts';
import type { Trouble } from '../signing/pending.ts';
import type { Decision, SignRequest } from '../signing/sign-request.ts';
import { readStatus, statusTable } from '../signing/status.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import type { Job, Lease } from '../store/claims.ts';
import { troubleOf } from './box-action.ts';
import { personOf } from './rights/admit.ts';
import { pressedByMember } from './rights/members.ts';
import { type Services, textsFor } from './services.ts';
import { showUnderWay } from './surfaces/busy.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { notKnown, outOfDate } from './tell.ts';

/** The button's value is the id of the request that goes on. */
export function pressCancelDuplicate(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const id = payload.value ?? '';
    const known = await services.store.signRequests.get(tenant, id);
    if (known?.requester !== person.userId) return notKnown(services, payload, person);
    const changed = await services.store.signRequests.change(tenant, id, askCancelDuplicate, { wake: false });
    const record = changed?.record ?? known;
    if (record.details.duplicateBoxId === null) {
      await redrawSoon(services, tenant, id);
      return outOfDate(services, payload, person);
    }
    return { after: () => showUnderWay(services, payload, record) };
  });
}

/** The step `cancel_duplicate`. */
export async function cancelDuplicate(services: Services, job: Job, lease: Lease): Promise<void> {
  const id = job.requestId ?? '';
  const record = await services.store.signRequests.get(job.tenant, id);
  const boxId = record?.details.duplicateBoxId ?? null;
  if (!record || boxId === null) return;
  const change = async (decide: (now: SignRequest) => Decision | null): Promise<void> => {
    await services.store.signRequests.change(job.tenant, id, decide, { lease });
  };
  const goesOn = (code: Trouble['code'], status: number | null): Promise<void> =>
    change((now) => duplicateGoesOn(now, { code, status }, services.now()));
  const session = await services.box.sessionFor(record.tenant, record.requester);
  if (!session) return goesOn('not_connected', null);
  if (services.now() >= job.createdAt + chaseForMs) return goesOn('unreachable', null);
  try {
    const seen = await stop(services, session, record, boxId);
    await change((now) => observe(now, seen, services.now()));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ request: id, failure: error.message }, 'cancelling the second request failed');
    if (error.kind !== 'final') throw error;
    if (error.status === 404) await change((now) => duplicateGone(now, boxId));
    else await goesOn(troubleOf(error), error.status);
  }
}

/** Box refuses to stop what is over: then that is what is known of it. */
async function stop(services: Services, session: BoxSession, record: SignRequest, boxId: string) {
  // Some administrators ask for a reason; this one says to signers which of two it was.
  const t = textsFor(await personOf(services, record.tenant, record.requester));
  try {
    return await cancelSignRequest(session, boxId, t.chase.duplicate.reason);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.status !== 400) throw error;
    const seen = await getSignRequest(session, boxId);
    if (!statusTable[readStatus(seen.status)].isFinal) throw error;
    return seen;
  }
}
