/**
 * How a call to the outside (Slack, Box) fails. The gateways classify a failure once, here is the
 * vocabulary; the worker and the features read the class and never a status code.
 *
 * A failure carries chosen fields only: both SDKs put bearer tokens and request bodies into their errors,
 * so the original error is never kept as `cause`.
 */

/**
 * - `retry`: nothing happened outside; the same call may be made again (after `retryAfterSeconds`, if given).
 * - `final`: the outside said no; the same call would be refused again.
 * - `unknown`: a write may or may not have happened (timeout, lost answer, 5xx); never repeated blindly.
 */
export type FailureKind = 'retry' | 'final' | 'unknown';

export interface FailureFields {
  readonly service: 'box' | 'slack';
  /** Name of the gateway call, e.g. `createSignRequest` or `views.update`. */
  readonly operation: string;
  readonly kind: FailureKind;
  /** HTTP status, or null when no answer arrived. */
  readonly status: number | null;
  /** The platform's own error code (`not_found`, `expired_trigger_id`), or ours (`timeout`, `network`). */
  readonly reason: string;
  /** Seconds the platform asked us to wait, when it did. */
  readonly retryAfterSeconds?: number;
  /** The platform's request id, for its support. */
  readonly requestId?: string;
}

/** Thrown by the gateways for every call that failed; its message is safe to log. */
export class OutsideFailure extends Error {
  readonly service: 'box' | 'slack';
  readonly operation: string;
  readonly kind: FailureKind;
  readonly status: number | null;
  readonly reason: string;
  readonly retryAfterSeconds: number | null;
  readonly requestId: string | null;

  constructor(fields: FailureFields) {
    super(
      `${fields.service} ${fields.operation}: ${fields.reason} (${fields.status ?? 'no answer'}, ${fields.kind})`,
    );
    this.name = 'OutsideFailure';
    this.service = fields.service;
    this.operation = fields.operation;
    this.kind = fields.kind;
    this.status = fields.status;
    this.reason = fields.reason;
    this.retryAfterSeconds = fields.retryAfterSeconds ?? null;
    this.requestId = fields.requestId ?? null;
  }
}
