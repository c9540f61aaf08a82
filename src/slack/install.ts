/**
 * Installs the app from a browser: takes it to Slack's consent page and back, by Bolt's installer. The OAuth state is
 * our own, because the installer's can be used more than once. Ours is signed, lives ten minutes, is bound to the
 * browser by a cookie, and can be used once. The cookie is our own as well, because the installer's has no `SameSite`.
 * The pages are in `views/pages`. https://docs.slack.dev/authentication/installing-with-oauth
 */

import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { HTTPReceiver, type Installation, type Logger } from '@slack/bolt';
import { Fault } from '../failure.ts';
import type { BotTokens } from '../shapes.ts';
import { clientOptions } from './client.ts';
import { slackFailure } from './errors.ts';
import type { SlackApp } from './oauth-call.ts';
import { createStrangersLog, createTokenBucket } from './token-bucket.ts';

/** What Slack says about a new installation. */
export interface GrantedInstallation extends BotTokens {
  /** The workspace's id; null: the app was installed for a whole organisation. */
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  readonly isEnterpriseInstall: boolean;
  readonly name: string;
  readonly botUserId: string;
  readonly botId: string;
  readonly scopes: readonly string[];
  readonly installedBy: string;
}

/** How the installation ended, which a page then says. */
export type InstallEnd =
  | { readonly kind: 'installed'; readonly name: string }
  /** The app was not installed; see `NotInstalled`. */
  | { readonly kind: NotInstalled };

/**
 * Why the app was not installed. `refused`: the person pressed Cancel in Slack. `stale`: the state was used, has
 * expired, belongs to another browser, or is not ours. `crowded`: too many installations at the moment; the same
 * address works later. `failed`: anything else.
 */
export type NotInstalled = 'refused' | 'stale' | 'crowded' | 'failed';

export interface InstallOptions extends SlackApp {
  readonly stateSecret: string;
  readonly redirectUri: string;
  readonly scopes: readonly string[];
  readonly now: () => number;
  /** Marks a state as used. Returns false when it was used before. */
  readonly spendState: (id: string, expiresAt: number) => Promise<boolean>;
  readonly save: (installed: GrantedInstallation) => Promise<void>;
  readonly show: (response: ServerResponse, end: InstallEnd) => void;
  readonly log: {
    info(fields: object, message: string): void;
    warn(fields: object, message: string): void;
    error(fields: object, message: string): void;
  };
  readonly logger: Logger;
}

/** Handles the two requests of an installation. */
export interface Installer {
  /** Redirects the browser to Slack's consent page. */
  begin(request: IncomingMessage, response: ServerResponse): Promise<void>;
  /** Handles the browser's return from Slack. */
  end(request: IncomingMessage, response: ServerResponse): Promise<void>;
}

const stateLifeSeconds = 10 * 60;
const timeoutMs = 10_000;

/**
 * Limits how many codes are checked. Anybody can come back with a made-up code, which only Slack can distinguish from a
 * real one. Each costs a row in the store and a call, and Slack allows about a hundred such calls a minute.
 */
export const strangerInstallLimits = { most: 30, everyMs: 2_000 };

/**
 * The path of Slack's consent page, on the host of the API: https://slack.com/api/ →
 * https://slack.com/oauth/v2/authorize.
 */
const consentPath = '/oauth/v2/authorize';

