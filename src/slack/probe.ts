/** Checks the app's tokens with Slack, for the operator who sets the app up. Changes nothing and opens no WebSocket. */
import { WebClient } from '@slack/web-api';
import { clientOptions } from './client.ts';
import { slackFailure } from './errors.ts';

const timeoutMs = 10_000;

/** What Slack says about a bot token. */
export interface BotTokenFacts {
  readonly team: string;
  /** The workspace's id; empty when Slack did not say. */
  readonly teamId: string;
  /** The organisation that the workspace belongs to, or that the app is installed in. */
  readonly enterpriseId: string | null;
  /** The name of the app's bot user. */
  readonly handle: string;
  readonly isEnterpriseInstall: boolean;
  /** The granted scopes of the token; null when Slack did not say. */
  readonly scopes: readonly string[] | null;
}

/** The workspace or organisation that the token belongs to, and its scopes. @throws OutsideFailure */
export async function probeBotToken(options: { botToken: string; apiUrl: string }): Promise<BotTokenFacts> {
  const client = new WebClient(options.botToken, clientOptions(options.apiUrl, timeoutMs));
  try {
    const said = await client.auth.test();
    return {
      team: said.team ?? '',
      teamId: said.team_id ?? '',
      enterpriseId: said.enterprise_id ?? null,
      handle: said.user ?? '',
      isEnterpriseInstall: said.is_enterprise_install === true,
      scopes: said.response_metadata?.scopes ?? null,
    };
  } catch (error) {
    throw slackFailure(error, 'auth.test', false);
  }
}

/**
 * Checks the app-level token: asks for the address of a WebSocket, but does not open one, because that would take
 * requests away from a running app. @throws OutsideFailure
 */
export async function probeAppToken(options: { appToken: string; apiUrl: string }): Promise<void> {
  const client = new WebClient(options.appToken, clientOptions(options.apiUrl, timeoutMs));
  try {
    await client.apps.connections.open();
  } catch (error) {
    throw slackFailure(error, 'apps.connections.open', false);
  }
}
