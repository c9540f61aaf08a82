/**
 * Box's OAuth 2.0 rules: apps, codes, and tokens that replace each other
 * (developer.box.com/guides/authentication/oauth2/). State and time are passed in; no HTTP, no pages.
 */
import { randomBytes } from 'node:crypto';
import { type BoxState, nextId, type User } from './state.ts';
import type { OAuthApp, RefreshToken, Scope } from './tokens.ts';

const CODE_LIFE_MS = 30_000;
export const ACCESS_LIFE_SECONDS = 60 * 60;
const REFRESH_LIFE_MS = 60 * 24 * 60 * 60 * 1000;

/** A refusal in OAuth's own format (RFC 6749, section 5.2). */
export class OAuthRefusal extends Error {
  readonly error: string;
  readonly status: number;

  constructor(error: string, description: string, status = 400) {
    super(description);
    this.error = error;
    this.status = status;
  }
}

const secret = (): string => randomBytes(24).toString('base64url');

/** Adds an app of the developer console; with an enterprise, also the app's own user. */
export function makeApp(
  state: BoxState,
  about: {
    name?: string;
    redirectUris?: readonly string[];
    enterpriseId?: string;
    lacks?: readonly Scope[];
  },
): OAuthApp {
  const clientId = randomBytes(16).toString('hex');
  const name = about.name ?? 'Box Sign for Slack';
  const app: OAuthApp = {
    clientId,
    clientSecret: randomBytes(16).toString('hex'),
    name,
    redirectUris: [...(about.redirectUris ?? [])],
    enterpriseId: about.enterpriseId ?? null,
    serviceUserId: about.enterpriseId === undefined ? '' : nextId(state, '30'),
    ...(about.lacks === undefined ? {} : { lacks: about.lacks }),
  };
  state.apps[clientId] = app;
  if (app.serviceUserId !== '') {
    const login = `AutomationUser_${clientId}@boxdevedition.com`;
    state.users[app.serviceUserId] = { id: app.serviceUserId, login, name, signEnabled: true };
  }
  return app;
}

/** Revokes every pair of tokens that apps hold for a user. */
export function revokeAllOf(state: BoxState, userId: string): void {
  for (const held of Object.values(state.refreshTokens).filter((one) => one.userId === userId)) {
    revoke(state, held);
  }
}

function revoke(state: BoxState, held: RefreshToken): void {
  held.revoked = true;
  const access = state.tokens[held.accessToken];
  if (access !== undefined) access.revoked = true;
}

/** Whether the app could still call Box as this user: with an access token, or by refreshing one. */
export function hasSession(state: BoxState, clientId: string, userId: string, now: number): boolean {
  const tokens = Object.values(state.tokens).filter((one) => one.userId === userId);
  const pairs = Object.values(state.refreshTokens).filter((one) => one.userId === userId);
  return (
    tokens.some((one) => (one.clientId ?? '') === clientId && !one.revoked && one.expiresAt > now) ||
    pairs.some(
      (one) => one.clientId === clientId && !one.revoked && one.usedAt === null && one.expiresAt > now,
    )
  );
}

/** Whether the app has lost its access to this user because tokens were revoked, as opposed to expired. */
export function isRevoked(state: BoxState, clientId: string, userId: string, now: number): boolean {
  if (hasSession(state, clientId, userId, now)) return false;
  const held = [
    ...Object.values(state.tokens).filter((one) => (one.clientId ?? '') === clientId),
    ...Object.values(state.refreshTokens).filter((one) => one.clientId === clientId && one.usedAt === null),
  ];
  return held.some((one) => one.userId === userId && one.revoked && one.expiresAt > now);
}

/** Issues an authorization code for the person who granted access; single-use, valid for 30 seconds. */
export function issueCode(state: BoxState, app: OAuthApp, user: User, now: number): string {
  const code = secret();
  state.codes[code] = { clientId: app.clientId, userId: user.id, expiresAt: now + CODE_LIFE_MS };
  return code;
}

/**
 * The app with these credentials. Throws `invalid_client` for wrong ones; but in Client Credentials Grant
 * `invalid_grant` when only the secret is wrong.
 */
