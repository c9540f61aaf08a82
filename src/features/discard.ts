/** Presses that end or repeat what Box does not have: Discard, and Send again after an unknown outcome. */
import { discard, sendAgain } from '../signing/decide.ts';
import type { Decision, SignRequest } from '../signing/sign-request.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { admit } from './common/admit.ts';
import { redrawSoon } from './common/redraw-soon.ts';
import type { Services } from './common/services.ts';
import { outOfDate, tellOutsider } from './common/tell.ts';

/** Discard. */
export function pressDiscard(services: Services, payload: ActionPayload): Promise<Answer> {
  return change(services, payload, discard);
}

/** Send again: the person was told that signers may get it twice, and confirmed. */
export function pressSendAgain(services: Services, payload: ActionPayload): Promise<Answer> {
  return change(services, payload, (record) => sendAgain(record, services.now()));
}

async function change(
  services: Services,
  payload: ActionPayload,
  decide: (record: SignRequest) => Decision | null,
): Promise<Answer> {
  const admission = await admit(services, payload.actor);
  if (!admission.isAdmitted) return { after: () => tellOutsider(services, payload) };
  const { tenant, person } = admission;
  const id = payload.value ?? '';
  const known = await services.store.signRequests.get(tenant, id);
  if (known?.requester !== person.userId) return outOfDate(services, payload, person);
  let isChanged = false;
  await services.store.signRequests.change(tenant, id, (record) => {
    const decision = decide(record);
    isChanged = decision !== null;
    return decision;
  });
  if (isChanged) return {};
  // The press came from an old card: it is brought up to date.
  await redrawSoon(services, tenant, id);
  return outOfDate(services, payload, person);
}
