/** What the app needs for Box, made from the configuration and the store: access, OAuth, webhooks, revocation. */

import type { Logger } from 'pino';
import type { BoxAccessOptions } from '../box/connections.ts';
import { type BoxOAuth, createBoxOAuth, createRevoker } from '../box/oauth.ts';
import { boxRedirectPath, webhookPath } from '../config/box.ts';
import type { Config } from '../config/config.ts';
import { Fault } from '../failure.ts';
import { type ConfirmedMember, confirmedMember } from '../features/rights/confirmed-member.ts';
import type { AccountMode, Services } from '../features/services.ts';
import { work } from '../signing/work.ts';
import { SecretUnreadable, type Store } from '../store/database.ts';

/** The answer about anyone where the app is not installed. */
const notMember: ConfirmedMember = { isFullMember: false, confirmedAddress: null };

/** Whether people connect their own Box accounts (`own`), or the configuration decides whose Box account is used. */
export function accountModeOf(config: Config): AccountMode {
  const oauth = boxOAuthOf(config);
  const { publicUrl } = config.server;
  if (oauth !== null && publicUrl !== undefined) {
    return { kind: 'own', oauth, publicUrl, isAddressProof: config.slack.access.kind === 'one' };
  }
  return { kind: config.box.access.kind === 'trial' ? 'trial' : 'everybody' };
}

/** The OAuth client for Box; null where people do not connect their own accounts. */
export function boxOAuthOf({ box, server }: Config): BoxOAuth | null {
  if (box.access.kind !== 'oauth' || server.publicUrl === undefined) return null;
  const { clientId, clientSecret } = box.access;
  return createBoxOAuth({ ...box, clientId, clientSecret, redirectUri: server.publicUrl + boxRedirectPath });
}

/** The address to which Box delivers webhooks; null: none are created. */
export function webhookAddressOf({ box, server }: Config): string | null {
  return box.webhookKeys.length > 0 && server.publicUrl !== undefined ? server.publicUrl + webhookPath : null;
}

/** The function that revokes a person's tokens in Box; null where no Box app is configured. */
export function revokerOf({ box }: Config): ((token: string) => Promise<void>) | null {
  return box.access.kind === 'trial' ? null : createRevoker({ ...box, ...box.access });
}

/** What token renewal needs besides the store. */
interface RenewalTools {
  readonly log: Logger;
  /** The token renewals in flight, as in `RenewerOptions`. */
  readonly renewals: Set<Promise<unknown>>;
}

/**
 * How this process gets tokens for Box, by the configured kind of access. With OAuth, a connection whose tokens no key
 * decrypts is ended when they are read.
 * @param servicesOf called only with Client Credentials, to ask Slack who a person is; returns null where the app is
 * not installed
 */
export function boxAccessOf(
  config: Config,
  { connections, pins }: Store,
  { log, renewals }: RenewalTools,
  servicesOf: (tenant: string) => Promise<Services | null>,
): BoxAccessOptions {
  const { access } = config.box;
  if (access.kind === 'trial') return access;
  if (access.kind === 'client-credentials') {
    const memberOf = async (tenant: string, slackUserId: string): Promise<ConfirmedMember> => {
      const services = await servicesOf(tenant);
      return services ? confirmedMember(services, slackUserId) : notMember;
    };
    return { ...access, memberOf, pin: pins.pin };
  }
  const oauth = boxOAuthOf(config);
  if (oauth === null) throw new Fault('OAuth without PUBLIC_URL passes no reading of the configuration');
  return {
    kind: 'oauth',
    oauth,
    log,
    renewals,
    tokens: {
      ...connections,
      tokens: (tenant, slackUserId) =>
        connections.tokens(tenant, slackUserId).catch(async (error: unknown) => {
          if (!(error instanceof SecretUnreadable)) throw error;
          if (
            await connections.endUnreadable(tenant, slackUserId, work.connectionEnded({ user: slackUserId }))
          ) {
            log.error({ tenant, userId: slackUserId, error: error.message }, 'a connection to Box has ended');
          }
          return null;
        }),
      endConnection: async (tenant, slackUserId, claim, why) => {
        await connections.end(tenant, slackUserId, {
          claim,
          why,
          next: work.connectionEnded({ user: slackUserId }),
        });
      },
    },
  };
}
