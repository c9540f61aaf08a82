/**
 * Creates clients of the Box SDK for a token. They send each call once, without retries, within a time limit. Used only
 * in this folder.
 */
import { BoxClient, BoxDeveloperTokenAuth } from 'box-typescript-sdk-gen';
import { networkClientOf } from './network.ts';

/** Base addresses of Box, and the time limit of a call. */
export interface ClientOptions {
  /** Base address of the API, without `/2.0`; absent: `https://api.box.com`. */
  readonly apiUrl?: string;
  /** Base address for uploads; absent: `https://upload.box.com/api`. */
  readonly uploadUrl?: string;
  /** Base address of the page on which people grant access; absent: `https://account.box.com`. */
  readonly accountUrl?: string;
  /** How long one call may take (ms), answer included; 30 s unless given. Calls that send a file get more. */
  readonly callTimeoutMs?: number;
}

/** A client that acts with this access token while it is valid. Makes no call. */
export function clientForToken(accessToken: string, options: ClientOptions): BoxClient {
  // The SDK's own OAuth is not used: it refreshes only after a 401, and once for each of several concurrent calls.
  const auth = new BoxDeveloperTokenAuth({ token: accessToken });
  const networkSession = new BoxClient({ auth }).networkSession.withNetworkClient(
    networkClientOf(options.callTimeoutMs ?? 30_000),
  );
  return new BoxClient({ auth, networkSession }).withCustomBaseUrls({
    ...(options.apiUrl ? { baseUrl: withoutSlash(options.apiUrl) } : {}),
    ...(options.uploadUrl ? { uploadUrl: withoutSlash(options.uploadUrl) } : {}),
    ...(options.accountUrl ? { oauth2Url: `${withoutSlash(options.accountUrl)}/api/oauth2` } : {}),
  });
}

function withoutSlash(url: string): string {
  return url.endsWith('/') ? url.slice(0, -1) : url;
}
