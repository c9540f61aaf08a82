/**
 * A session: gives the calls of this folder clients that act as one Box user. `connections.ts` decides which user that
 * is.
 */
import type { BoxClient } from 'box-typescript-sdk-gen';
import { type ClientOptions, clientForToken } from './client.ts';

/** The session of one Box user. Only the functions of this folder use it; all others just pass it on. */
export interface BoxSession {
  /**
   * A client whose access token should still be valid; refreshes it when it is about to expire.
   * @throws OutsideFailure; final with status 401 when the connection has ended
   */
  client(): Promise<BoxClient>;
  /**
   * Another client, after Box has refused this one's token; null when there is no other token.
   * @throws OutsideFailure as `client`
   */
  clientAfter(refused: BoxClient): Promise<BoxClient | null>;
}

/**
 * Creates a session. @param accessToken returns a valid access token of the user; not the refused one, if possible
 */
export function sessionOf(
  options: ClientOptions,
  accessToken: (refused: string | null) => Promise<string>,
): BoxSession {
  const tokenOf = new WeakMap<BoxClient, string>();
  const clientOf = (token: string): BoxClient => {
    const client = clientForToken(token, options);
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
