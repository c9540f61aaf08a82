/**
 * How a call to the outside (Slack, Box) fails. The gateways classify a failure once, in the terms defined here. The
 * worker decides by the kind alone; features also read the status or reason where Slack or Box gives it a meaning. Also
 * decides which parts of any error may be logged.
 *
 * A failure carries chosen fields only, and the original error is never kept as `cause`: Box's SDK puts the bearer
 * token and the request body into its errors, and both SDKs put whole answers into theirs.
 */

/**
 * - `retry`: the call had no effect at Slack or Box; the same call may be made again (after `retryAfterSeconds`, if
 *   given).
 * - `final`: Slack or Box refused; the same call would be refused again.
 * - `unknown`: a write may or may not have happened (timeout, lost answer, 5xx); never repeated blindly.
 */
export type FailureKind = 'retry' | 'final' | 'unknown';

/** What an `OutsideFailure` says about the call that failed. */
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
  /** The platform's id of the failed HTTP request, for its support. */
  readonly requestId?: string;
}

/**
 * An error whose message is this program's own text, and quotes nothing that was sent, typed or configured except ids,
 * codes and file paths. Of other errors' messages, only the JavaScript engine's about our own code are logged and
 * stored (`describeError`).
 */
export class Fault extends Error {
  override name = 'Fault';
}

/** Thrown for every call to Slack or Box that failed, or could not be made because there is no usable token. */
export class OutsideFailure extends Fault {
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

/** Thrown by a job's handler: nothing went wrong, run this job again in `delayMs`. */
export class RetryLater extends Fault {
  override readonly name = 'RetryLater';
  readonly delayMs: number;

  /** @param why the reason, stored with the job while it waits. */
  constructor(delayMs: number, why = `again in ${delayMs} ms`) {
    super(why);
    this.delayMs = delayMs;
  }
}

/** Whether what failed certainly had no effect at Slack or Box, so that it may be repeated. */
export function hadNoEffect(error: unknown): boolean {
  return error instanceof RetryLater || (error instanceof OutsideFailure && error.kind === 'retry');
}

/** The kind of a failed call to Slack or Box; `failed` for any other error. */
export function failureKind(error: unknown): string {
  return error instanceof OutsideFailure ? error.kind : 'failed';
}

/**
 * An error as text that may be logged. Of errors that are not a `Fault`, only the name and the codes are used, and the
 * JavaScript engine's messages about our own code: other messages quote addresses, links, tokens and whole bodies.
 */
export function describeError(error: unknown): string {
  if (!(error instanceof Error)) return 'something that is not an error was thrown';
  if (error instanceof Fault) return `${error.name}: ${error.message}`;
  const name = /^[A-Z]\w{0,39}$/i.test(error.name) ? error.name : 'Error';
  const codes = codesOf(error);
  return [name, ...(engineMessage.test(error.message) ? [error.message] : codes)].join(': ');
}

/** Messages of the JavaScript engine about our own code. They are safe to log: they name properties, but no values. */
const engineMessage =
  /^(?:Cannot read properties of (?:undefined|null) \(reading '\w{1,40}'\)|[A-Za-z_.]{1,60} is not (?:a function|iterable|defined))$/;

/** The codes of the error and of its causes: words of capitals, digits and `_` (`ECONNRESET`, `57P01`). */
function codesOf(error: Error): string[] {
  const codes: string[] = [];
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    const code = 'code' in at ? at.code : null;
    if (typeof code === 'string' && /^[A-Z0-9_]{4,40}$/.test(code)) codes.push(code);
  }
  return [...new Set(codes)];
}

/** The frames of the error's stack. The message above them is left out, because its lines may look like frames. */
export function stackFramesOf(error: unknown): string[] {
  if (!(error instanceof Error) || error.stack === undefined) return [];
  const head = error.stack.indexOf(error.message);
  const frames = head < 0 ? error.stack : error.stack.slice(head + error.message.length);
  return frames
    .split('\n')
    .map((line) => line.trim())
    .filter((line) =>
      /^at (?:[\w$.<>[\] ]+ \()?(?:node:|file:\/\/|\/|[A-Z]:\\)[^?\s]*:\d+:\d+\)?$/.test(line),
    );
}
