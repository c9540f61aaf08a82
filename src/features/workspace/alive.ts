/** Whether Slack still takes the token of an installation. */
import { OutsideFailure } from '../../failure.ts';
import type { Services } from '../common/services.ts';

/** What Slack says of a token that nothing brings back but another installation. */
const ended: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_refresh_token',
  'not_installed',
  'token_expired',
  'token_revoked',
]);

/**
 * Slack's word for why it does not; null when it does.
 *
 * @throws OutsideFailure when Slack does not say.
 */
export async function whyEnded({ slack }: Pick<Services, 'slack'>): Promise<string | null> {
  try {
    await slack.identify();
    return null;
  } catch (error) {
    if (!(error instanceof OutsideFailure) || !ended.has(error.reason)) throw error;
    return error.reason;
  }
}
