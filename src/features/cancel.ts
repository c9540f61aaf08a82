/**
 * Cancel: a dialog that says what is lost, then the call. Repeating it is harmless, so a lost answer is
 * followed by a look and, if need be, by another call.
 */
import { cancelSignRequest, getSignRequest } from '../box/sign-requests.ts';
import { askCancel, stopped } from '../signing/chase.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, readStatus, statusTable } from '../signing/status.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../slack/payloads.ts';
import type { Job, Lease } from '../store/claims.ts';
import { cancelModal, readCancelModal } from '../views/cancel-modal.ts';
import { sentenceView } from '../views/sentence.ts';
import { runChase, troubleOf } from './box-action.ts';
import { forMember, submittedByMember } from './rights/members.ts';
import { type Services, textsFor } from './services.ts';
import { showUnderWay } from './surfaces/busy.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { notKnown, outOfDate } from './tell.ts';

/** Cancel on a card, in a list or in details: opens the dialog. */
export function pressCancel(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    const record = payload.value ? await services.store.signRequests.get(tenant, payload.value) : null;
    if (record?.requester !== person.userId) return (await notKnown(services, payload, person)).after?.();
    if (!canCancel(record) || !payload.triggerId) {
      await redrawSoon(services, tenant, record.id);
      return (await outOfDate(services, payload, person)).after?.();
    }
    const view = cancelModal(record, textsFor(person), payload);
    if (payload.view) await services.slack.pushView(payload.triggerId, view);
    else await services.slack.openView(payload.triggerId, view);
  });
}

/** Stop it: the dialog's submission. */
export function submitCancel(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async ({ tenant, person, t }) => {
    const read = readCancelModal(payload.view.privateMetadata, payload.view.state);
    const known = read ? await services.store.signRequests.get(tenant, read.requestId) : null;
    if (!read || known?.requester !== person.userId) {
      return { ack: { response_action: 'push', view: sentenceView(t.notKnown.request, t) } };
    }
    let isAsked = false;
    const decide = (record: SignRequest): ReturnType<typeof askCancel> => {
      const decision = askCancel(record, person.userId, read.reason, services.now());
      isAsked = decision !== null;
      return decision;
    };
    const changed = await services.store.signRequests.change(tenant, read.requestId, decide, { wake: false });
    const record = changed?.record ?? known;
    if (!isAsked) {
      await redrawSoon(services, tenant, read.requestId);
      // The second press of "Stop it" finds the first under way, or done: nothing to say about it.
      if (isBeingStopped(record, person.userId)) return {};
      return { ack: { response_action: 'update', view: sentenceView(t.notNow, t) } };
    }
    return { after: () => showUnderWay(services, read, record) };
  });
}

function isBeingStopped({ details }: SignRequest, userId: string): boolean {
  return details.pending?.verb === 'cancel' || details.cancelled?.by === userId;
}

/** The step `cancel`. */
export function cancel(services: Services, job: Job, lease: Lease): Promise<void> {
  return runChase(services, job, lease, {
    name: 'cancel',
    call: async ({ session, boxId, pending, change }) => {
      const seen = await cancelSignRequest(session, boxId, pending.reason ?? undefined);
      await change((record) => stopped(record, seen, services.now()));
    },
    isSettled: async ({ session, boxId, end }) => {
      const seen = await getSignRequest(session, boxId);
      const isOver = statusTable[readStatus(seen.status)].isFinal;
      if (isOver) await end({ code: 'over', seen, mayHaveWorked: true });
      return isOver;
    },
    // Box refuses a cancel without a reason where its administrator asks for one, and does not say so plainly.
    codeOf: (failure, { pending }) =>
      failure.status === 400 && pending.reason === null ? 'reason_required' : troubleOf(failure),
  });
}
