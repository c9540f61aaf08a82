/** What a route receives and returns: a parsed, authorised call, and an answer as data. Routes know no sockets. */

import type { RateLimiter } from '../../rate-limit.ts';
import { BoxRefusal, invalidParameter } from '../errors.ts';
import type { LinkHeader } from '../items.ts';
import type { Durations } from '../sign-status.ts';
import type { BoxState, User } from '../state.ts';
import type { Scope, Token } from '../tokens.ts';

/** Times and settings of a running Box, besides its state. */
export interface Settings extends Durations {
  /** The clock: milliseconds since epoch. */
  readonly clock: () => number;
  readonly listLagMs: number;
  readonly limiter: RateLimiter;
  readonly eventsRepeat: boolean;
  readonly eventsDisordered: boolean;
  /** The download addresses that were issued: token → file version. */
  readonly downloads: Map<string, { fileId: string; versionId: string; expiresAt: number }>;
  /** Base address of this server. */
  readonly url: string;
}

/** A call, as it arrived. */
export interface Request {
  readonly method: string;
  /** The path, without query. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** The headers; their names are in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: Buffer;
  /** Whether the body was longer than its path allows, and was therefore not kept. */
  readonly isTooLarge?: boolean;
}

/** The answer to a call. */
export interface Answer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** The body: JSON, bytes, or nothing. */
  readonly json?: unknown;
  readonly bytes?: Buffer;
}

/** A call by a known user. */
export interface UserCall {
  readonly request: Request;
  readonly state: BoxState;
  readonly settings: Settings;
  readonly now: number;
  readonly user: User;
  readonly token: Token;
  /** The id from the path; empty when it has none. */
  readonly id: string;
}

const TOKEN_REFUSED = {
  'www-authenticate':
    'Bearer realm="Service", error="invalid_token", error_description="The access token provided is invalid."',
};

/** The user behind the bearer token; 401 with `WWW-Authenticate` when there is none. */
export function authorised(
  state: BoxState,
  headers: Request['headers'],
  now: number,
): { user: User; token: Token } {
  const bearer = /^Bearer (\S+)$/i.exec(headers['authorization'] ?? '')?.[1];
  const token = bearer === undefined ? undefined : state.tokens[bearer];
  const user = token === undefined ? undefined : state.users[token.userId];
  if (token === undefined || user === undefined || token.revoked || token.expiresAt <= now) {
    throw new BoxRefusal(401, 'unauthorized', 'Unauthorized', { headers: TOKEN_REFUSED });
  }
  return { user, token };
}

/** The refusal 403 `insufficient_scope` in Box's format. */
export function insufficientScope(): BoxRefusal {
  return new BoxRefusal(
    403,
    'insufficient_scope',
    'The request requires higher privileges than the token has',
    { headers: { 'www-authenticate': 'Bearer realm="Service", error="insufficient_scope"' } },
  );
}

/** Throws unless the token has this scope. */
export function mustHaveScope(call: UserCall, scope: Scope): void {
  if (call.token.lacks?.includes(scope)) throw insufficientScope();
}

/** The shared link in a `BoxApi` header, or null; 400 when the header cannot be read. */
export function linkHeader(headers: Request['headers']): LinkHeader | null {
  const header = headers['boxapi'];
  if (header === undefined) return null;
  const parts = /^shared_link=([^&]+)(?:&shared_link_password=(.*))?$/.exec(header);
  if (parts?.[1] === undefined) throw invalidParameter('BoxApi', 'must be shared_link=URL');
  try {
    const password = parts[2] === undefined ? null : decodeURIComponent(parts[2]);
    return { url: decodeURIComponent(parts[1]), password };
  } catch (error) {
    throw invalidParameter('BoxApi', `cannot be decoded: ${String(error)}`);
  }
}
