/**
 * Box's OAuth 2.0 (https://developer.box.com/guides/authentication/oauth2/): the address where a person grants
 * access, and the calls that get, refresh and revoke tokens. Plain HTTP against the documented endpoints: by default,
 * the SDK's own calls go to fixed addresses, are repeated, and put client secret and tokens into errors. Each call is
 * sent once; codes and refresh tokens are single-use.
 */
import type { BoxTokens, BoxUser } from '../shapes.ts';
import { type ClientOptions, clientForToken } from './client.ts';
import { unreadableAnswer } from './errors.ts';
import { getMe } from './files.ts';
import { postForm, type TokenAnswer } from './oauth-call.ts';

/** The Box app's credentials and addresses. */
export interface BoxOAuthOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The redirect URI; it must be registered with the Box app, letter for letter. */
  readonly redirectUri: string;
  /** Base address of the API, without `/2.0`; absent: Box's own. */
  readonly apiUrl?: string;
  /** Base address of the page on which people grant access; absent: Box's own. */
  readonly accountUrl?: string;
  readonly now?: () => number;
  readonly callTimeoutMs?: number;
}

/** Box refused the code or token: it is wrong, used, expired or revoked. `refused` is Box's error code. */
export interface OAuthRefusal {
  readonly refused: string;
}

/** Box's OAuth calls: get, renew and revoke a person's tokens. */
export interface BoxOAuth {
  /** The address of the page on which the person grants access. Box returns `state` with the browser. */
  authorizeUrl(state: string): string;
  /**
   * Exchanges an authorization code (valid for 30 s, once) for tokens.
   * @throws OutsideFailure when Box gave no answer, or one that neither grants nor refuses
   */
  exchange(code: string): Promise<BoxTokens | OAuthRefusal>;
  /** The Box user of these tokens. @throws OutsideFailure; the caller must then discard the tokens */
  userOf(tokens: BoxTokens): Promise<BoxUser>;
  /** Gets the next pair of tokens. @throws OutsideFailure as `exchange`; the refresh token may then be used up */
  refresh(refreshToken: string): Promise<BoxTokens | OAuthRefusal>;
  /**
   * Revokes a pair of tokens, given either of the two. A token that Box no longer knows counts as revoked. @throws
   * OutsideFailure
   */
  revoke(token: string): Promise<void>;
}

/** Creates the OAuth client of this app. Makes no call. */
export function createBoxOAuth(options: BoxOAuthOptions): BoxOAuth {
  const { clientId, clientSecret, redirectUri, now = Date.now, callTimeoutMs = 10_000 } = options;
  const apiUrl = options.apiUrl ?? 'https://api.box.com';
  const accountUrl = options.accountUrl ?? 'https://account.box.com';
  const credentials = { client_id: clientId, client_secret: clientSecret };
  const post = (operation: string, path: string, form: Record<string, string>) =>
    postForm({
      operation,
      mustNotRepeat: true,
      url: apiUrl + path,
      form: { ...form, ...credentials },
      callTimeoutMs,
    });

  async function tokens(operation: string, form: Record<string, string>): Promise<BoxTokens | OAuthRefusal> {
    const askedAt = now();
    const answer = await post(operation, '/oauth2/token', form);
    return 'refused' in answer ? answer : readTokens(operation, answer, askedAt);
  }

  return {
    authorizeUrl(state) {
      const url = new URL(`${accountUrl}/api/oauth2/authorize`);
      url.search = new URLSearchParams({
        client_id: clientId,
        response_type: 'code',
        redirect_uri: redirectUri,
        state,
      }).toString();
      return url.href;
    },
    exchange: (code) => tokens('exchangeCode', { grant_type: 'authorization_code', code }),
    userOf: ({ accessToken }) => getUserOfToken(accessToken, { apiUrl, callTimeoutMs }),
    refresh: (refreshToken) =>
      tokens('refreshToken', { grant_type: 'refresh_token', refresh_token: refreshToken }),
    revoke: createRevoker(options),
  };
}

/**
 * Creates a function that revokes a pair of this app's tokens, given either of the two, for any configured kind of
 * access to Box. The function throws OutsideFailure.
 */
export function createRevoker({
  clientId,
  clientSecret,
  apiUrl = 'https://api.box.com',
  callTimeoutMs = 10_000,
}: Omit<BoxOAuthOptions, 'redirectUri'>): (token: string) => Promise<void> {
  return async (token) => {
    const form = { token, client_id: clientId, client_secret: clientSecret };
    await postForm({
      operation: 'revokeToken',
      mustNotRepeat: true,
      url: `${apiUrl}/oauth2/revoke`,
      form,
      callTimeoutMs,
    });
  };
}

async function getUserOfToken(accessToken: string, options: ClientOptions): Promise<BoxUser> {
  const client = clientForToken(accessToken, options);
  return getMe({ client: async () => client, clientAfter: async () => null });
}

/** A longer lifetime is taken for this one; Box's access tokens live about an hour. */
const maxLifeSeconds = 24 * 60 * 60;

function readTokens(operation: string, { status, body }: TokenAnswer, askedAt: number): BoxTokens {
  const { access_token: accessToken, refresh_token: refreshToken, expires_in: seconds } = body;
  if (typeof accessToken !== 'string' || typeof refreshToken !== 'string' || typeof seconds !== 'number') {
    throw unreadableAnswer(operation, true, status);
  }
  // Even if Box gives an odd lifetime, the refresh token beside it must not be lost.
  const lifeSeconds = Math.min(Math.max(Math.floor(seconds), 0), maxLifeSeconds);
  return { accessToken, refreshToken, expiresAt: askedAt + lifeSeconds * 1000 };
}
