/**
 * Installing the app: codes, bot tokens and their renewal. They are stored for all workspaces together, because it is
 * the same app in each.
 * The page is in `oauth-page.ts`, the method in `methods/oauth.ts`.
 * https://docs.slack.dev/authentication/installing-with-oauth, …/using-token-rotation
 */
import { Refused } from './methods/types.ts';
import { secret } from './state.ts';
import type { World } from './world.ts';

const CODE_LIFE_MS = 10 * 60_000;
const TOKEN_LIFE_MS = 12 * 60 * 60_000;
/** With token rotation, at most this many tokens of an installation are valid, as in Slack; older ones are revoked. */
const MAX_TOKENS = 2;

/** One workspace's, or organisation's, installation of the app. */
export interface Grant {
  readonly world: World;
  readonly isOrganisation: boolean;
  readonly scopes: readonly string[];
  /** Slack user id of the person who installed the app. */
  readonly userId: string;
}

interface Token {
  readonly grant: Grant;
  /** When the bot token expires (ms since epoch); null: never. */
  expiresAt: number | null;
  /** Slack's error for a dead token; null while it is valid. */
  dead: 'token_revoked' | 'account_inactive' | null;
}

interface Code {
  readonly grant: Grant;
  readonly redirectUri: string;
  readonly issuedAt: number;
  isUsed: boolean;
}

/** What Slack stores about installing the app. */
export interface OAuthState {
  readonly clientId: string;
  readonly clientSecret: string;
  /** The person as whom a browser of this machine is signed in on Slack's own pages; null: none has been chosen. */
  visitor: { readonly teamId: string; readonly userId: string } | null;
  /** The redirect URLs of the app's settings. Slack redirects only to these and to addresses below them. */
  redirectUrls: string[];
  /** Whether the app has token rotation: its tokens then expire and are renewed. */
  rotates: boolean;
  readonly codes: Map<string, Code>;
  readonly tokens: Map<string, Token>;
  /** Refresh tokens that have not been used, each with its installation. */
  readonly refreshTokens: Map<string, Grant>;
}

/**
 * What Slack stores about installing the app: no codes and tokens at first.
 * @param known the app's credentials of an earlier run.
 */
export function createOAuthState(known?: Pick<OAuthState, 'clientId' | 'clientSecret'>): OAuthState {
  return {
    clientId: known?.clientId ?? `1000000000.${String(Math.floor(Math.random() * 1e10)).padStart(10, '0')}`,
    clientSecret: known?.clientSecret ?? secret(16),
    visitor: null,
    redirectUrls: [],
    rotates: false,
    codes: new Map(),
    tokens: new Map(),
    refreshTokens: new Map(),
  };
}

/** Issues a single-use code for an installation. */
export function issueCode(world: World, grant: Grant, redirectUri: string): string {
  const code = `${Math.floor(world.now())}.${secret(24)}`;
  world.oauth.codes.set(code, { grant, redirectUri, issuedAt: world.now(), isUsed: false });
  return code;
}

/**
 * Uses up a code: the app is then installed, with the scopes that the person allowed. Returns the installation. Throws
 * `Refused` as Slack does for a code that is unknown, expired, used, or of another redirect URI.
 */
export function redeemCode({ oauth, now }: World, code: string, redirectUri: string): Grant {
  const known = oauth.codes.get(code);
  if (!known || now() - known.issuedAt > CODE_LIFE_MS) throw new Refused('invalid_code');
  if (known.isUsed) throw new Refused('code_already_used');
  if (known.redirectUri !== redirectUri) throw new Refused('bad_redirect_uri');
  known.isUsed = true;
  const { app } = known.grant.world.state;
  app.scopes = [...known.grant.scopes];
  app.isOrganisationInstalled = known.grant.isOrganisation;
  if (app.isInstalled !== undefined) app.isInstalled = true;
  return known.grant;
}

/** Uses up a refresh token and returns its installation. Throws `Refused` for one that was used or is unknown. */
export function redeemRefresh({ oauth }: World, refreshToken: string): Grant {
  const grant = oauth.refreshTokens.get(refreshToken);
  if (!grant) throw new Refused('invalid_refresh_token');
  oauth.refreshTokens.delete(refreshToken);
  return grant;
}

/** The tokens that are issued for an installation. Without token rotation, only `token` is set. */
export interface NewTokens {
  readonly token: string;
  readonly refreshToken: string | null;
  readonly expiresInSeconds: number | null;
}

export function issueTokens({ oauth, now }: World, grant: Grant): NewTokens {
  const { rotates } = oauth;
  const token = `${rotates ? 'xoxe.xoxb-1' : 'xoxb'}-1000000000-${secret(16)}`;
  const expiresAt = rotates ? now() + TOKEN_LIFE_MS : null;
  const living = [...oauth.tokens.values()].filter(
    (one) => one.grant.world === grant.world && one.dead === null && one.expiresAt !== null,
  );
  if (rotates) for (const old of living.slice(0, -(MAX_TOKENS - 1))) old.dead = 'token_revoked';
  oauth.tokens.set(token, { grant, expiresAt, dead: null });
  if (!rotates) return { token, refreshToken: null, expiresInSeconds: null };
  const refreshToken = `xoxe-1-${secret(24)}`;
  oauth.refreshTokens.set(refreshToken, grant);
  return { token, refreshToken, expiresInSeconds: TOKEN_LIFE_MS / 1000 };
}

/**
 * The workspace in which a bot token acts: one that was issued, or the first workspace's, which an operator copies.
 * Null: unknown token. Throws `Refused` when the token is dead.
 */
export function workspaceOfToken(main: World, token: string): World | null {
  const known = main.oauth.tokens.get(token);
  if (!known) {
    if (token !== main.state.app.botToken) return null;
    mustHaveValidTokens(main);
    return main;
  }
  if (known.dead !== null) throw new Refused(known.dead);
  if (known.expiresAt !== null && main.now() >= known.expiresAt) throw new Refused('token_expired');
  return known.grant.world;
}

/** Slack's error for each state in which a copied token is not valid. */
const TOKEN_ERRORS = {
  revoked: 'token_revoked',
  expired: 'token_expired',
  inactive: 'account_inactive',
} as const;

/** Throws `Refused` when the tokens that an operator copied are no longer valid. */
export function mustHaveValidTokens({ state: { app } }: World): void {
  if (app.tokenState !== 'valid') throw new Refused(TOKEN_ERRORS[app.tokenState]);
}

/** Ends all tokens of a workspace; none can be renewed. `dead`: Slack's error for a call with one of them. */
export function endTokens(world: World, dead: 'token_revoked' | 'account_inactive'): void {
  for (const token of world.oauth.tokens.values()) if (token.grant.world === world) token.dead ??= dead;
  for (const [text, grant] of world.oauth.refreshTokens) {
    if (grant.world === world) world.oauth.refreshTokens.delete(text);
  }
  world.state.app.tokenState = dead === 'token_revoked' ? 'revoked' : 'inactive';
}
