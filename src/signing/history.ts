/** Finds out from the change of a record what people did from Slack with the request. Pure. */
import type { ActionFailure } from './pending.ts';
import type { SignRequest } from './sign-request.ts';

/** What a person did with a request from Slack, as the history names it. */
export type Deed =
  | 'create'
  | 'send'
  | 'send_again'
  | 'remind'
  | 'cancel'
  | 'discard'
  | 'share'
  | 'withdraw_card';

/** The result of a deed: done, or why it failed. */
export type DeedResult = 'done' | ActionFailure['code'];

/** A line of the history: it has ids and codes, and no addresses. */
export interface HistoryEntry {
  readonly deed: Deed;
  /** Slack user id of the person who did it. */
  readonly by: string;
  readonly result: DeedResult;
}

/** The history entries for the change from one record to the next. @param before null: the request is new */
export function deedsOf(before: SignRequest | null, after: SignRequest): readonly HistoryEntry[] {
  const by = after.requester;
  const done = (deed: Deed, isDone: boolean): HistoryEntry[] =>
    isDone ? [{ deed, by, result: 'done' }] : [];
  if (before === null) return done('create', after.details.madeIn === 'slack');
  return [
    ...done('send', before.confirmedAt === null && after.confirmedAt !== null),
    ...done('send_again', before.state === 'unsure' && after.state === 'creating'),
    ...done('discard', before.state !== 'discarded' && after.state === 'discarded'),
    ...endedAction(before, after),
  ];
}

/** The entry for a resend or cancel that is no longer pending: done, or failed. None if the app itself cancelled. */
function endedAction(before: SignRequest, after: SignRequest): readonly HistoryEntry[] {
  const { pending } = before.details;
  if (pending === null || after.details.pending !== null || pending.isWithdrawal) return [];
  const { trouble } = after.details;
  const deed = pending.verb === 'resend' ? 'remind' : 'cancel';
  const failure = trouble?.verb === pending.verb && trouble !== before.details.trouble ? trouble.code : null;
  const isNotCancelled = pending.verb === 'cancel' && after.state !== 'cancelled';
  return [{ deed, by: pending.by, result: failure ?? (isNotCancelled ? 'over' : 'done') }];
}
