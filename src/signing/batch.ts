/**
 * A batch: one action on many requests that a person has chosen in the list. A reminder or cancel is started as if the
 * request's own button had been pressed; an export writes one file. The batch records for which requests the action was
 * started, and how each ended. Pure.
 */
import type { ActionFailure } from './pending.ts';
import { requestCancel, requestResend, resendRefusal } from './resend-cancel.ts';
import type { Decision, SignRequest } from './sign-request.ts';
import { canCancel, canResend, statusTable } from './status.ts';

/** The actions that a person can start on several requests. */
export const batchVerbs = ['resend', 'cancel', 'export'] as const;

/** The action of a batch: remind about, cancel or export several requests. */
export type BatchVerb = (typeof batchVerbs)[number];

/** Why the action was not done for a request: it was not possible, it failed, or its outcome is not known. */
export type BatchFailure = ActionFailure['code'] | ResendRefusal | 'all_signed' | 'not_at_box' | 'not_found';

type ResendRefusal = NonNullable<ReturnType<typeof resendRefusal>>['code'];

/** One chosen request. */
export interface BatchEntry {
  readonly id: string;
  /** When the action on this request was started (ms); null: it was not. */
  readonly askedAt: number | null;
  /** How the action on this request ended; null: it has not. */
  readonly result: 'done' | BatchFailure | null;
  /** The person has unticked this request on the page. Set only until the batch is confirmed. */
  readonly isLeftOut?: boolean;
}

/** One action of a person on the requests that they have chosen. */
export interface Batch {
  /** The id of the rendering of the page on which the requests were chosen: submitting it twice makes one batch. */
  readonly id: string;
  /** Slack user id of the person. */
  readonly user: string;
  readonly verb: BatchVerb;
  /** Why the requests are cancelled. */
  readonly reason: string | null;
  readonly entries: readonly BatchEntry[];
  /** Id of the modal that shows the progress; null: none is open. */
  readonly viewId: string | null;
  /** When the person confirmed the batch (ms); null: they have not, so nothing is done yet. */
  readonly confirmedAt: number | null;
  /** When the call that shows the exported file may have been sent (ms); null: it cannot have been. */
  readonly shareSentAt: number | null;
  readonly finishedAt: number | null;
}

/** At most this many requests are chosen at a time. */
export const mostInBatch = 500;

/**
 * At most ten requests in 15 seconds, so forty a minute: Box allows one hundred reminders a minute for each person, and
 * Slack fifty changed messages (one for each card) a minute for each workspace.
 */
const pace = { most: 10, withinMs: 15_000 } as const;

/** The next run follows after this long (ms) at the latest, in case the end of an action went unnoticed. */
const recheckAfterMs = 60_000;

/** Whether the action is possible now. */
export function isPossible(verb: BatchVerb, record: SignRequest, now: number): boolean {
  if (verb === 'resend') return canResend(record, now);
  return verb === 'export' || canCancel(record);
}

/** Why the action is not possible now; null: it is. */
export function batchRefusal(verb: BatchVerb, record: SignRequest, now: number): BatchFailure | null {
  if (isPossible(verb, record, now)) return null;
  if (verb === 'resend') return resendRefusal(record, now)?.code ?? null;
  const { isAtBox, isFinal } = statusTable[record.state];
  if (record.details.pending) return 'under_way';
  if (record.details.goneAt) return 'gone';
  if (!isAtBox) return 'not_at_box';
  return isFinal ? 'over' : record.state === 'finalizing' ? 'all_signed' : 'refused';
}

/**
 * Starts a reminder or cancel of one request, as its button does; not for `export`. The card is redrawn once, when Box
 * has answered, and a request without a card gets none. Null: not possible now.
 */
export function startInBatch(
  { id, user, verb, reason }: Pick<Batch, 'id' | 'user' | 'verb' | 'reason'>,
  record: SignRequest,
  now: number,
): Decision | null {
  const asked =
    verb === 'resend' ? requestResend(record, user, now) : requestCancel(record, user, reason, now);
  if (!asked || !('record' in asked)) return null;
  const { details } = asked.record;
  const { isFollowed } = record.details;
  return {
    record: {
      ...asked.record,
      details: { ...details, isFollowed, pending: details.pending && { ...details.pending, batch: id } },
    },
    steps: asked.steps.filter(({ step }) => step !== 'redraw'),
  };
}

/**
 * How the action on a request has ended. `under_way`: it has not. Null: the record does not say, most likely because
 * the process was killed before the action was started.
 */
export function outcomeOf(
  { id, verb, user }: Pick<Batch, 'id' | 'verb' | 'user'>,
  { askedAt }: BatchEntry,
  { state, details }: SignRequest,
): BatchEntry['result'] | 'under_way' {
  if (details.pending?.batch === id) return 'under_way';
  const since = askedAt ?? 0;
  const { trouble, remindedAt, cancelled } = details;
  if (trouble?.verb === verb && trouble.at >= since) return trouble.code;
  if (verb === 'resend') return remindedAt !== null && remindedAt >= since ? 'done' : null;
  if (state !== 'cancelled' || cancelled === null) return null;
  return cancelled.by === user && cancelled.at >= since ? 'done' : null;
}

/** On how many requests the action may be started now, by the pace. */
export function roomIn({ entries }: Pick<Batch, 'entries'>, now: number): number {
  const open = entries.filter(({ askedAt, result }) => askedAt !== null && result === null).length;
  return Math.max(0, pace.most - Math.max(open, recentStarts(entries, now).length));
}

/** How long until the batch continues (ms). It also continues when the action on any of its requests ends. */
export function nextRunIn({ entries }: Pick<Batch, 'entries'>, now: number): number {
  if (!entries.some(isWaiting)) return recheckAfterMs;
  if (roomIn({ entries }, now) > 0) return 0;
  const asked = recentStarts(entries, now);
  return asked.length < pace.most ? recheckAfterMs : Math.min(...asked) + pace.withinMs - now;
}

/** Whether the action on this request has not been started. */
export function isWaiting({ askedAt, result }: BatchEntry): boolean {
  return askedAt === null && result === null;
}

function recentStarts(entries: readonly BatchEntry[], now: number): readonly number[] {
  return entries.flatMap(({ askedAt }) =>
    askedAt !== null && askedAt > now - pace.withinMs ? [askedAt] : [],
  );
}

/** How many requests are done, which ones failed and why, and how many are left. */
export function tallyOf({ entries }: Pick<Batch, 'entries'>): {
  readonly done: number;
  readonly failed: readonly { readonly id: string; readonly why: BatchFailure }[];
  readonly left: number;
} {
  const failed = entries.flatMap(({ id, result }) =>
    result !== null && result !== 'done' ? [{ id, why: result }] : [],
  );
  const done = entries.filter(({ result }) => result === 'done').length;
  return { done, failed, left: entries.length - done - failed.length };
}
