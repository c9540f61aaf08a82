/**
 * Finds the services of the workspace that a payload or a job names. A feature that is given these can call Slack for
 * that workspace only.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.ts';
import { OutsideFailure } from '../failure.ts';
import type { Services, SharedServices } from '../features/services.ts';
import { forgetLater } from '../features/workspace/job.ts';
import { createBotTokens } from '../slack/bot-tokens.ts';
import type { BotToken } from '../slack/client.ts';
import { createSlackGateway } from '../slack/gateway.ts';
import type { Identity } from '../slack/membership.ts';
import { renewBotToken } from '../slack/oauth-call.ts';
import type { Actor } from '../slack/payloads.ts';
import { type Installation, SecretUnreadable } from '../store/database.ts';
import { oneWorkspace } from './one-workspace.ts';
import type { Workspaces } from './workspaces.ts';

/**
 * Creates the workspaces: one for a configured bot token, otherwise all in which people have installed the app.
 *
 * @param renewals bot token renewals in flight, as in `RenewerOptions`
 * @throws OutsideFailure when there is one bot token, and Slack does not accept it or cannot be reached.
 */
export function createWorkspaces(
  common: SharedServices,
  slack: Config['slack'],
  renewals: Set<Promise<unknown>>,
): Promise<Workspaces> {
  const { access, apiUrl } = slack;
  return access.kind === 'one'
    ? oneWorkspace(common, { botToken: access.botToken, apiUrl })
    : manyWorkspaces(common, { ...access, apiUrl, renewals });
}

/** The workspaces of an app that people install themselves. */
async function manyWorkspaces(
  common: SharedServices,
  options: { clientId: string; clientSecret: string; apiUrl: string; renewals: Set<Promise<unknown>> },
): Promise<Workspaces> {
  const { installations } = common.store;
  const { apiUrl } = options;
  const tokenOf = createBotTokens({
    store: {
      ...installations,
      tokens: (tenant) =>
        installations.tokens(tenant).catch((error: unknown) => {
          throw error instanceof SecretUnreadable ? noTokenFailure('token_unreadable') : error;
        }),
    },
    renew: (refreshToken) => renewBotToken(options, refreshToken, common.now()),
    log: common.log,
    underWay: options.renewals,
    now: common.now,
  });
  const noInstallation: Services = {
    ...common,
    slack: createSlackGateway({ token: noToken, apiUrl }),
    identity: noIdentity,
  };
  const known = new Map<string, Services>();
  const servicesIn = (installation: Installation): Services => {
    const { tenant } = installation;
    const identity = identityOf(installation);
    const before = known.get(tenant);
    // The cached services cannot be used after a reinstall that has changed the bot or the scopes.
    if (before !== undefined && isDeepStrictEqual(before.identity, identity)) return before;
    const slack = createSlackGateway({ token: tokenOf(tenant), apiUrl, now: common.now });
    const services = { ...common, slack, identity };
    known.set(tenant, services);
    return services;
  };
  const servicesOf = async (tenant: string): Promise<Services | null> => {
    const installation = await installations.get(tenant);
    if (installation?.state === 'active') return servicesIn(installation);
    known.delete(tenant);
    return null;
  };
  return {
    servicesFor: async (actor) => {
      const tenant = tenantNamed(actor);
      return (tenant === null ? null : await servicesOf(tenant)) ?? noInstallation;
    },
    noInstallation,
    servicesOf,
    installation: async (tenant) => {
      const installation = await installations.get(tenant);
      if (installation?.state !== 'active') return null;
      const stop = (why: string) => installations.stop(tenant, installation.generation, why, [forgetLater()]);
      return { services: servicesIn(installation), stop };
    },
    tenants: () => installations.active(),
    checkReady: async () => undefined,
  };
}

/**
 * The failure when there is no usable token. It is handled like a call that Slack refused because the token is dead.
 */
function noTokenFailure(reason: 'not_installed' | 'token_unreadable'): OutsideFailure {
  return new OutsideFailure({ service: 'slack', operation: 'token', kind: 'retry', status: null, reason });
}

/**
 * The tenant that a payload names; null: none. A payload of an organisation-wide installation may name a workspace as
 * well, but its tenant is the organisation.
 */
function tenantNamed({ isEnterpriseInstall, enterpriseId, teamId }: Actor): string | null {
  return isEnterpriseInstall ? enterpriseId : (teamId ?? enterpriseId);
}

function identityOf(installation: Installation): Identity {
  const { tenant, name, enterpriseId, isEnterpriseInstall, botUserId, botId, scopes } = installation;
  // For an organisation, its id is used as the team id, as `auth.test` does.
  const teamId = installation.teamId ?? tenant;
  return { teamId, name, enterpriseId, isEnterpriseInstall, botUserId, botId, scopes };
}

/** The identity where the app is not installed: no team has this id, so nobody is a member. */
const noIdentity: Identity = {
  teamId: '',
  name: '',
  enterpriseId: null,
  isEnterpriseInstall: false,
  botUserId: '',
  botId: '',
  scopes: [],
};

/** The token where the app is not installed: every call that needs a token fails before it is sent. */
const noToken: BotToken = {
  current: () => Promise.reject(noTokenFailure('not_installed')),
  next: async () => null,
};
