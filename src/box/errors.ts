/**
 * Reads Box's own error codes from a failed call; which kind of failure follows is decided in `classify.ts`. The SDK's
 * errors hold the bearer token, the request body and Box's answer, so no original error may be kept: only chosen,
 * checked fields are passed on.
 */
import { BoxApiError, BoxSdkError } from 'box-typescript-sdk-gen/box/errors';
import {
  failureCaseOf,
  failureOf,
  failureWithoutAnswer,
  type OutsideCall,
  retryAfterSeconds,
} from '../classify.ts';
import { Fault, OutsideFailure } from '../failure.ts';
import { asRecord } from './raw.ts';

/** Thrown instead of following a redirect: the SDK would send a write, or a shared link, a second time. */
export class UnexpectedRedirect extends Fault {
  readonly status: number;

  constructor(status: number) {
    super(`unexpected redirect (${status})`);
    this.name = 'UnexpectedRedirect';
    this.status = status;
  }
}

/**
 * Error codes of conflicts that resolve by themselves, so that the call may be retried
 * (https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/).
 */
const temporaryConflicts: ReadonlySet<string> = new Set([
  'operation_blocked_temporary',
  'name_temporarily_reserved',
]);

/**
 * What a failed Box call means.
 * @param error whatever the SDK threw; only status, code, wait and request id are kept
 * @param operation name of the gateway call
 * @param mustNotRepeat whether repeating the call could do the same thing twice: a lost answer is then `unknown`, not
 *   `retry`
 */
export function boxFailure(error: unknown, operation: string, mustNotRepeat: boolean): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  const call = { service: 'box', operation, mustNotRepeat } as const;
  if (error instanceof BoxApiError) return failureOfAnswer(call, error);
  if (error instanceof UnexpectedRedirect) {
    return failureOf(call, 'lost', error.status, 'unexpected_redirect');
  }
  return failureWithoutAnswer(call, originalOf(error));
}

/** The failure for an answer with a success status whose content cannot be read. */
export function unreadableAnswer(
  operation: string,
  mustNotRepeat: boolean,
  status: number | null,
): OutsideFailure {
  return failureOf({ service: 'box', operation, mustNotRepeat }, 'lost', status, 'unreadable_answer');
}

function failureOfAnswer(call: OutsideCall, error: BoxApiError): OutsideFailure {
  // The SDK's own `code` and `requestId` are JSON text with quotes; the body has the plain values.
  const { statusCode: status, body, headers } = error.responseInfo;
  const fields = asRecord(body);
  const code = plainCode(fields?.['code']) ?? plainCode(fields?.['error']);
  const isTemporary = status === 409 && code !== null && temporaryConflicts.has(code);
  const isUnauthorized = status === 401 || code === 'invalid_grant';
  return failureOf(
    call,
    isTemporary ? 'turnedAway' : failureCaseOf(status),
    status,
    isUnauthorized ? 'unauthorized' : (code ?? `http_${status}`),
    {
      retryAfterSeconds: retryAfterSeconds(header(headers, 'retry-after')),
      requestId: plainRequestId(fields?.['request_id']) ?? plainRequestId(header(headers, 'box-request-id')),
    },
  );
}

/** The error that the SDK has wrapped. */
function originalOf(error: unknown): unknown {
  return error instanceof BoxSdkError && error.error !== undefined ? originalOf(error.error) : error;
}

/** Box's codes are words of lower-case letters; anything else could carry what must not be logged. */
function plainCode(value: unknown): string | null {
  return typeof value === 'string' && /^[a-z][a-z_]{0,63}$/.test(value) ? value : null;
}

function plainRequestId(value: unknown): string | null {
  return typeof value === 'string' && /^[\w.:-]{1,64}$/.test(value) ? value : null;
}

function header(headers: Readonly<Record<string, string>>, name: string): string | null {
  const found = Object.entries(headers).find(([key]) => key.toLowerCase() === name);
  return found?.[1] ?? null;
}
