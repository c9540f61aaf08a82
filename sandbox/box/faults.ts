/**
 * Bad days on demand: errors, lost answers, silence, rubbish, lists that lag; and a hook that sees every call
 * before and after its effect. Decides only what is to happen; the server does it.
 */
import { codeOfStatus, errorBody } from './errors.ts';
import type { Answer } from './routes/context.ts';

export type Fault = {
  /** Only calls with this method; all when absent. */
  readonly method?: string;
  /** Only calls whose path (without query) matches; all when absent. */
  readonly path?: RegExp;
  /** How many calls it hits; once when absent. */
  readonly times?: number;
} & (
  | {
      readonly kind: 'status';
      readonly status: number;
      /** Sent as `Retry-After`. */
      readonly retryAfterSeconds?: number;
      readonly body?: unknown;
      /** The call takes effect although it is answered with the error. */
      readonly applied?: boolean;
    }
  /** The connection is cut: without effect, or after it. */
  | { readonly kind: 'drop-before' | 'drop-after' }
  /** No answer: for `ms`, then the connection is cut; without `ms`, until the server closes. No effect. */
  | { readonly kind: 'hang'; readonly ms?: number }
  /** The answer comes `ms` late. */
  | { readonly kind: 'delay'; readonly ms?: number }
  /** The call takes effect; the answer is no JSON. */
  | { readonly kind: 'garbage' }
  | NotificationFault
  | EndFault
);

/** A notification of a webhook never leaves, comes twice, or comes after the next one. */
interface NotificationFault {
  readonly kind: 'webhook-lost' | 'webhook-doubled' | 'webhook-overtaken';
}

/** A request that is about to be sent, or (`error_finalizing`) to be complete, ends like this instead. */
interface EndFault {
  readonly kind: 'ends';
  readonly status: 'error_sending' | 'error' | 'error_finalizing';
}

/** The faults that a call meets. */
type CallFault = Exclude<Fault, NotificationFault | EndFault>;

function isOfNotifications(fault: Fault): fault is Fault & NotificationFault {
  return fault.kind.startsWith('webhook-');
}

function isOfCalls(fault: Fault): fault is CallFault {
  return fault.kind !== 'ends' && !isOfNotifications(fault);
}

export interface Call {
  readonly method: string;
  /** Without query. */
  readonly path: string;
  /** `before`: nothing happened yet; `applied`: it happened, the answer has not left. */
  readonly phase: 'before' | 'applied';
}

/** `drop` cuts the connection at that point. */
export type CallHook = (call: Call) => Promise<'go' | 'drop'> | 'go' | 'drop';

export class Faults {
  /** A request appears in lists only so long (ms, by the clock) after it was created. */
  listLagMs = 0;
  /** Pages of the event stream begin with some that were there before. */
  eventsRepeat = false;
  /** Pages of the event stream are not in the order of time. */
  eventsDisordered = false;
  /** Asked for each new notification that nothing else is planned for. */
  eachNotification: (() => NotificationFault['kind'] | null) | null = null;
  readonly #waiting: { fault: Fault; left: number }[] = [];

  /** The next matching call (or `times` of them) meets this fault. Earlier faults go first. */
  next(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets all that wait, and the lag. */
  clear(): void {
    this.#waiting.length = 0;
    this.listLagMs = 0;
    this.eventsRepeat = false;
    this.eventsDisordered = false;
    this.eachNotification = null;
  }

  /** What waits for a call, as it was handed in, and for how many. */
  planned(): readonly { readonly fault: Fault; readonly left: number }[] {
    return this.#waiting;
  }

  /** The fault this call meets, counted down. */
  take(method: string, path: string): CallFault | null {
    const fault = this.#takeFirst((one) => {
      const methodFits = one.method === undefined || one.method === method;
      return isOfCalls(one) && methodFits && (one.path === undefined || one.path.test(path));
    });
    return fault !== null && isOfCalls(fault) ? fault : null;
  }

  /** What a new notification of a webhook meets, counted down. */
  takeNotification(): NotificationFault['kind'] | null {
    const fault = this.#takeFirst(isOfNotifications);
    if (fault !== null && isOfNotifications(fault)) return fault.kind;
    return this.eachNotification?.() ?? null;
  }

  /** How a request ends in place of being sent, or of being complete; null: as it should. */
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

/** What a call is answered that meets a status. */
export function faultAnswer(fault: CallFault & { kind: 'status' }, path: string): Answer {
  const code = codeOfStatus(fault.status);
  // The token endpoints have OAuth's own shape of errors.
  const body = path.startsWith('/oauth2/')
    ? { error: code, error_description: code }
    : errorBody(fault.status, code, code);
  const headers: Record<string, string> =
    fault.retryAfterSeconds === undefined ? {} : { 'Retry-After': String(fault.retryAfterSeconds) };
  return { status: fault.status, headers, json: fault.body ?? body };
}

/** An answer that is no JSON and ends in the middle. */
export function garbled({ status }: Answer): Answer {
  const headers = { 'content-type': 'text/html' };
  return { status, headers, bytes: Buffer.from('<html><body>Something went wr') };
}
