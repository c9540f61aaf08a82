/**
 * Whether a person is a full member, and their confirmed address, which selects their Box account under Client
 * Credentials Grant. Slack is asked each time, because a cached answer may be an hour old.
 */

import type { Services } from '../services.ts';
import { isFullMember } from './admit.ts';

/** What Slack says about a person now. */
export interface ConfirmedMember {
  /** The address in Slack; null when Slack shows none, or has not confirmed that it belongs to the person. */
  readonly confirmedAddress: string | null;
  readonly isFullMember: boolean;
}

/** Asks Slack about a person, without the cache. @throws OutsideFailure when Slack does not answer */
export async function confirmedMember(services: Services, slackUserId: string): Promise<ConfirmedMember> {
  const facts = await services.slack.person(slackUserId);
  return {
    isFullMember: isFullMember(services, facts),
    confirmedAddress: facts.isEmailConfirmed ? facts.email : null,
  };
}
