/** Decisions of `src/signing`, for tests that need what was decided. */
import type { Decision } from '../../src/signing/sign-request.ts';

/** The decision itself; fails when there is none, or it is a refusal. */
export function expectDecision(decision: Decision | null) {
  if (decision === null || 'refusal' in decision) throw new Error('nothing was decided');
  return decision;
}
