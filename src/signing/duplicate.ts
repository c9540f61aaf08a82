/**
 * The second request that Box may have with our id: the person stops it, the first goes on. Stopping twice is
 * harmless, so nothing is committed before the call. Pure.
 */
import type { Trouble } from './pending.ts';
import type { Decision, SignRequest } from './sign-request.ts';

/** The person wants the second one stopped. Null: there is none. */
export function askCancelDuplicate(record: SignRequest): Decision | null {
  if (record.details.duplicateBoxId === null) return null;
  const details = { ...record.details, trouble: null };
  return { record: { ...record, details }, steps: [{ name: 'cancel_duplicate' }] };
}

/** Box no longer has it. Null: another one is shown by now. */
export function duplicateGone(record: SignRequest, boxId: string): Decision | null {
  if (record.details.duplicateBoxId !== boxId) return null;
  const details = { ...record.details, duplicateBoxId: null };
  return { record: { ...record, details }, steps: [{ name: 'redraw' }] };
}

/** It goes on at Box, as far as we know; why, is told on the card. */
export function duplicateGoesOn(
  record: SignRequest,
  told: Pick<Trouble, 'code' | 'status'>,
  now: number,
): Decision | null {
  if (record.details.duplicateBoxId === null) return null;
  const details = { ...record.details, trouble: { ...told, verb: 'cancel_duplicate' as const, at: now } };
  return { record: { ...record, details }, steps: [{ name: 'redraw' }] };
}

/** Whether a look at Box has to look for a second request as well. */
export function mayHaveDuplicate({ details }: SignRequest): boolean {
  return details.mayBeTwice || details.duplicateBoxId !== null;
}
