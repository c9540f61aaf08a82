/**
 * Resend and cancel: when they are possible, and what the outcome of the call means. A press is recorded as pending
 * before Box is called; meanwhile further presses change nothing. Pure.
 */
import { withNudges } from './nudge.ts';
import { observe } from './observe.ts';
import type { ActionFailure, AskedFrom, Pending } from './pending.ts';
import type { Decision, Details, Observation, SignRequest } from './sign-request.ts';
import {
  canCancel,
  canResend,
  hasExpired,
  mayBeMailed,
  resendPossibleAt,
  statusTable,
  undecidedSigners,
} from './status.ts';
import { work } from './work.ts';

type Changed = Extract<Decision, { readonly record: SignRequest }>;

/** How long (ms) a pending resend or cancel is retried while Box cannot be reached. */
export const retryForMs = 15 * 60_000;

/** The person asks Box to remind everyone who has not signed. Null: not possible now, or already pending. */
export function requestResend(
  record: SignRequest,
  by: string,
  now: number,
  askedFrom?: AskedFrom,
): Decision | null {
  if (!canResend(record, now)) return null;
  const pending: Pending = { verb: 'resend', by, at: now, callSentAt: null, reason: null, askedFrom };
  return withPending(record, pending);
}

/** The person asks to cancel the request. Box may show `reason` to signers. Null: not possible, or already pending. */
export function requestCancel(
  record: SignRequest,
  by: string,
  reason: string | null,
  now: number,
  askedFrom?: AskedFrom,
): Decision | null {
  if (!canCancel(record)) return null;
  const pending: Pending = { verb: 'cancel', by, at: now, callSentAt: null, reason, askedFrom };
  return withPending(record, pending);
}

/**
 * After this long (ms) without an answer, the person who typed a command is told that it is under way. Slack cannot
 * replace that line later, so it comes only then.
 */
const underWayAfterMs = 3_000;

/**
 * Asks to cancel this request, because another one has replaced it and was sent; if that is not possible, records that
 * this request still stands. If this request was never sent, also withdraws the one that it should have replaced. Null:
 * nothing is left to do, or an action is pending.
 */
export function requestWithdrawal(record: SignRequest, reason: string, now: number): Decision | null {
  const { changes, pending, isNotWithdrawn } = record.details;
  const earlier = record.sentAt === null && changes ? [work.withdraw({ requestId: changes })] : [];
  if (canCancel(record)) {
    const by = record.requester;
    const asked = withPending(record, {
      ...{ verb: 'cancel', by, at: now, callSentAt: null, reason },
      isWithdrawal: true,
    });
    return { ...asked, steps: [...asked.steps, ...earlier] };
  }
  const isUntold = !pending && !isNotWithdrawn && !isEndedUnsigned(record) && record.state !== 'discarded';
  if (isUntold) {
    const steps = [work.redraw({ requestId: record.id }), ...earlier];
    return { record: withDetails(record, { isNotWithdrawn: true }), steps };
  }
  return earlier.length === 0 ? null : { record, steps: earlier };
}

/** Whether the request has ended before everyone had signed. */
function isEndedUnsigned({ state }: SignRequest): boolean {
  return statusTable[state].isFinal && state !== 'signed';
}

/** Records the pending action. The card shows its outcome, so from now on the request has a card. */
function withPending(record: SignRequest, pending: Pending): Changed {
  const { verb, askedFrom } = pending;
  const requestId = record.id;
  const underWay =
    askedFrom?.how === 'command'
      ? [work.tellUnderWay({ requestId, draftId: askedFrom.draftId }, underWayAfterMs)]
      : [];
  return {
    record: withDetails(record, { pending, trouble: null, isFollowed: true }),
    steps: [work[verb]({ requestId }), work.redraw({ requestId }), ...underWay],
  };
}

/** Recorded before the call is sent. Null: nothing is pending, the call may have been sent, or it is too late. */
export function aboutToCall(record: SignRequest, verb: Pending['verb'], now: number): Decision | null {
  const { pending } = record.details;
  if (pending?.verb !== verb || pending.callSentAt !== null || isTooLate(record)) return null;
  return { record: withDetails(record, { pending: { ...pending, callSentAt: now } }), steps: [] };
}

/** The call certainly did nothing, so it may be made again. Null: no action is pending. */
export function notCalled(record: SignRequest): Decision | null {
  const { pending } = record.details;
  if (!pending) return null;
  return { record: withDetails(record, { pending: { ...pending, callSentAt: null } }), steps: [] };
}

/** Box accepted the resend. */
export function resendAccepted(record: SignRequest, now: number): Decision {
  return {
    record: {
      ...withDetails(record, { pending: null, trouble: null, remindedAt: now, ...withNudges(record, now) }),
      lastSentAt: now,
    },
    steps: [work.redraw({ requestId: record.id })],
  };
}

/** Box answered the cancel. If the request is cancelled now, records who cancelled it, and why. */
export function cancelAnswered(record: SignRequest, seen: Observation, now: number): Decision {
  return finishCancel(observe(record, seen, now).record, now);
}

