/**
 * For which workspace something is done: a payload or a job names it, and here it gets the services that act
 * there. So no feature can reach a workspace that it was not called for.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Config } from '../config/config.ts';
import { OutsideFailure } from '../failure.ts';
import type { Common, Services } from '../features/services.ts';
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
 * @param renewals those of bot tokens that are under way, as in `RenewerOptions`
 * @throws OutsideFailure when there is one bot token, and Slack does not accept it or cannot be reached.
 */
export function createWorkspaces(
  common: Common,
  slack: Config['slack'],
  renewals: Set<Promise<unknown>>,
): Promise<Workspaces> {
  const { access, apiUrl } = slack;
  return access.kind === 'one'
    ? oneWorkspace(common, { botToken: access.botToken, apiUrl })
    : manyWorkspaces(common, { ...access, apiUrl, renewals });
}

/** As many as have installed the app. */
async function manyWorkspaces(
  common: Common,
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
  const nowhere: Services = {
    ...common,
    slack: createSlackGateway({ token: noToken, apiUrl }),
    identity: nobody,
  };
  const known = new Map<string, Services>();
  const servicesOf = (installation: Installation): Services => {
    const { tenant } = installation;
    const identity = identityOf(installation);
    const before = known.get(tenant);
    // Installed again, it may have another bot, or more scopes.
    if (before !== undefined && isDeepStrictEqual(before.identity, identity)) return before;
    const slack = createSlackGateway({ token: tokenOf(tenant), apiUrl, now: common.now });
    const services = { ...common, slack, identity };
    known.set(tenant, services);
    return services;
  };
  const of = async (tenant: string): Promise<Services | null> => {
    const installation = await installations.get(tenant);
    if (installation?.state === 'active') return servicesOf(installation);
    known.delete(tenant);
    return null;
  };
  return {
    named: async (actor) => {
      const tenant = tenantNamed(actor);
      return (tenant === null ? null : await of(tenant)) ?? nowhere;
    },
    nowhere,
    of,
    standing: async (tenant) => {
      const installation = await installations.get(tenant);
      if (installation?.state !== 'active') return null;
      const stop = (why: string) => installations.stop(tenant, installation.generation, why, [forgetLater()]);
      return { services: servicesOf(installation), stop };
    },
    all: () => installations.active(),
    check: async () => undefined,
  };
}

/** As when Slack says that a token is dead. */
function noTokenFailure(reason: 'not_installed' | 'token_unreadable'): OutsideFailure {
  return new OutsideFailure({ service: 'slack', operation: 'token', kind: 'retry', status: null, reason });
}

/** Payloads of an organisation's installation may name a workspace as well; without one they name no workspace. */
function tenantNamed({ isEnterpriseInstall, enterpriseId, teamId }: Actor): string | null {
  return isEnterpriseInstall ? enterpriseId : (teamId ?? enterpriseId);
}

function identityOf(installation: Installation): Identity {
  const { tenant, name, enterpriseId, isEnterpriseInstall, botUserId, botId, scopes } = installation;
  // As `auth.test` answers for an organisation: its id stands for the team's.
  const teamId = installation.teamId ?? tenant;
  return { teamId, name, enterpriseId, isEnterpriseInstall, botUserId, botId, scopes };
}

/** Of no workspace: no team is this one, and no person is at home in it. */
const nobody: Identity = {
  teamId: '',
  name: '',
  enterpriseId: null,
  isEnterpriseInstall: false,
  botUserId: '',
  botId: '',
  scopes: [],
};

/** Response URLs need none. Any other call fails before anything is sent. */
const noToken: BotToken = {
  current: () => Promise.reject(noTokenFailure('not_installed')),
  next: async () => null,
};
