/** The configured way into Box, with what it needs of the store. Puts parts together, decides nothing. */
import type { BoxAccessOptions } from './box/connections.ts';
import { type BoxOAuth, createBoxOAuth } from './box/oauth.ts';
import type { Config } from './config.ts';
import type { Store } from './store/database.ts';

/** Where Box sends people back to, below PUBLIC_URL. */
export const redirectPath = '/box/oauth_redirect';

/** OAuth at Box for this installation; null where people do not connect their own accounts. */
export function boxOAuthOf({ box, server }: Config): BoxOAuth | null {
  if (box.access.kind !== 'oauth' || server.publicUrl === undefined) return null;
  const { clientId, clientSecret } = box.access;
  return createBoxOAuth({ ...box, clientId, clientSecret, redirectUri: server.publicUrl + redirectPath });
}

/** How the connections of this process come by their tokens. */
export function boxAccessOf(config: Config, { connections }: Store): BoxAccessOptions {
  const { access } = config.box;
  if (access.kind === 'trial') return access;
  const oauth = boxOAuthOf(config);
  if (oauth === null) throw new Error('this way into Box is not there yet');
  return {
    kind: 'oauth',
    oauth,
    tokens: {
      ...connections,
      endConnection: async (tenant, slackUserId, claim, why) => {
        const job = {
          step: 'connection_ended',
          args: { user: slackUserId },
          dedupeKey: `connection_ended:${slackUserId}`,
        };
        await connections.end(tenant, slackUserId, { claim, why, job });
      },
    },
  };
}