function finishCancel(record: SignRequest, now: number): Decision {
  const { pending } = record.details;
  const isOurs = pending?.verb === 'cancel' && record.state === 'cancelled';
  const { isWithdrawal = false } = pending ?? {};
  const cancelled = isOurs
    ? { by: pending.by, at: now, reason: pending.reason, ...(isWithdrawal && { isWithdrawal }) }
    : record.details.cancelled;
  return {
    record: withDetails(record, { pending: null, trouble: null, cancelled }),
    steps: [work.redraw({ requestId: record.id })],
  };
}

/** What is known when a pending action ends without success. */
export interface FailedAction {
  readonly code: ActionFailure['code'];
  /** HTTP status of Box's answer, when there was one. */
  readonly status?: number | null;
  /** Box's current state of the request, when it could be read. */
  readonly seen?: Observation | null;
  /** Whether the action may have succeeded, because the answer of a call was lost. */
  readonly mayHaveWorked: boolean;
}

/**
 * The action failed, or its outcome is unknown: the card says so. A resend of unknown outcome counts as sent for ten
 * minutes; a cancel of unknown outcome has worked if Box says so. Null: nothing is pending.
 */
export function finishWithFailure(record: SignRequest, ending: FailedAction, now: number): Decision | null {
  const { pending } = record.details;
  if (!pending) return null;
  const known = ending.seen ? observe(record, ending.seen, now).record : record;
  if (pending.verb === 'cancel' && ending.mayHaveWorked && known.state === 'cancelled') {
    return finishCancel(known, now);
  }
  const code = failureCodeOf(pending, known, ending);
  const mayBeSent = pending.verb === 'resend' && (code === 'unknown' || code === 'too_early');
  const trouble: ActionFailure = { verb: pending.verb, code, at: now, status: ending.status ?? null };
  const isNotWithdrawn = pending.isWithdrawal === true && !isEndedUnsigned(known);
  return {
    record: {
      ...withDetails(known, { pending: null, trouble, ...(isNotWithdrawn && { isNotWithdrawn }) }),
      lastSentAt: mayBeSent ? Math.max(known.lastSentAt ?? 0, pending.callSentAt ?? now) : known.lastSentAt,
    },
    steps: [work.redraw({ requestId: record.id })],
  };
}

function failureCodeOf(pending: Pending, known: SignRequest, ending: FailedAction): ActionFailure['code'] {
  const { code, seen, mayHaveWorked } = ending;
  // A reminder may still have been sent before the request ended; a cancel plainly came too late.
  if (isTooLate(known) && !(pending.verb === 'resend' && mayHaveWorked)) return 'over';
  // Box says that the request continues: then a cancel did not work, whatever happened to its answer.
  const isNotCancelled = pending.verb === 'cancel' && seen && (code === 'unknown' || code === 'unreachable');
  if (!isNotCancelled) return code;
  return known.state === 'converting' ? 'converting' : 'unreachable';
}

/** Gives the pending action up because of a bug of our own. */
export function giveUpAction(record: SignRequest, verb: Pending['verb'], now: number): Decision | null {
  const { pending } = record.details;
  if (pending?.verb !== verb) return null;
  const mayHaveWorked = pending.callSentAt !== null;
  return finishWithFailure(record, { code: mayHaveWorked ? 'unknown' : 'internal', mayHaveWorked }, now);
}

/** How an action that is no longer pending failed; null: it worked. A cancel worked if the request is cancelled now. */
export function actionFailureOf(
  { state, details: { trouble } }: SignRequest,
  verb: Pending['verb'],
  now: number,
): ActionFailure | null {
  if (trouble?.verb === verb) return trouble;
  const isNotCancelled = verb === 'cancel' && state !== 'cancelled';
  return isNotCancelled ? { verb, code: 'over', at: now, status: null } : null;
}

/** Whether the request has ended or everyone has signed: a reminder or cancel then has no effect in Box. */
export function isTooLate(record: SignRequest): boolean {
  return statusTable[record.state].isFinal || record.state === 'finalizing';
}

/** When a pending action is given up (ms). */
export function actionGivenUpAt(pending: Pending): number {
  return pending.at + retryForMs;
}

/** Why a resend is not possible now, for the sentence; null: it is. */
export function resendRefusal(
  record: SignRequest,
  now: number,
):
  | { readonly code: 'under_way' | 'not_out' | 'not_known' | 'over' | 'gone' | 'nobody_left' | 'your_turn' }
  | { readonly code: 'too_early'; readonly at: number }
  | null {
  if (canResend(record, now)) return null;
  if (record.details.pending) return { code: 'under_way' };
  if (statusTable[record.state].isFinal || hasExpired(record, now)) return { code: 'over' };
  if (record.details.goneAt) return { code: 'gone' };
  if (record.state !== 'sent' && record.state !== 'viewed') {
    return { code: mayBeMailed(record) ? 'not_known' : 'not_out' };
  }
  const at = resendPossibleAt(record);
  if (at !== null && now < at) return { code: 'too_early', at };
  return { code: undecidedSigners(record.signers).length > 0 ? 'your_turn' : 'nobody_left' };
}

function withDetails(
  record: SignRequest,
  changes: Partial<
    Pick<
      Details,
      'pending' | 'trouble' | 'remindedAt' | 'nudged' | 'cancelled' | 'isFollowed' | 'isNotWithdrawn'
    >
  >,
): SignRequest {
  return { ...record, details: { ...record.details, ...changes } };
}
