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
);

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
  readonly #waiting: { fault: Fault; left: number }[] = [];

  /** The next matching call (or `times` of them) meets this fault. Earlier faults go first. */
  next(fault: Fault): void {
    this.#waiting.push({ fault, left: fault.times ?? 1 });
  }

  /** Forgets all that wait, and the lag. */
  clear(): void {
    this.#waiting.length = 0;
    this.listLagMs = 0;
  }

  /** What waits for a call, as it was handed in, and for how many. */
  planned(): readonly { readonly fault: Fault; readonly left: number }[] {
    return this.#waiting;
  }

  /** The fault this call meets, counted down. */
  take(method: string, path: string): Fault | null {
    const index = this.#waiting.findIndex(({ fault }) => {
      const methodFits = fault.method === undefined || fault.method === method;
      return methodFits && (fault.path === undefined || fault.path.test(path));
    });
    const entry = this.#waiting[index];
    if (entry === undefined) return null;
    entry.left -= 1;
    if (entry.left <= 0) this.#waiting.splice(index, 1);
    return entry.fault;
  }
}

/** What a call is answered that meets a status. */
export function faultAnswer(fault: Fault & { kind: 'status' }, path: string): Answer {
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
