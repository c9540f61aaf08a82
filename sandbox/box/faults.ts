/**
 * Failures on demand: errors, lost answers, silence, garbage, lists that lag, lost and doubled notifications, requests
 * that end in an error; and a hook that sees calls before and after their effect. Only decides what should happen; the
 * server does it.
 */
import { codeOfStatus, errorBody } from './errors.ts';
import type { Answer } from './routes/context.ts';

/** A fault that is planned for the next calls, notifications or requests. */
export type Fault = {
  /** Only calls with this method are affected; absent: calls with any method. */
  readonly method?: string;
  /** Only calls whose path (without query) matches are affected; absent: calls with any path. */
  readonly path?: RegExp;
  /** How many calls are affected; absent: one. */
  readonly times?: number;
} & (
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Seconds that the answer's header `Retry-After` names. */
      readonly retryAfterSeconds?: number;
      readonly body?: unknown;
      /** The call takes effect although it is answered with the error. */
      readonly applied?: boolean;
    }
  /** The connection is cut before the call takes effect, or after it. */
  | { readonly kind: 'drop-before' | 'drop-after' }
  /** There is no answer and no effect; the connection is cut after `ms`, or when the server closes. */
  | { readonly kind: 'hang'; readonly ms?: number }
  /** The answer comes `ms` milliseconds late; absent: 1000. */
  | { readonly kind: 'delay'; readonly ms?: number }
  /** The call takes effect; the answer is not JSON. */
  | { readonly kind: 'garbage' }
  | NotificationFault
  | EndFault
);

/** A webhook notification is never sent, comes twice, or comes after the next one. */
interface NotificationFault {
  readonly kind: 'webhook-lost' | 'webhook-doubled' | 'webhook-overtaken';
}

/** A request that is about to be sent, or (`error_finalizing`) completed, ends in this error instead. */
interface EndFault {
  readonly kind: 'ends';
  readonly status: 'error_sending' | 'error' | 'error_finalizing';
}

/** The faults that affect calls. */
type CallFault = Exclude<Fault, NotificationFault | EndFault>;

function isNotificationFault(fault: Fault): fault is Fault & NotificationFault {
  return fault.kind.startsWith('webhook-');
}

function isCallFault(fault: Fault): fault is CallFault {
  return fault.kind !== 'ends' && !isNotificationFault(fault);
}

/** A call to this Box, as a hook sees it. */
export interface Call {
  readonly method: string;
  /** The path of the call, without query. */
  readonly path: string;
  /** `before`: nothing happened yet; `applied`: it happened, but the answer has not been sent. */
  readonly phase: 'before' | 'applied';
}

/** Decides what happens to a call at each phase; `drop` cuts the connection at that point. */
export type CallHook = (call: Call) => Promise<'go' | 'drop'> | 'go' | 'drop';

/** The planned faults, and the switches that stay as they are set. */
export class Faults {
  /** How long (ms, by the clock) after its creation a request first appears in lists. */
  listLagMs = 0;
  /** Whether pages of the event stream begin with some earlier events. */
  eventsRepeat = false;
  /** Whether pages of the event stream are not in chronological order. */
  eventsDisordered = false;
  /** Called for each new notification without a planned fault. Returns the fault it gets, or null. */
  eachNotification: (() => NotificationFault['kind'] | null) | null = null;
  readonly #waiting: { fault: Fault; left: number }[] = [];

  /** The next matching call (or `times` of them) gets this fault. Faults that were planned earlier are used first. */
  next(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Removes all planned faults and resets every switch. */
  clear(): void {
    this.#waiting.length = 0;
    this.listLagMs = 0;
    this.eventsRepeat = false;
    this.eventsDisordered = false;
    this.eachNotification = null;
  }

  /** The planned faults, as given, and how many calls each still affects. */
  planned(): readonly { readonly fault: Fault; readonly left: number }[] {
    return this.#waiting;
  }

  /** Returns the planned fault for this call, and counts it down; null: none. */
  take(method: string, path: string): CallFault | null {
    const fault = this.#takeFirst((one) => {
      const methodFits = one.method === undefined || one.method === method;
      return isCallFault(one) && methodFits && (one.path === undefined || one.path.test(path));
    });
    return fault !== null && isCallFault(fault) ? fault : null;
  }

  /** Returns the fault for a new notification: a planned one (counted down), or `eachNotification`'s; null: none. */
  takeNotification(): NotificationFault['kind'] | null {
    const fault = this.#takeFirst(isNotificationFault);
    if (fault !== null && isNotificationFault(fault)) return fault.kind;
    return this.eachNotification?.() ?? null;
  }

  /** Returns the error in which a request ends instead of being sent or completed, and counts it down; null: none. */
  takeEnd(instead: 'sent' | 'signed'): string | null {
    const isOfMoment = (fault: Fault) =>
      fault.kind === 'ends' && (fault.status === 'error_finalizing') === (instead === 'signed');
    const fault = this.#takeFirst(isOfMoment);
    return fault?.kind === 'ends' ? fault.status : null;
  }

  #takeFirst(fits: (fault: Fault) => boolean): Fault | null {
    const index = this.#waiting.findIndex(({ fault }) => fits(fault));
    const entry = this.#waiting[index];
    if (entry === undefined) return null;
    entry.left -= 1;
    if (entry.left <= 0) this.#waiting.splice(index, 1);
    return entry.fault;
  }
}

/** The answer to a call with a planned status. */
export function faultAnswer(fault: CallFault & { kind: 'status' }, path: string): Answer {
  const code = codeOfStatus(fault.status);
  // The token endpoints answer errors in OAuth's own format.
  const body = path.startsWith('/oauth2/')
    ? { error: code, error_description: code }
    : errorBody(fault.status, code, code);
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
  return { status: fault.status, headers, json: fault.body ?? body };
}

/** An answer that is not JSON and is cut off in the middle. */
export function garbled({ status }: Answer): Answer {
  const headers = { 'content-type': 'text/html' };
  return { status, headers, bytes: Buffer.from('<html><body>Something went wr') };
}