export function appOf(
  state: BoxState,
  { clientId, clientSecret, grantType }: Record<'clientId' | 'clientSecret' | 'grantType', string>,
): OAuthApp {
  const app = Object.hasOwn(state.apps, clientId) ? state.apps[clientId] : undefined;
  if (app === undefined || app.clientSecret !== clientSecret) {
    if (app !== undefined && grantType === 'client_credentials') throw grantRefused();
    throw new OAuthRefusal('invalid_client', 'The client credentials are invalid', 400);
  }
  return app;
}

/** The tokens that the token endpoint answers with. */
export interface IssuedTokens {
  readonly access_token: string;
  readonly refresh_token?: string;
  readonly expires_in: number;
  readonly restricted_to: readonly [];
  readonly token_type: 'bearer';
}

/** Exchanges a code for a pair of tokens. The code is void afterwards, even when it is refused. */
export function exchangeCode(state: BoxState, app: OAuthApp, given: string, now: number): IssuedTokens {
  const code = Object.hasOwn(state.codes, given) ? state.codes[given] : undefined;
  delete state.codes[given];
  const isRight = code !== undefined && code.clientId === app.clientId && code.expiresAt > now;
  if (!isRight) throw new OAuthRefusal('invalid_grant', "The authorization code doesn't exist or is invalid");
  return issuePair(state, app, code.userId, now);
}

/** Exchanges a refresh token for a new pair. The refresh token is void afterwards. */
export function refreshPair(state: BoxState, app: OAuthApp, refreshToken: string, now: number): IssuedTokens {
  const held = Object.hasOwn(state.refreshTokens, refreshToken)
    ? state.refreshTokens[refreshToken]
    : undefined;
  if (held === undefined || held.clientId !== app.clientId || held.usedAt !== null || held.revoked) {
    throw new OAuthRefusal('invalid_grant', 'Invalid refresh token');
  }
  if (held.expiresAt <= now) throw new OAuthRefusal('invalid_grant', 'Refresh token has expired');
  held.usedAt = now;
  return issuePair(state, app, held.userId, now);
}

/** Revokes a pair by either of its tokens, or a token without a pair. A token that Box does not know is refused. */
export function revokeToken(state: BoxState, app: OAuthApp, token: string): void {
  const entry = Object.entries(state.refreshTokens).find(
    ([refresh, held]) => held.clientId === app.clientId && (refresh === token || held.accessToken === token),
  );
  if (entry !== undefined) {
    revoke(state, entry[1]);
    return;
  }
  const alone = Object.hasOwn(state.tokens, token) ? state.tokens[token] : undefined;
  if (alone?.clientId !== app.clientId) throw new OAuthRefusal('invalid_token', 'The token is invalid');
  alone.revoked = true;
}

/** Issues an access token for the enterprise, or for one of its users, without anyone's consent. */
export function issueByClientCredentials(
  state: BoxState,
  app: OAuthApp,
  subject: { type: string; id: string },
  now: number,
): IssuedTokens {
  const isAllowed = app.enterpriseId !== null;
  if (isAllowed && subject.type === 'enterprise' && subject.id === app.enterpriseId) {
    return issueAccess(state, app, app.serviceUserId, now);
  }
  if (isAllowed && subject.type === 'user' && state.users[subject.id] !== undefined) {
    return issueAccess(state, app, subject.id, now);
  }
  throw grantRefused();
}

function grantRefused(): OAuthRefusal {
  return new OAuthRefusal('invalid_grant', 'Grant credentials are invalid');
}

function issuePair(state: BoxState, app: OAuthApp, userId: string, now: number): IssuedTokens {
  const issued = issueAccess(state, app, userId, now);
  const refresh = secret();
  state.refreshTokens[refresh] = {
    clientId: app.clientId,
    userId,
    accessToken: issued.access_token,
    expiresAt: now + REFRESH_LIFE_MS,
    usedAt: null,
    revoked: false,
  };
  return { ...issued, refresh_token: refresh };
}

function issueAccess(state: BoxState, app: OAuthApp, userId: string, now: number): IssuedTokens {
  const token = secret();
  state.tokens[token] = {
    userId,
    expiresAt: now + ACCESS_LIFE_SECONDS * 1000,
    revoked: false,
    signScope: true,
    clientId: app.clientId,
    ...(app.lacks === undefined ? {} : { lacks: app.lacks }),
  };
  return { access_token: token, expires_in: ACCESS_LIFE_SECONDS, restricted_to: [], token_type: 'bearer' };
}
