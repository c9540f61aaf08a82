/** Presses that end or repeat what Box does not have: Discard, and Send again after an unknown outcome. */
import { discard, sendAgain } from '../signing/decide.ts';
import type { Decision, SignRequest } from '../signing/sign-request.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import type { Person } from '../store/database.ts';
import { pressedByMember } from './rights/members.ts';
import type { Services } from './services.ts';
import { showUnderWay } from './surfaces/busy.ts';
import { drawViews } from './surfaces/open-views.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { notKnown, outOfDate } from './tell.ts';

/** Discard. */
export async function pressDiscard(services: Services, payload: ActionPayload): Promise<Answer> {
  const pressed = await change(services, payload, discard);
  return 'record' in pressed ? { after: async () => services.store.jobs.wake() } : pressed;
}

/** Send again: the person was told that signers may get it twice, and confirmed. The buttons go at once. */
export async function pressSendAgain(services: Services, payload: ActionPayload): Promise<Answer> {
  const pressed = await change(services, payload, (record) => sendAgain(record, services.now()));
  if (!('record' in pressed)) return pressed;
  const { record, person } = pressed;
  return {
    after: async () => {
      const rows = await services.store.cards.forRequest(record.tenant, record.id);
      await drawViews(services, record, person, rows);
      await showUnderWay(services, payload, record);
    },
  };
}

/** The changed record, or the answer to a press that changes nothing. Whoever gets the record wakes the workers. */
function change(
  services: Services,
  payload: ActionPayload,
  decide: (record: SignRequest) => Decision | null,
): Promise<{ readonly record: SignRequest; readonly person: Person } | Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const id = payload.value ?? '';
    const known = await services.store.signRequests.get(tenant, id);
    if (known?.requester !== person.userId) return notKnown(services, payload, person);
    let isChanged = false;
    const deciding = (record: SignRequest): Decision | null => {
      const decision = decide(record);
      isChanged = decision !== null;
      return decision;
    };
    const changed = await services.store.signRequests.change(tenant, id, deciding, { wake: false });
    if (changed && isChanged) return { record: changed.record, person };
    // The press came from an old card: it is brought up to date.
    await redrawSoon(services, tenant, id);
    return outOfDate(services, payload, person);
  });
}
