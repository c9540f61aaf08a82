/** What Box stores about apps and the tokens that it issued. Types only; the rules are in `oauth.ts`. */

/** An access token. */
export interface Token {
  readonly userId: string;
  /** When the token expires (ms since epoch). */
  expiresAt: number;
  revoked: boolean;
  /** Whether the token has the scope `sign_requests.readwrite` ("Manage signature requests"). */
  signScope: boolean;
  /** Id of the app that the token was issued to; absent: a developer token. */
  readonly clientId?: string;
  /** Scopes that the token lacks; absent: none. */
  readonly lacks?: readonly Scope[];
}

/** Scopes of the developer console that only some apps have. */
export type Scope = 'manage_webhook' | 'manage_enterprise_properties' | 'root_readwrite';

/** An app of the developer console. */
export interface OAuthApp {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly name: string;
  /** The redirect URIs, which are compared letter for letter. */
  readonly redirectUris: string[];
  /** Id of the enterprise that authorised Client Credentials Grant; null for an app with OAuth 2.0. */
  readonly enterpriseId: string | null;
  /** The app's own user, as which nobody logs in; empty without an enterprise. */
  readonly serviceUserId: string;
  /** Scopes that are not ticked for the app; absent: none. */
  readonly lacks?: readonly Scope[];
}

/** An authorization code that was issued. */
export interface Code {
  readonly clientId: string;
  readonly userId: string;
  readonly expiresAt: number;
}

/** A refresh token that was issued. */
export interface RefreshToken {
  readonly clientId: string;
  readonly userId: string;
  /** The access token of the same pair. */
  readonly accessToken: string;
  readonly expiresAt: number;
  usedAt: number | null;
  revoked: boolean;
}
