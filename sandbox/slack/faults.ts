/**
 * Failures of Slack on demand, as the app would see them. Two mechanisms: a queue of planned faults (`next`), and a
 * hook that is called before and after each call that no planned fault ends, and may wait as long as it likes.
 */
import type { JsonObject } from './json.ts';

/** What goes wrong with a call. */
export type Fault =
  /** The call is answered with 429 and Retry-After; nothing is applied. */
  | { readonly kind: 'ratelimit'; readonly retryAfterSeconds: number }
  /** The call is answered with an HTTP status and an HTML body; nothing is applied unless `applied`. */
  | { readonly kind: 'status'; readonly status: number; readonly applied?: boolean }
  /** The call is answered with `{ ok: false, error }` and 200; nothing is applied. */
  | { readonly kind: 'error'; readonly error: string }
  /** The connection is cut before the call is carried out. */
  | { readonly kind: 'drop-before' }
  /** The call is carried out, but its answer is lost. */
  | { readonly kind: 'drop-after' }
  /** The call is delayed, then continues normally. */
  | { readonly kind: 'delay'; readonly ms: number };

/** A fault that a test, or the page, plans for the next calls. */
export type PlannedFault = Fault & {
  /** Web API method or `response_url`; absent: any method. */
  readonly method?: string;
  /** Only calls with this `channel` argument are affected; absent: all. */
  readonly channel?: string;
  /** How many calls are affected; absent: one. */
  readonly times?: number;
};

/** A call to this Slack, as a hook sees it. */
export interface HookedCall {
  readonly method: string;
  readonly args: JsonObject;
  readonly phase: 'before' | 'applied';
}

/** What a hook returns: go on, cut the connection, answer with a status, or wait and go on. */
export type HookAnswer = 'go' | 'drop' | { readonly status: number } | { readonly delayMs: number };
/** Decides what happens to a call before and after it is carried out. */
export type CallHook = (call: HookedCall) => Promise<HookAnswer>;

/** The faults that tests and the page plan. */
export interface Faults {
  /**
   * Whether history may be read only once a minute, as Slack limits apps that are sold outside the
   * Marketplace.
   */
  isHistoryRestricted: boolean;
  /** Plans a fault for the next call that matches. */
  next(fault: PlannedFault): void;
  /** Removes planned faults that have not happened, and lets history be read at the usual rate again. */
  clear(): void;
  /** The planned faults, as given, and how many calls each still affects. */
  planned(): readonly { readonly fault: PlannedFault; readonly left: number }[];
  /** Takes the fault for this call, which then counts as one of the affected calls; null: none is planned. */
  take(method: string, args: JsonObject): Fault | null;
}

export function createFaults(): Faults {
  let planned: { readonly fault: PlannedFault; left: number }[] = [];
  return {
    isHistoryRestricted: false,
    next(fault) {
      planned.push({ fault, left: fault.times ?? 1 });
    },
    clear() {
      planned = [];
      this.isHistoryRestricted = false;
    },
    planned: () => planned,
    take(method, args) {
      const hit = planned.find(
        ({ fault }) =>
          // An `error` for any method does not apply to response URLs, which have no errors of methods.
          !(method === 'response_url' && fault.method === undefined && fault.kind === 'error') &&
          (fault.method === undefined || fault.method === method) &&
          (fault.channel === undefined || fault.channel === args['channel']),
      );
      if (!hit) return null;
      hit.left -= 1;
      if (hit.left <= 0) planned = planned.filter((other) => other !== hit);
      return hit.fault;
    },
  };
}
