/**
 * Cancel: a dialog that says what will be lost, then the call. Repeating the call is harmless, so after a lost answer
 * the request is read and, if necessary, the call is made again.
 */
import { cancelSignRequest, getSignRequest } from '../box/sign-requests.ts';
import { OutsideFailure } from '../failure.ts';
import { cancelAnswered, requestCancel } from '../signing/resend-cancel.ts';
import type { Observation, SignRequest } from '../signing/sign-request.ts';
import { canCancel, readStatus, statusTable } from '../signing/status.ts';
import type { StepArgs } from '../signing/work.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../slack/payloads.ts';
import { cancelModal, readCancelModal } from '../views/cancel-modal.ts';
import { sentenceView } from '../views/sentence.ts';
import { rememberAskedFrom } from './asked-from.ts';
import { failureCodeOf, type PendingActionRun, runPendingAction, type Verb } from './box-action.ts';
import { personOf } from './rights/admit.ts';
import { answerOutdatedRequest, forRequest, submittedForRequest } from './rights/requests.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';
import { showBusy } from './surfaces/busy.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { showModal } from './surfaces/show-modal.ts';

/** The button or option Cancel request, wherever it is: opens the dialog. */
export function pressCancel(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'cancel', async (on) => {
    const { triggerId } = payload;
    if (!canCancel(on.record) || !triggerId)
      return (await answerOutdatedRequest(services, payload, on)).after?.();
    const view = cancelModal(on.record, on.t, payload);
    await showModal(services, on.tenant, { ...payload, triggerId }, view);
  });
}

/** Handles the submitted cancel dialog. */
export function submitCancel(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const read = readCancelModal(payload.view.privateMetadata, payload.view.state);
  const target = { id: read?.requestId ?? null, right: 'cancel' } as const;
  return submittedForRequest(services, payload, target, async ({ tenant, person, record: { id }, t }) => {
    const from = read ? await rememberAskedFrom(services, tenant, person, read) : undefined;
    const changed = await services.store.signRequests.change(
      tenant,
      id,
      (record) => requestCancel(record, person.userId, read?.reason ?? null, services.now(), from),
      { wake: false },
    );
    if (changed?.isChanged && read) return { after: () => showBusy(services, read, changed.record) };
    await redrawSoon(services, tenant, id);
    // A second press, while the first is pending or after it worked: there is nothing to tell.
    if (changed && isCancelPendingOrDone(changed.record, person.userId)) return {};
    return { ack: { response_action: 'update', view: sentenceView(t.notNow, t) } };
  });
}

function isCancelPendingOrDone({ details }: SignRequest, userId: string): boolean {
  return details.pending?.verb === 'cancel' || details.cancelled?.by === userId;
}

/** The step `cancel`: makes the pending call to Box, and records the outcome. */
export function cancel(services: Services, args: StepArgs['cancel'], run: Run): Promise<void> {
  return runPendingAction(services, args, run, cancelVerb(services));
}

/** How a cancel is carried out. */
export function cancelVerb(services: Services): Verb {
  return {
    name: 'cancel',
    call: async (action) => {
      const seen = await cancelAtBox(action);
      await action.change((record) => cancelAnswered(record, seen, services.now()));
    },
    isSettled: async ({ session, boxId, recordFailure }) => {
      const seen = await getSignRequest(session, boxId);
      const isOver = statusTable[readStatus(seen.status)].isFinal;
      if (isOver) await recordFailure({ code: 'over', seen, mayHaveWorked: true });
      return isOver;
    },
    failureCode: failureCodeOf,
  };
}

/**
 * Cancels in Box. Box answers 400, without saying why, to a cancel that comes too early, too late, or without a reason
 * that it requires. So after a 400 the request is read; if it is open and no reason was given, the call is repeated
 * with one.
 */
async function cancelAtBox({
  services,
  session,
  record,
  boxId,
  pending,
}: PendingActionRun): Promise<Observation> {
  try {
    return await cancelSignRequest(session, boxId, pending.reason ?? undefined);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.status !== 400) throw error;
    const state = readStatus((await getSignRequest(session, boxId)).status);
    if (state === 'converting') throw stillConverting;
    if (statusTable[state].isFinal || pending.reason !== null) throw error;
    // A Box admin can make the reason mandatory.
    const t = textsFor(await personOf(services, record.tenant, record.requester));
    const { usualReason, editorsReason } = t.actions;
    return cancelSignRequest(session, boxId, record.details.sharedAs ? editorsReason : usualReason);
  }
}

const stillConverting = new OutsideFailure({
  service: 'box',
  operation: 'cancelSignRequest',
  kind: 'retry',
  status: 400,
  reason: 'still_converting',
});
