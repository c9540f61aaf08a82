/**
 * The notices and jobs that follow from a change of a sign request: the next poll, later redraws, webhooks and others.
 */

import { dueTimesOf, noticesOf } from '../../signing/notices.ts';
import { isAwaitingNews, nextPollAt } from '../../signing/polling.ts';
import { actionFailureOf } from '../../signing/resend-cancel.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { watchedFolder } from '../../signing/watch.ts';
import { type Work, work } from '../../signing/work.ts';
import type { WorkRules } from '../../store/database.ts';

/** The notices and jobs that follow from a change. @param before null: the request is new */
export const afterChange: WorkRules['afterChange'] = (before, after, nowAt) => ({
  notices: before === null ? [] : noticesOf(before, after),
  next: [
    ...laterNotices(before, after, nowAt),
    ...redrawAtExpiry(before, after, nowAt),
    ...nextPolls(before, after, nowAt),
    ...webhookJobs(before, after),
    ...askedFromJobs(before, after, nowAt),
    ...withdrawals(before, after),
    ...batchJobs(before, after),
  ],
});

/**
 * The result is posted this long (ms) after a resend or cancel has ended, so that it appears below the line that says
 * that the resend or cancel is under way.
 */
const tellAfterMs = 1_000;

/** The job that says how a resend or cancel ended, where the person asked for it. */
function askedFromJobs(before: SignRequest | null, after: SignRequest, nowAt: number): readonly Work[] {
  const pending = before?.details.pending;
  if (!pending?.askedFrom || after.details.pending !== null) return [];
  const { verb, askedFrom } = pending;
  const failure = actionFailureOf(after, verb, nowAt);
  return [work.tellAskedFrom({ requestId: after.id, verb, failure, ...askedFrom }, tellAfterMs)];
}

/** The job that continues a batch when a reminder or a cancel of the batch has ended. */
function batchJobs(before: SignRequest | null, after: SignRequest): readonly Work[] {
  const pending = before?.details.pending;
  if (!pending?.batch || after.details.pending?.batch === pending.batch) return [];
  return [work.runBatch({ user: pending.by, batchId: pending.batch })];
}

/** The job that cancels a replaced request, once the request that replaces it was sent. */
function withdrawals(before: SignRequest | null, after: SignRequest): readonly Work[] {
  const { changes } = after.details;
  return wasJustSent(before, after) && changes ? [work.withdraw({ requestId: changes })] : [];
}

function wasJustSent(before: SignRequest | null, after: SignRequest): boolean {
  return after.sentAt !== null && (before?.sentAt ?? null) === null;
}

function laterNotices(before: SignRequest | null, after: SignRequest, nowAt: number): readonly Work[] {
  return dueTimesOf(before, after, nowAt).map(({ kind, at }) =>
    work.dueNotice({ requestId: after.id, kind, at }, Math.max(0, at - nowAt)),
  );
}

/** Plans a redraw for the time of expiry, at which the card's text changes without news from Box. */
function redrawAtExpiry(before: SignRequest | null, after: SignRequest, nowAt: number): readonly Work[] {
  const { expiresAt } = after.details;
  if (expiresAt === null || expiresAt <= nowAt || expiresAt === before?.details.expiresAt) return [];
  return [work.redraw({ requestId: after.id, due: 'expiry' }, expiresAt - nowAt + 1_000)];
}

/** Moves the person's next poll forward to the time at which this request is due; each poll plans the next. */
function nextPolls(before: SignRequest | null, after: SignRequest, nowAt: number): readonly Work[] {
  if (!isAwaitingNews(after)) return [];
  const { observedAt, details } = after;
  const wasSame =
    before !== null &&
    isAwaitingNews(before) &&
    before.state === after.state &&
    before.details.newsAt === details.newsAt &&
    before.details.interestUntil === details.interestUntil;
  if (wasSame) return [];
  const at = nextPollAt({ ...after, observedAt: observedAt ?? nowAt }, nowAt, 1) ?? nowAt;
  return [work.poll({ user: after.requester }, Math.max(0, at - nowAt))];
}

/**
 * How long (ms) a folder's webhook stays after its last open request has ended: the next request often goes to the same
 * folder.
 */
const unwatchedAfterMs = 10 * 60_000;

/** The jobs that create the folder's webhook, or delete it some time after its last open request has ended. */
function webhookJobs(before: SignRequest | null, after: SignRequest): readonly Work[] {
  const { requester: user } = after;
  const was = before && watchedFolder(before);
  const is = watchedFolder(after);
  if (was === is) return [];
  return [
    ...(is === null ? [] : [work.watchFolder({ user, folderId: is })]),
    ...(was === null ? [] : [work.watchFolder({ user, folderId: was }, unwatchedAfterMs)]),
  ];
}
