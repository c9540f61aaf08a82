/**
 * The one place where a failed Slack call is classified. The original error is dropped: request errors of
 * the client carry the bearer token and the message.
 */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { OutsideFailure } from '../failure.ts';
import { AnswerTooLong } from './network.ts';

/** Slack says these when it failed itself; a write may have happened all the same. */
const slackFailed: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

/**
 * What is said of a token that nothing brings back but another installation; the last two are of our own store. Of
 * what was asked these say nothing.
 */
const tokenIsDead: ReadonlySet<string> = new Set([
  'account_inactive',
  'invalid_auth',
  'invalid_refresh_token',
  'not_authed',
  'token_expired',
  'token_revoked',
  'not_installed',
  'token_unreadable',
]);

/** Whether the call failed because its bot token is no longer valid. */
export function saysTokenIsDead(error: unknown): error is OutsideFailure {
  return error instanceof OutsideFailure && error.service === 'slack' && tokenIsDead.has(error.reason);
}

/** As `toFailure`, of a call with a bot token: with another token the same call may be made again. */
export function botFailure(error: unknown, operation: string, isWrite: boolean): OutsideFailure {
  const failure = toFailure(error, operation, isWrite);
  if (!saysTokenIsDead(failure)) return failure;
  const { status, reason } = failure;
  return new OutsideFailure({ service: 'slack', operation, kind: 'retry', status, reason });
}

/** How Slack names a reason. The client puts what it cannot read, a proxy's page for instance, in its place. */
const isReason = /^[a-z][\w-]{0,99}$/i;

/** The connection was never made, so not even a write can have happened. */
const neverReached: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * @param isWrite whether repeating the call could do the same thing twice (posting a message).
 * @returns a failure that is safe to log.
 */
export function toFailure(error: unknown, operation: string, isWrite: boolean): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  const base = { service: 'slack', operation } as const;
  const open = isWrite ? 'unknown' : 'retry';
  if (error instanceof WebAPIRateLimitedError) {
    return new OutsideFailure({
      ...base,
      kind: 'retry',
      status: 429,
      reason: 'ratelimited',
      retryAfterSeconds: error.retryAfter,
    });
  }
  if (error instanceof WebAPIPlatformError) {
    const reason: unknown = error.data.error;
    if (typeof reason !== 'string' || !isReason.test(reason)) {
      return new OutsideFailure({ ...base, kind: open, status: 200, reason: 'unreadable_answer' });
    }
    const kind = reason === 'ratelimited' ? 'retry' : slackFailed.has(reason) ? open : 'final';
    return new OutsideFailure({ ...base, kind, status: 200, reason });
  }
  if (error instanceof WebAPIHTTPError) {
    const kind = error.statusCode >= 500 ? open : 'final';
    return new OutsideFailure({ ...base, kind, status: error.statusCode, reason: 'http_error' });
  }
  const original = error instanceof WebAPIRequestError ? error.original : error;
  if (original instanceof AnswerTooLong) {
    return new OutsideFailure({ ...base, kind: open, status: 200, reason: 'answer_too_long' });
  }
  const reason = networkReason(original);
  const kind = neverReached.has(reason) ? 'retry' : open;
  return new OutsideFailure({ ...base, kind, status: null, reason });
}

/** The system's code (`ECONNREFUSED`) behind fetch's error, `timeout`, or `network`. */
export function networkReason(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'timeout';
    if ('code' in at && typeof at.code === 'string' && /^E[A-Z_]+$/.test(at.code)) return at.code;
  }
  return 'network';
}
