/**
 * The only classification of what goes wrong with Box. The SDK's errors hold the bearer token, the request
 * body and Box's answer, so nothing of an original error may be kept: only chosen, checked fields go on.
 */
import { BoxApiError, BoxSdkError } from 'box-typescript-sdk-gen/box/errors';
import { type FailureFields, type FailureKind, Fault, OutsideFailure } from '../failure.ts';
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

/** An answer that says yes and goes on after all that is read of one: what it says is not known. */
export class AnswerTooLong extends Fault {
  readonly status: number;

  constructor(status: number) {
    super(`the answer is too long (${status})`);
    this.name = 'AnswerTooLong';
    this.status = status;
  }
}

/** Conflicts that pass by themselves (https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/). */
const passingConflicts: ReadonlySet<string> = new Set([
  'operation_blocked_temporary',
  'name_temporarily_reserved',
]);

/** Errors of a connection that was never made: whatever was to be sent has not left. */
const neverConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/**
 * What a failed Box call means.
 * @param error whatever the SDK threw; nothing of it is kept beyond status, code, wait and request id
 * @param operation name of the gateway call
 * @param isWrite whether the call changes something at Box: a lost answer is then `unknown`, not `retry`
 */
export function toFailure(error: unknown, operation: string, isWrite: boolean): OutsideFailure {
  if (error instanceof OutsideFailure) return error;
  const lost: FailureKind = isWrite ? 'unknown' : 'retry';
  if (error instanceof BoxApiError) {
    return new OutsideFailure({ service: 'box', operation, ...answered(error, lost) });
  }
  if (error instanceof UnexpectedRedirect || error instanceof AnswerTooLong) {
    const reason = error instanceof AnswerTooLong ? 'answer_too_long' : 'unexpected_redirect';
    return new OutsideFailure({ service: 'box', operation, kind: lost, status: error.status, reason });
  }
  return new OutsideFailure({ service: 'box', operation, status: null, ...unanswered(error, lost) });
}

/** For an answer that came with a good status but says nothing that can be read. */
export function unreadable(operation: string, isWrite: boolean, status: number | null): OutsideFailure {
  const kind = isWrite ? 'unknown' : 'retry';
  return new OutsideFailure({ service: 'box', operation, kind, status, reason: 'unreadable_answer' });
}

function answered(error: BoxApiError, lost: FailureKind): Omit<FailureFields, 'service' | 'operation'> {
  // The SDK's own `code` and `requestId` are JSON text with quotes; the body has the plain words.
  const { statusCode: status, body, headers } = error.responseInfo;
  const fields = asRecord(body);
  const code = plainCode(fields?.['code']) ?? plainCode(fields?.['error']);
  const retryAfterSeconds = waitSeconds(header(headers, 'retry-after'));
  const requestId =
    plainRequestId(fields?.['request_id']) ?? plainRequestId(header(headers, 'box-request-id'));
  return {
    kind: kindOf(status, code, lost),
    status,
    reason: status === 401 || code === 'invalid_grant' ? 'unauthorized' : (code ?? `http_${status}`),
    ...(retryAfterSeconds === null ? {} : { retryAfterSeconds }),
    ...(requestId === null ? {} : { requestId }),
  };
}

function kindOf(status: number, code: string | null, lost: FailureKind): FailureKind {
  if (status === 429) return 'retry';
  if (status === 409 && code !== null && passingConflicts.has(code)) return 'retry';
  // 408 comes from something on the way that gave up waiting; Box may have the request all the same.
  if (status === 408 || status >= 500) return lost;
  return 'final';
}

function unanswered(error: unknown, lost: FailureKind): { kind: FailureKind; reason: string } {
  const chain = causes(error);
  if (chain.some((cause) => neverConnected.has(String(asRecord(cause)?.['code'])))) {
    return { kind: 'retry', reason: 'network' };
  }
  if (chain.some(isTimeout)) return { kind: lost, reason: 'timeout' };
  if (chain.some((cause) => cause instanceof Error && cause.name === 'SyntaxError')) {
    return { kind: lost, reason: 'unreadable_answer' };
  }
  return { kind: lost, reason: 'network' };
}

function isTimeout(cause: unknown): boolean {
  return cause instanceof Error && cause.name === 'TimeoutError';
}

function causes(error: unknown): readonly unknown[] {
  const chain: unknown[] = [];
  let current = error;
  while (current instanceof Error && chain.length < 5) {
    chain.push(current);
    current = current instanceof BoxSdkError ? current.error : current.cause;
  }
  return chain;
}

/** Box's codes are words of small letters; anything else could carry what must not be logged. */
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

/** `Retry-After` is a number of seconds or a date (RFC 9110, section 10.2.3). */
function waitSeconds(value: string | null): number | null {
  if (value === null) return null;
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(value)) return Math.ceil(Number(value));
  // Without the test, `-5` would be taken for a date.
  const at = /^[A-Za-z]{3}/.test(value) ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
