/** Calls Slack with the app's own credentials: renews a bot token, and checks the credentials. */
import { WebClient } from '@slack/web-api';
import { OutsideFailure } from '../failure.ts';
import type { BotTokens } from '../shapes.ts';
import { clientOptions } from './client.ts';
import { botFailure, slackFailure } from './errors.ts';

/** The app's own credentials in Slack. */
export interface SlackApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly apiUrl: string;
}

const timeoutMs = 10_000;
const operation = 'oauth.v2.access';

/**
 * Exchanges a refresh token, which is single-use, for a bot token.
 *
 * @throws OutsideFailure
 */
export async function renewBotToken(app: SlackApp, refreshToken: string, now: number): Promise<BotTokens> {
  const said = await callOAuthAccess(app, { grant_type: 'refresh_token', refresh_token: refreshToken }).catch(
    (error: unknown) => {
      throw botFailure(error, operation, false);
    },
  );
  const { access_token: botToken, refresh_token: next, expires_in: seconds } = said;
  if (botToken === undefined || next === undefined || seconds === undefined) {
    throw new OutsideFailure({ service: 'slack', operation, kind: 'retry', status: 200, reason: 'no_token' });
  }
  return { botToken, refreshToken: next, expiresAt: now + seconds * 1000 };
}

/**
 * Whether Slack accepts the app's credentials: tries them with a made-up code. @throws OutsideFailure when Slack does
 * not say
 */
export async function probeApp(app: SlackApp): Promise<'known' | 'invalid_client_id' | 'bad_client_secret'> {
  try {
    await callOAuthAccess(app, { code: 'none' });
    return 'known';
  } catch (error) {
    // Slack's own codes come with status 200; any other may be a proxy's.
    if (!(error instanceof OutsideFailure) || error.kind !== 'final' || error.status !== 200) throw error;
    const { reason } = error;
    return reason === 'invalid_client_id' || reason === 'bad_client_secret' ? reason : 'known';
  }
}

async function callOAuthAccess(
  { clientId, clientSecret, apiUrl }: SlackApp,
  more: { grant_type: 'refresh_token'; refresh_token: string } | { code: string },
) {
  const client = new WebClient(undefined, clientOptions(apiUrl, timeoutMs));
  try {
    return await client.oauth.v2.access({ client_id: clientId, client_secret: clientSecret, ...more });
  } catch (error) {
    // A renewal whose answer was lost may be repeated: Slack then accepts or refuses the same refresh token.
    throw slackFailure(error, operation, false);
  }
}