/** Creates the installer. */
export function createInstaller(options: InstallOptions): Installer {
  const { redirectUri, show, now } = options;
  const wanted = { scopes: [...options.scopes], redirectUri };
  const states = statesOf(options);
  const mayAsk = createTokenBucket({ ...strangerInstallLimits, now });
  const underWay = new Set<string>();
  const log = createStrangersLog(options.log, now);
  const isHttps = redirectUri.startsWith('https:');
  // With this prefix, browsers accept the cookie only from this host and over https.
  const cookieName = isHttps ? '__Host-slack_install' : 'slack_install';
  const attributes = `Max-Age=${stateLifeSeconds}; Path=/; HttpOnly; SameSite=Lax${isHttps ? '; Secure' : ''}`;
  // Bolt's receiver creates the installer, and is not used for anything else.
  const { installer } = new HTTPReceiver({
    signingSecret: '',
    signatureVerification: false,
    // The installer's errors are not logged here, because they also reach `failure` below, which logs them.
    logger: { ...options.logger, error: () => undefined },
    clientId: options.clientId,
    clientSecret: options.clientSecret,
    scopes: wanted.scopes,
    redirectUri,
    installationStore: {
      storeInstallation: async (installation) => options.save(installedOf(installation)),
      fetchInstallation: async () => Promise.reject(new Fault('installations are looked up in our store')),
    },
    installerOptions: {
      redirectUriPath: new URL(redirectUri).pathname,
      stateCookieName: cookieName,
      stateStore: {
        generateStateParam: async () => states.issue(),
        verifyStateParam: async (_now, state) => {
          if (!states.isOurs(state)) throw new StaleState('the state is not ours, or too old');
          // Repeated use of one state, even at the same time, must not use up the limit that all people share.
          if (underWay.has(state)) throw new StaleState('the state is being used');
          if (!mayAsk())
            throw new Crowded('too many installations are being checked with Slack; try again later');
          underWay.add(state);
          const isFirst = await states.spend(state).finally(() => underWay.delete(state));
          if (isFirst) return wanted;
          mayAsk.giveBack();
          throw new StaleState('the state was used');
        },
      },
      authorizationUrl: new URL(consentPath, options.apiUrl).href,
      clientOptions: clientOptions(options.apiUrl, timeoutMs),
    },
  });
  if (!installer) throw new Fault('Bolt gave no installer');
  return {
    begin: async (_request, response) => {
      const state = states.issue();
      response.setHeader('set-cookie', `${cookieName}=${state}; ${attributes}`);
      const location = await installer.generateInstallUrl(wanted, true, state);
      response.writeHead(302, { location }).end();
    },
    end: (request, response) =>
      installer.handleCallback(request, response, {
        success: ({ team, enterprise }) =>
          show(response, { kind: 'installed', name: team?.name ?? enterprise?.name ?? '' }),
        failure: (error) => {
          const { kind, why } = endOf(error);
          if (kind === 'failed') log.error({ failure: safeReason(error) }, 'the app could not be installed');
          else log.info({ why }, 'an installation was not completed');
          // The installer has deleted the cookie, but the same address should work again later.
          if (kind === 'crowded') response.removeHeader('set-cookie');
          show(response, { kind });
        },
      }),
  };
}

class StaleState extends Error {
  override readonly name = 'StaleState';
}

class Crowded extends Error {
  override readonly name = 'Crowded';
}

/** Codes of the installer, and of Node for a request with an invalid `Host`; everything else is a failure. */
const knownErrors: Readonly<Record<string, { readonly kind: 'refused' | 'stale'; readonly why: string }>> = {
  slack_oauth_installer_authorization_error: { kind: 'refused', why: 'cancelled' },
  slack_oauth_invalid_state: { kind: 'stale', why: 'other_browser' },
  slack_oauth_missing_state: { kind: 'stale', why: 'no_state' },
  slack_oauth_missing_code: { kind: 'stale', why: 'no_code' },
  ERR_INVALID_URL: { kind: 'stale', why: 'bad_address' },
};

function endOf(error: Error): { readonly kind: NotInstalled; readonly why: string } {
  if (error instanceof StaleState) return { kind: 'stale', why: 'state_not_taken' };
  if (error instanceof Crowded) return { kind: 'crowded', why: 'too_many' };
  const code = 'code' in error ? String(error.code) : '';
  return (
    (Object.hasOwn(knownErrors, code) ? knownErrors[code] : undefined) ?? { kind: 'failed', why: 'failed' }
  );
}

/**
 * The error as text for the log: what failed if it is an error of Slack's Web API client, otherwise only its name. The
 * messages of such errors may contain the OAuth code or the client secret.
 */
function safeReason(error: Error): string {
  const isSlacks = 'code' in error && String(error.code).startsWith('slack_webapi');
  return isSlacks ? slackFailure(error, 'oauth.v2.access', true).message : error.name;
}

/** Creates and checks states. A state is `id.expiresAt.signature`. */
function statesOf({ stateSecret, now, spendState }: InstallOptions) {
  const sign = (text: string): string => createHmac('sha256', stateSecret).update(text).digest('base64url');
  const read = (state: string) => {
    const [, text = '', id = '', expiresAt = '', signature = ''] =
      /^(([\w-]{32})\.(\d{13,15}))\.([\w-]{43})$/.exec(state) ?? [];
    return { text, id, expiresAt: Number(expiresAt), signature };
  };
  return {
    issue(): string {
      const text = `${randomBytes(24).toString('base64url')}.${now() + stateLifeSeconds * 1000}`;
      return `${text}.${sign(text)}`;
    },
    /** Whether the state has our signature and has not expired. Makes no call. */
    isOurs(state: string): boolean {
      const { text, expiresAt, signature } = read(state);
      const wanted = Buffer.from(sign(text));
      const given = Buffer.from(signature);
      return wanted.length === given.length && timingSafeEqual(wanted, given) && now() < expiresAt;
    },
    /** Marks a state as used; false: it was used before. @param state one with our signature */
    spend(state: string): Promise<boolean> {
      const { id, expiresAt } = read(state);
      return spendState(id, expiresAt);
    },
  };
}

function installedOf(given: Installation<'v1' | 'v2', boolean>): GrantedInstallation {
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
    // Slack gives the time in seconds.
    expiresAt: bot.expiresAt === undefined ? null : bot.expiresAt * 1000,
  };
}
