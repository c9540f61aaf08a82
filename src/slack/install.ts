/**
 * Installing the app from a browser: to Slack's consent and back, by Bolt's installer. The state is ours, because the
 * installer's own can be used again: it is signed, lives ten minutes, is bound to the browser by the installer's
 * cookie, and is used up by the first return. What the pages say is not decided here.
 * https://docs.slack.dev/authentication/installing-with-oauth
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Installation, type Logger } from '@slack/bolt';
import { Fault } from '../failure.ts';
import type { KeptTokens } from './bot-tokens.ts';
import { clientOptions } from './client.ts';
import { toFailure } from './errors.ts';
import type { SlackApp } from './oauth-call.ts';

/** What Slack says of an installation. */
export interface Installed extends KeptTokens {
  /** Null: for a whole organisation. */
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  readonly isEnterpriseInstall: boolean;
  readonly name: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly scopes: readonly string[];
  readonly installedBy: string;
}

/** How it ended, for a page. */
export type InstallEnd =
  | { readonly kind: 'installed'; readonly name: string }
  /** Somebody pressed Cancel at Slack; or the link was used, too old, of another browser, or none of ours. */
  | { readonly kind: 'refused' | 'stale' | 'failed' };

export interface InstallOptions extends SlackApp {
  readonly stateSecret: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly now: () => number;
  /** False: this state was used before. */
  readonly spendState: (id: string, expiresAt: number) => Promise<boolean>;
  readonly save: (installed: Installed) => Promise<void>;
  readonly show: (response: ServerResponse, end: InstallEnd) => void;
  readonly log: { error(fields: object, message: string): void };
  readonly logger: Logger;
}

export interface Installer {
  /** Sends the browser on to Slack. */
  begin(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** What Slack sends the browser back with. */
  end(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const stateLifeMs = 10 * 60_000;
const timeoutMs = 10_000;

/** https://slack.com/api/ → https://slack.com/oauth/v2/authorize, and so for GovSlack. */
const consentPath = '/oauth/v2/authorize';

export function createInstaller(options: InstallOptions): Installer {
  const { redirectUri, show, log } = options;
  const asked = { scopes: [...options.scopes], redirectUri };
  const states = statesOf(options);
  // The installer is reached through Bolt's receiver, which is not used otherwise.
  const { installer } = new HTTPReceiver({
    signingSecret: '',
    signatureVerification: false,
    logger: options.logger,
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    scopes: asked.scopes,
    redirectUri,
    installationStore: {
      storeInstallation: async (installation) => options.save(installedOf(installation)),
      fetchInstallation: async () => Promise.reject(new Fault('installations are looked up in our store')),
    },
    installerOptions: {
      redirectUriPath: new URL(redirectUri).pathname,
      directInstall: true,
      stateStore: {
        generateStateParam: async () => states.issue(),
        verifyStateParam: async (_now, state) => {
          if (!(await states.redeem(state))) throw new StaleState('the state is not ours, too old or used');
          return asked;
        },
      },
      authorizationUrl: new URL(consentPath, options.apiUrl).href,
      clientOptions: clientOptions(options.apiUrl, timeoutMs),
    },
  });
  if (!installer) throw new Fault('Bolt gave no installer');
  return {
    begin: (request, response) => installer.handleInstallPath(request, response, {}, asked),
    end: (request, response) =>
      installer.handleCallback(request, response, {
        success: ({ team, enterprise }) =>
          show(response, { kind: 'installed', name: team?.name ?? enterprise?.name ?? '' }),
        failure: (error) => {
          const kind = kindOf(error);
          if (kind === 'failed') log.error({ failure: said(error) }, 'the app could not be installed');
          show(response, { kind });
        },
      }),
  };
}

class StaleState extends Error {
  override readonly name = 'StaleState';
}

function kindOf(error: Error): 'refused' | 'stale' | 'failed' {
  if (error instanceof StaleState) return 'stale';
  const code = 'code' in error ? error.code : null;
  if (code === 'slack_oauth_installer_authorization_error') return 'refused';
  return code === 'slack_oauth_invalid_state' ||
    code === 'slack_oauth_missing_state' ||
    code === 'slack_oauth_missing_code'
    ? 'stale'
    : 'failed';
}

/** Without the codes and secrets that errors of the client hold. */
function said(error: Error): string {
  const isSlacks = 'code' in error && String(error.code).startsWith('slack_webapi');
  return isSlacks ? toFailure(error, 'oauth.v2.access', true).message : error.name;
}

/** `id.expiresAt.signature`. */
function statesOf({ stateSecret, now, spendState }: InstallOptions) {
  const sign = (text: string): string => createHmac('sha256', stateSecret).update(text).digest('base64url');
  return {
    issue(): string {
      const text = `${randomBytes(24).toString('base64url')}.${now() + stateLifeMs}`;
      return `${text}.${sign(text)}`;
    },
    async redeem(state: string): Promise<boolean> {
      const [, text = '', id = '', expiresAt = '', signature = ''] =
        /^(([\w-]{32})\.(\d{13,15}))\.([\w-]{43})$/.exec(state) ?? [];
      const wanted = Buffer.from(sign(text));
      const given = Buffer.from(signature);
      const isOurs = wanted.length === given.length && timingSafeEqual(wanted, given);
      return isOurs && now() < Number(expiresAt) && spendState(id, Number(expiresAt));
    },
  };
}

function installedOf(given: Installation<'v1' | 'v2', boolean>): Installed {
  const { bot, team, enterprise, isEnterpriseInstall = false } = given;
  const id = isEnterpriseInstall ? enterprise?.id : team?.id;
  if (!bot || !id) throw new Fault('Slack gave no bot, or did not say where it is');
  return {
    teamId: isEnterpriseInstall ? null : (team?.id ?? null),
    enterpriseId: enterprise?.id ?? null,
    isEnterpriseInstall,
    name: (isEnterpriseInstall ? enterprise?.name : team?.name) ?? id,
    botUserId: bot.userId,
    botId: bot.id,
    scopes: bot.scopes,
    installedBy: given.user.id,
    botToken: bot.token,
    refreshToken: bot.refreshToken ?? null,
    // Seconds.
    expiresAt: bot.expiresAt === undefined ? null : bot.expiresAt * 1000,
  };
}
