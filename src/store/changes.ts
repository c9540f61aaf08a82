/** Stores what follows from a change of a sign request, in the same transaction: notices, history entries and jobs. */
import { deedsOf } from '../signing/history.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { addHistory } from './history.ts';
import { insertNotices } from './notices.ts';
import { wipePhonesOfDrafts } from './phones-column.ts';
import type { UnitOfWork } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/** What storing the consequences of a change needs. */
export interface ChangeTools {
  readonly rules: WorkRules;
  readonly now: () => number;
}

/**
 * Stores notices and history entries, and enqueues the jobs that follow from the change. Once the request no longer
 * needs phone numbers, deletes them from its drafts.
 * @param before null: the request is new
 */
export async function storeConsequences(
  { tx, enqueue }: UnitOfWork,
  { rules, now }: ChangeTools,
  before: SignRequest | null,
  after: SignRequest,
): Promise<void> {
  const nowAt = now();
  await wipePhonesOfDrafts(tx, before, after);
  const { notices, next } = rules.afterChange(before, after, nowAt);
  if (await insertNotices(tx, after.tenant, after.id, notices, nowAt)) {
    for (const user of new Set(notices.map(({ to }) => to)))
      await enqueue(after.tenant, rules.noticeAdded(user));
  }
  await addHistory(tx, after, deedsOf(before, after), nowAt);
  for (const work of next) await enqueue(after.tenant, work);
}
