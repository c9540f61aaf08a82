/**
 * Resend and cancel: who may, when, and what becomes of the call. A press is recorded as pending before Box
 * is called; while it is, further presses change nothing. Pure.
 */
import { observe } from './observe.ts';
import type { Pending, Trouble } from './pending.ts';
import type { Decision, Observation, SignRequest } from './sign-request.ts';
import { canCancel, canResend, resendPossibleAt, statusTable } from './status.ts';

/** How long a pending resend or cancel goes on while Box cannot be reached. */
export const chaseForMs = 15 * 60_000;

/** The person wants Box to remind everybody who has not signed. Null: not possible now, or under way already. */
export function askResend(record: SignRequest, by: string, now: number): Decision | null {
  if (!canResend(record, now)) return null;
  const pending: Pending = { verb: 'resend', by, at: now, callSentAt: null, reason: null };
  return {
    record: withChase(record, { pending, trouble: null }),
    steps: [{ name: 'resend' }, { name: 'redraw' }],
  };
}

/** The person wants it stopped. `reason` may be shown to signers by Box. */
export function askCancel(
  record: SignRequest,
  by: string,
  reason: string | null,
  now: number,
): Decision | null {
  if (!canCancel(record)) return null;
  const pending: Pending = { verb: 'cancel', by, at: now, callSentAt: null, reason };
  return {
    record: withChase(record, { pending, trouble: null }),
    steps: [{ name: 'cancel' }, { name: 'redraw' }],
  };
}

/** Committed before the call leaves. Null: there is nothing to call for, or it may have left already. */
export function aboutToCall(record: SignRequest, verb: Pending['verb'], now: number): Decision | null {
  const { pending } = record.details;
  if (pending?.verb !== verb || pending.callSentAt !== null) return null;
  return { record: withChase(record, { pending: { ...pending, callSentAt: now } }), steps: [] };
}

/** The call certainly did nothing: it may be made again. */
export function notCalled(record: SignRequest): Decision | null {
  const { pending } = record.details;
  if (!pending) return null;
  return { record: withChase(record, { pending: { ...pending, callSentAt: null } }), steps: [] };
}

/** Box took the resend. */
export function resent(record: SignRequest, now: number): Decision {
  return {
    record: { ...withChase(record, { pending: null, trouble: null }), lastSentAt: now },
    steps: [{ name: 'redraw' }],
  };
}

/** Box answered the cancel. Who stopped it, and why, is remembered when it was this press that did. */
export function stopped(record: SignRequest, seen: Observation, now: number): Decision {
  const { pending } = record.details;
  const wasOpen = !statusTable[record.state].isFinal;
  const merged = observe(record, seen, now).record;
  const isOurs = pending?.verb === 'cancel' && wasOpen && merged.state === 'cancelled';
  const cancelled = isOurs ? { by: pending.by, at: now, reason: pending.reason } : merged.details.cancelled;
  return {
    record: withChase(
      { ...merged, details: { ...merged.details, cancelled } },
      { pending: null, trouble: null },
    ),
    steps: [{ name: 'redraw' }],
  };
}

/**
 * It did not work, or nobody knows: the person is told on the card. A resend of unknown outcome counts as
 * sent for the ten minutes, since it may have been.
 *
 * @param seen what Box says of the request now, when it could be asked.
 */
export function failedToCall(
  record: SignRequest,
  trouble: Trouble,
  seen: Observation | null,
  now: number,
): Decision | null {
  const { pending } = record.details;
  if (!pending) return null;
  const known = seen ? observe(record, seen, now).record : record;
  const mayBeSent = pending.verb === 'resend' && (trouble.code === 'unknown' || trouble.code === 'too_early');
  // Over meanwhile: its state says why nothing was done.
  const told = statusTable[known.state].isFinal ? null : trouble;
  return {
    record: {
      ...withChase(known, { pending: null, trouble: told }),
      lastSentAt: mayBeSent ? Math.max(known.lastSentAt ?? 0, pending.callSentAt ?? now) : known.lastSentAt,
    },
    steps: [{ name: 'redraw' }],
  };
}

/** When a pending verb is given up (ms). */
export function chaseGivenUpAt(pending: Pending): number {
  return pending.at + chaseForMs;
}

/** Why a resend is not possible now, for the sentence; null when it is. */
export function whyNoResend(
  record: SignRequest,
  now: number,
):
  | { readonly code: 'under_way' | 'not_out' | 'over' | 'nobody_left' }
  | { readonly code: 'too_early'; readonly at: number }
  | null {
  if (canResend(record, now)) return null;
  if (record.details.pending) return { code: 'under_way' };
  if (statusTable[record.state].isFinal) return { code: 'over' };
  if (record.state !== 'sent' && record.state !== 'viewed') return { code: 'not_out' };
  const at = resendPossibleAt(record);
  return at !== null && now < at ? { code: 'too_early', at } : { code: 'nobody_left' };
}

function withChase(
  record: SignRequest,
  chase: { readonly pending?: Pending | null; readonly trouble?: Trouble | null },
): SignRequest {
  return { ...record, details: { ...record.details, ...chase } };
}
