/**
 * What a failed call to the outside means: the one table for Slack, Box, their OAuth endpoints and response URLs.
 * Error codes of one platform are read in `slack/errors.ts` and `box/errors.ts`.
 */
import { type FailureFields, type FailureKind, Fault, OutsideFailure } from './failure.ts';

/** Each way in which a call can fail → the kind of failure of a call that may be repeated, and of one that may not. */
const meanings = {
  /** The connection was never made. */
  notSent: { repeatable: 'retry', once: 'retry' },
  /** The service refused the call for now, before doing anything (such as at a rate limit). */
  turnedAway: { repeatable: 'retry', once: 'retry' },
  /**
   * The service gave no answer, an unreadable one, or one that does not say whether the call was carried out.
   */
  lost: { repeatable: 'retry', once: 'unknown' },
  refused: { repeatable: 'final', once: 'final' },
} as const satisfies Record<string, Readonly<Record<'repeatable' | 'once', FailureKind>>>;

/** How a call failed: a row of the table above. */
export type FailureCase = keyof typeof meanings;

/** What must be known of a call to Slack or Box to make its failure. */
export interface OutsideCall {
  readonly service: FailureFields['service'];
  /** Name of the gateway call, e.g. `createSignRequest`. */
  readonly operation: string;
  /** Whether the call must not be repeated after a lost answer: it may act twice, or uses up a code or a token. */
  readonly mustNotRepeat: boolean;
}

/** A successful answer that is longer than the limit, so its content is not known. */
export class AnswerTooLong extends Fault {
  readonly status: number;

  constructor(status: number) {
    super(`the answer is too long (${status})`);
    this.name = 'AnswerTooLong';
    this.status = status;
  }
}

/** Makes the failure of a call. @param more what the answer said besides its status */
export function failureOf(
  { service, operation, mustNotRepeat }: OutsideCall,
  failureCase: FailureCase,
  status: number | null,
  reason: string,
  more: { readonly retryAfterSeconds?: number | null; readonly requestId?: string | null } = {},
): OutsideFailure {
  const kind = meanings[failureCase][mustNotRepeat ? 'once' : 'repeatable'];
  const { retryAfterSeconds, requestId } = more;
  return new OutsideFailure({
    service,
    operation,
    kind,
    status,
    reason,
    ...(retryAfterSeconds == null ? {} : { retryAfterSeconds }),
    ...(requestId == null ? {} : { requestId }),
  });
}

/** How a call failed, by the HTTP status of its answer. */
export function failureCaseOf(status: number): FailureCase {
  if (status === 429) return 'turnedAway';
  // A redirect, which is not followed, leaves open whether the call was carried out. So does 408, which comes from a
  // proxy that gave up waiting.
  return status < 400 || status === 408 || status >= 500 ? 'lost' : 'refused';
}

/** Errors of a connection that was never made. */
const neverConnected: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN']);

/** The failure of a call that threw before its answer could be read. */
export function failureWithoutAnswer(call: OutsideCall, error: unknown): OutsideFailure {
  if (error instanceof AnswerTooLong) return failureOf(call, 'lost', error.status, 'answer_too_long');
  const reason = reasonOf(error);
  return failureOf(call, neverConnected.has(reason) ? 'notSent' : 'lost', null, reason);
}

/**
 * Why a call threw, as a code: `timeout`, `unreadable_answer` for invalid JSON, the error's code from the system, TLS
 * or fetch (`ECONNREFUSED`), or `network`.
 */
export function reasonOf(error: unknown): string {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if (at.name === 'TimeoutError' || at.name === 'AbortError') return 'timeout';
    if (at.name === 'SyntaxError') return 'unreadable_answer';
    if ('code' in at && typeof at.code === 'string' && /^[A-Z][A-Z0-9_]{3,59}$/.test(at.code)) return at.code;
  }
  return 'network';
}

/**
 * The failure of a call, for a second call that needed its result and was therefore not sent. Always of the kind
 * `retry`: the second call had no effect.
 */
export function asNotSent({ service, operation, status, reason, ...more }: OutsideFailure): OutsideFailure {
  const call = { service, operation, mustNotRepeat: false };
  return failureOf(call, 'lost', status, reason, more);
}

/** The seconds of `Retry-After`, from a number or a date (RFC 9110, section 10.2.3); null: the header holds neither. */
export function retryAfterSeconds(header: string | null | undefined): number | null {
  if (header == null) return null;
  if (/^\s*\d{1,9}(\.\d+)?\s*$/.test(header)) return Math.ceil(Number(header));
  // Without this test, `Date.parse` would take `-5` for a date.
  const at = /^[A-Za-z]{3}/.test(header) ? Date.parse(header) : Number.NaN;
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - Date.now()) / 1000));
}
