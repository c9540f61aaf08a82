/**
 * Whose confirmed address may open a Box account without a code: asked of Slack each time, since an hour can change
 * it.
 */

import type { Services } from '../services.ts';
import { isFullMember } from './admit.ts';

export interface ConfirmedMember {
  /** Null when Slack shows none, or has not confirmed that it is theirs. */
  readonly confirmedAddress: string | null;
  readonly isFullMember: boolean;
}

/** @throws OutsideFailure when Slack does not say. */
export async function confirmedMember(services: Services, slackUserId: string): Promise<ConfirmedMember> {
  const facts = await services.slack.person(slackUserId);
  return {
    isFullMember: isFullMember(services, facts),
    confirmedAddress: facts.isEmailConfirmed ? facts.email : null,
  };
}
