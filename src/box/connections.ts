/**
 * The one place where a Slack user becomes a Box client. Nobody else makes clients, and nobody gets a client
 * that is not their own. Which way into Box holds is configured; what a person's tokens are is the store's.
 */
import type { BoxClient } from 'box-typescript-sdk-gen';
import { type ClientOptions, clientWith } from './client.ts';
import type { BoxOAuth } from './oauth.ts';
import { createTokenKeeper, type TokenStore } from './tokens.ts';

/** How people are let into Box. */
export type BoxAccessOptions =
  | {
      readonly kind: 'trial';
      readonly developerToken: string;
      /** The one Slack user the token belongs to. */
      readonly developerSlackUser: string;
    }
  | { readonly kind: 'oauth'; readonly oauth: BoxOAuth; readonly tokens: TokenStore };

export interface BoxConnectionOptions extends ClientOptions {
  readonly access: BoxAccessOptions;
}

/** One person's way into Box; to be handed to the functions of this folder, and to nothing else. */
export interface BoxSession {
  /**
   * A client whose access token is good as far as we know; renews it when it is about to end.
   * @throws OutsideFailure; final with status 401 when the connection has ended
   */
  client(): Promise<BoxClient>;
  /**
   * Another client, after Box has refused this one's token; null when there is no other token to be had.
   * @throws OutsideFailure as `client`
   */
  clientAfter(refused: BoxClient): Promise<BoxClient | null>;
}

export interface BoxConnections {
  /** The session of this person, or null when they have no Box connection. Asks the store alone, never Box. */
  sessionFor(tenant: string, slackUserId: string): Promise<BoxSession | null>;
}

/** Makes the connections of this process. Makes no call. */
export function createBoxConnections(options: BoxConnectionOptions): BoxConnections {
  const { access } = options;
  if (access.kind === 'trial') {
    const client = clientWith(access.developerToken, options);
    const session: BoxSession = { client: async () => client, clientAfter: async () => null };
    return {
      sessionFor: async (_tenant, slackUserId) =>
        slackUserId === access.developerSlackUser ? session : null,
    };
  }
  const keeper = createTokenKeeper({ store: access.tokens, ...access.oauth });
  return {
    async sessionFor(tenant, slackUserId) {
      if ((await access.tokens.tokens(tenant, slackUserId)) === null) return null;
      return personalSession(options, (refused) => keeper.accessToken(tenant, slackUserId, refused));
    },
  };
}

/** @param accessToken brings a good token, another than the refused one; null when there is none. */
function personalSession(
  options: ClientOptions,
  accessToken: (refused: string | null) => Promise<string>,
): BoxSession {
  const tokenOf = new WeakMap<BoxClient, string>();
  const clientOf = (token: string): BoxClient => {
    const client = clientWith(token, options);
    tokenOf.set(client, token);
    return client;
  };
  return {
    client: async () => clientOf(await accessToken(null)),
    clientAfter: async (refused) => {
      const former = tokenOf.get(refused) ?? null;
      const token = await accessToken(former);
      return token === former ? null : clientOf(token);
    },
  };
}
