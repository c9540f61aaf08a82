/**
 * Reads Slack's own error codes from a failed call; which kind of failure follows is decided in `classify.ts`. The
 * original error is not kept: it may hold more than is safe to log, such as the whole body of an answer.
 */
import {
  WebAPIHTTPError,
  WebAPIPlatformError,
  WebAPIRateLimitedError,
  WebAPIRequestError,
} from '@slack/web-api';
import { asNotSent, failureCaseOf, failureOf, failureWithoutAnswer } from '../classify.ts';
import { type FailureKind, OutsideFailure } from '../failure.ts';

/** Error codes of failures inside Slack, after which a write may have happened all the same. */
const slackFailureCodes: ReadonlySet<string> = new Set([
  'fatal_error',
  'internal_error',
  'request_timeout',
  'service_unavailable',
]);

/**
 * Error codes of a token that no longer works, until it is renewed (`token_expired`) or the app is installed again; the
 * last two codes are our own. Such an error says nothing about the call itself.
 */
const deadTokenCodes: ReadonlySet<string> = new Set([
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
export function isDeadTokenError(error: unknown): error is OutsideFailure {
  return error instanceof OutsideFailure && error.service === 'slack' && deadTokenCodes.has(error.reason);
}

/** Whether the call failed because the person it was for has been deactivated. */
export function isRecipientGone(error: unknown): error is OutsideFailure {
  return error instanceof OutsideFailure && error.service === 'slack' && error.reason === 'user_disabled';
}

/**
 * As `slackFailure`, for a call with a bot token: when the token is dead, the call may be repeated with another token.
 */
export function botFailure(error: unknown, operation: string, mustNotRepeat: boolean): OutsideFailure {
  const failure = slackFailure(error, operation, mustNotRepeat);
  return isDeadTokenError(failure) ? asNotSent(failure) : failure;
}

/**
 * The form of Slack's error codes. It is tested because the client puts unreadable answers, such as a proxy's page,
 * into the same field.
 */
const errorCodePattern = /^[a-z][\w-]{0,99}$/i;

/**
 * What a failed Slack call means.
 *
 * @param mustNotRepeat whether repeating the call could do the same thing twice (posting a message).
 * @returns a failure that is safe to log.
 */
export function slackFailure(error: unknown, operation: string, mustNotRepeat: boolean): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  const call = { service: 'slack', operation, mustNotRepeat } as const;
  if (error instanceof WebAPIRateLimitedError) {
    return failureOf(call, 'turnedAway', 429, 'ratelimited', { retryAfterSeconds: error.retryAfter });
  }
  if (error instanceof WebAPIPlatformError) {
    const reason: unknown = error.data.error;
    if (typeof reason !== 'string' || !errorCodePattern.test(reason)) {
      return failureOf(call, 'lost', 200, 'unreadable_answer');
    }
    const fate = reason === 'ratelimited' ? 'turnedAway' : slackFailureCodes.has(reason) ? 'lost' : 'refused';
    return failureOf(call, fate, 200, reason);
  }
  if (error instanceof WebAPIHTTPError) {
    return failureOf(call, failureCaseOf(error.statusCode), error.statusCode, 'http_error');
  }
  return failureWithoutAnswer(call, error instanceof WebAPIRequestError ? error.original : error);
}

/**
 * The value of a field that Slack documents as always present, but that is optional in the client's types.
 * @throws OutsideFailure of this kind when it is missing or empty
 */
export function requiredField<T>(
  value: T | undefined,
  operation: string,
  field: string,
  kind: FailureKind = 'unknown',
): T {
  if (value !== undefined && value !== null && value !== '') return value;
  throw new OutsideFailure({ service: 'slack', operation, kind, status: 200, reason: `no_${field}` });
}
