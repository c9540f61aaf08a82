/**
 * Creates the Box sessions of Slack users, and that of the app itself. Apart from `npm run doctor`, nothing outside
 * this folder creates sessions, and each person's session acts as their own Box user. The kind of access to Box is
 * configured; people's tokens are in the store.
 */
import { type ClientOptions, clientForToken } from './client.ts';
import { type ClientCredentialsOptions, createClientCredentials } from './client-credentials.ts';
import type { BoxOAuth } from './oauth.ts';
import { type BoxSession, sessionOf } from './session.ts';
import { createTokenKeeper, type TokenKeeperOptions, type TokenStore } from './tokens.ts';

/** The configured kind of access to Box. */
export type BoxAccessOptions =
  | {
      readonly kind: 'trial';
      readonly developerToken: string;
      /** The one Slack user for whom the developer token is used. */
      readonly developerSlackUser: string;
    }
  | {
      readonly kind: 'oauth';
      readonly oauth: BoxOAuth;
      readonly tokens: TokenStore;
      readonly log: TokenKeeperOptions['log'];
      /** Token renewals in flight, so that shutdown can wait for them. */
      readonly renewals: Set<Promise<unknown>>;
    }
  | ({ readonly kind: 'client-credentials' } & ClientCredentialsOptions);

export interface BoxConnectionOptions extends ClientOptions {
  readonly access: BoxAccessOptions;
}

/** Finds the Box session of a person. */
export interface BoxConnections {
  /**
   * The session of this person, or null when they have no Box connection. With Client Credentials never null: only the
   * session's calls fail when the person has no Box user. Reads the store at most, never calls Box.
   */
  sessionFor(tenant: string, slackUserId: string): Promise<BoxSession | null>;
  /** The session of the app's own user in the Box enterprise; null where the app has none. */
  readonly asApp: BoxSession | null;
}

/** Creates the `BoxConnections` of this process. Makes no call. */
export function createBoxConnections(options: BoxConnectionOptions): BoxConnections {
  const { access } = options;
  if (access.kind === 'trial') {
    const client = clientForToken(access.developerToken, options);
    const session: BoxSession = { client: async () => client, clientAfter: async () => null };
    return {
      asApp: null,
      sessionFor: async (_tenant, slackUserId) =>
        slackUserId === access.developerSlackUser ? session : null,
    };
  }
  if (access.kind === 'client-credentials') {
    const credentials = createClientCredentials({ ...options, ...access });
    return {
      asApp: sessionOf(options, (refused) => credentials.enterpriseToken(refused)),
      // Finding the person's Box user takes calls to Slack and Box, so this happens only when the session is used.
      sessionFor: async (tenant, slackUserId) =>
        sessionOf(options, (refused) => credentials.accessToken(tenant, slackUserId, refused)),
    };
  }
  const { tokens: store, oauth, log, renewals: underWay } = access;
  const keeper = createTokenKeeper({ store, refresh: oauth.refresh, log, underWay });
  return {
    asApp: null,
    async sessionFor(tenant, slackUserId) {
      if ((await access.tokens.tokens(tenant, slackUserId)) === null) return null;
      return sessionOf(options, (refused) => keeper.accessToken(tenant, slackUserId, refused));
    },
  };
}
