/**
 * The one place where a Slack user becomes a Box client. Nobody else makes clients, and nobody gets a client
 * that is not their own. Today one person has a connection, by a developer token; connections by OAuth come
 * behind the same function.
 */
import { BoxClient, BoxDeveloperTokenAuth } from 'box-typescript-sdk-gen';
import { UnexpectedRedirect } from './errors.ts';

export interface BoxConnectionOptions {
  /** Base addresses without `/2.0`; absent: Box's own (`https://api.box.com`). */
  readonly apiUrl?: string;
  /** As `https://upload.box.com/api`. */
  readonly uploadUrl?: string;
  /** As `https://account.box.com`. */
  readonly accountUrl?: string;
  readonly developerToken: string;
  /** The one Slack user the token belongs to. */
  readonly developerSlackUser: string;
  /** How long one call may take, answer included; 30 s unless given. */
  readonly callTimeoutMs?: number;
}

/** One person's way into Box; to be handed to the functions of this folder, and to nothing else. */
export interface BoxSession {
  readonly client: BoxClient;
}

export interface BoxConnections {
  /** The session of this person, or null when they have no Box connection. */
  sessionFor(tenant: string, slackUserId: string): Promise<BoxSession | null>;
}

/** Makes the connections of this process. Makes no call. */
export function createBoxConnections(options: BoxConnectionOptions): BoxConnections {
  const session: BoxSession = { client: makeClient(options) };
  return {
    sessionFor: async (_tenant, slackUserId) => (slackUserId === options.developerSlackUser ? session : null),
  };
}

function makeClient(options: BoxConnectionOptions): BoxClient {
  const auth = new BoxDeveloperTokenAuth({ token: options.developerToken });
  const networkSession = new BoxClient({ auth }).networkSession
    .withRetryStrategy(neverRetry)
    .withTimeoutConfig({ timeoutMs: options.callTimeoutMs ?? 30_000 });
  return new BoxClient({ auth, networkSession }).withCustomBaseUrls({
    ...(options.apiUrl ? { baseUrl: withoutSlash(options.apiUrl) } : {}),
    ...(options.uploadUrl ? { uploadUrl: withoutSlash(options.uploadUrl) } : {}),
    ...(options.accountUrl ? { oauth2Url: `${withoutSlash(options.accountUrl)}/api/oauth2` } : {}),
  });
}

type RetryStrategy = Parameters<BoxClient['networkSession']['withRetryStrategy']>[0];

/**
 * The SDK would repeat every call up to five times, creates included, so signers would be mailed twice. When
 * to try again is decided by whoever asked. This is also the only place before it follows a redirect.
 */
const neverRetry: RetryStrategy = {
  shouldRetry: async (_options, response) => {
    if (response.status >= 300 && response.status < 400) throw new UnexpectedRedirect(response.status);
    return false;
  },
  retryAfter: () => 0,
};

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
