/**
 * Cancel: a dialog that says what will be lost, then the call. Repeating it is harmless, so after a lost answer the
 * request is read and, if need be, the call is made again.
 */
import { cancelSignRequest, getSignRequest } from '../box/sign-requests.ts';
import { cancelAnswered, requestCancel } from '../signing/resend-cancel.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, readStatus, statusTable } from '../signing/status.ts';
import type { StepArgs } from '../signing/work.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../slack/payloads.ts';
import { cancelModal, readCancelModal } from '../views/cancel-modal.ts';
import { sentenceView } from '../views/sentence.ts';
import { failureCodeOf, runPendingAction } from './box-action.ts';
import { answerOutdatedRequest, forRequest, submittedOnRequest } from './rights/requests.ts';
import type { Run } from './run.ts';
import type { Services } from './services.ts';
import { showBusy } from './surfaces/busy.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';

/** The button Cancel, on a card, in a list or in details: opens the dialog. */
export function pressCancel(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'cancel', async (on) => {
    const { triggerId } = payload;
    if (!canCancel(on.record) || !triggerId)
      return (await answerOutdatedRequest(services, payload, on)).after?.();
    const view = cancelModal(on.record, on.t, payload);
    if (payload.view) await services.slack.pushView(triggerId, view);
    else await services.slack.openView(triggerId, view);
  });
}

/** Submits the cancel dialog. */
export function submitCancel(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const read = readCancelModal(payload.view.privateMetadata, payload.view.state);
  const target = { id: read?.requestId ?? null, right: 'cancel' } as const;
  return submittedOnRequest(services, payload, target, async ({ tenant, person, record: { id }, t }) => {
    const changed = await services.store.signRequests.change(
      tenant,
      id,
      (record) => requestCancel(record, person.userId, read?.reason ?? null, services.now()),
      { wake: false },
    );
    if (changed?.isChanged && read) return { after: () => showBusy(services, read, changed.record) };
    await redrawSoon(services, tenant, id);
    // A second press finds the first pending, or done: there is nothing to tell.
    if (changed && isBeingStopped(changed.record, person.userId)) return {};
    return { ack: { response_action: 'update', view: sentenceView(t.notNow, t) } };
  });
}

function isBeingStopped({ details }: SignRequest, userId: string): boolean {
  return details.pending?.verb === 'cancel' || details.cancelled?.by === userId;
}

/** The step `cancel`. */
export function cancel(services: Services, args: StepArgs['cancel'], run: Run): Promise<void> {
  return runPendingAction(services, args, run, {
    name: 'cancel',
    call: async ({ session, boxId, pending, change }) => {
      const seen = await cancelSignRequest(session, boxId, pending.reason ?? undefined);
      await change((record) => cancelAnswered(record, seen, services.now()));
    },
    isSettled: async ({ session, boxId, end }) => {
      const seen = await getSignRequest(session, boxId);
      const isOver = statusTable[readStatus(seen.status)].isFinal;
      if (isOver) await end({ code: 'over', seen, mayHaveWorked: true });
      return isOver;
    },
    // Box refuses a cancel without a reason where its administrator requires one, and does not say so plainly.
    codeOf: (failure, { pending }) =>
      failure.status === 400 && pending.reason === null ? 'reason_required' : failureCodeOf(failure),
  });
}
