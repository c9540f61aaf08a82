/**
 * For the operator: the reference that everything caused by one press shares, and events that are measured. An event
 * costs nothing while it has no listener (https://nodejs.org/api/diagnostics_channel.html). Imports no other module of
 * the app.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import { channel, subscribe } from 'node:diagnostics_channel';

/** The cause of the running code, such as a press or a job. */
export interface Cause {
  /**
   * The reference, eight hexadecimal digits: in the log, on jobs, in traces, and in sentences about errors.
   */
  readonly reference: string;
  /** The kind of payload from Slack, the step of a job, or `notification` for a webhook. */
  readonly purpose: string;
  /** Whether this cause is the first with its reference; false for a job that another cause enqueued. */
  readonly isFirst: boolean;
}

const causes = new AsyncLocalStorage<Cause>();

/** Makes a new reference. */
export const newReference = (): string => randomBytes(4).toString('hex');

/** Runs the function with this cause, which also holds for everything that the function awaits or starts. */
export const withCause = <T>(cause: Cause, run: () => T): T => causes.run(cause, run);

/** Runs the function, and all that it waits for or starts, with a new reference. */
export const withNewCause = <T>(purpose: string, run: () => T): T =>
  withCause({ reference: newReference(), purpose, isFirst: true }, run);

/** Runs the function without a cause: for work that one press may start but that serves all, such as claiming jobs. */
export const withoutCause = <T>(run: () => T): T => causes.exit(run);

/** The cause of the running code; undefined where there is none, as at startup. */
export const currentCause = (): Cause | undefined => causes.getStore();

/** The reference of the running code's cause; a new one where there is none. */
export const currentReference = (): string => currentCause()?.reference ?? newReference();

/**
 * The id of the trace of a reference, and of the span with which it begins. Every process computes the same ones, so a
 * trace goes on after a crash. The trace id begins with the reference; the rest is a hash, because samplers expect
 * random digits.
 */
export function traceOf(reference: string): { readonly traceId: string; readonly spanId: string } {
  const hash = createHash('sha256').update(reference).digest('hex');
  return { traceId: `${reference}${hash.slice(0, 24)}`, spanId: hash.slice(24, 40) };
}

/** The measured events and their fields. Times are in milliseconds; no field holds personal data. */
export interface Measured {
  /** The app answered Slack's payload of this kind. */
  acknowledged: { readonly kind: string; readonly ms: number; readonly result: 'ok' | 'failed' };
  /** A payload from Slack was handled, with all that its handler did after the answer. */
  handled: { readonly kind: string; readonly ms: number; readonly result: 'ok' | 'failed' };
  /** A call to Box or Slack has ended. */
  called: {
    readonly service: 'box' | 'slack';
    readonly operation: string;
    readonly ms: number;
    /** `ok`, or the kind of the call's failure. */
    readonly result: string;
  };
  /** A run of a job has ended. */
  ran: {
    readonly step: string;
    readonly attempt: number;
    readonly ms: number;
    readonly result: 'done' | 'later' | 'failed' | 'given up';
  };
  /** A notification of a webhook was accepted or refused. */
  notified: { readonly ms: number; readonly result: 'accepted' | 'refused' };
}

type EventName = keyof Measured;
const channels = new Map<EventName, ReturnType<typeof channel>>();
const prefix = 'box-sign-for-slack:';

/** Hands a measured event to the listeners for its name. */
export function emitMeasured<K extends EventName>(name: K, event: Measured[K]): void {
  const known = channels.get(name) ?? channel(`${prefix}${name}`);
  channels.set(name, known);
  if (known.hasSubscribers) known.publish(event);
}

/** Calls the listener for each event of this name. */
export function onMeasured<K extends EventName>(name: K, listener: (event: Measured[K]) => void): void {
  subscribe(`${prefix}${name}`, (event) => listener(event as Measured[K]));
}

/** Runs the call, and emits `called` when it ends. @param resultOf returns the kind of an error that the call threw */
export async function measureCall<T>(
  service: Measured['called']['service'],
  operation: string,
  resultOf: (error: unknown) => string,
  call: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const end = (result: string): void =>
    emitMeasured('called', { service, operation, result, ms: performance.now() - startedAt });
  try {
    const result = await call();
    end('ok');
    return result;
  } catch (error) {
    end(resultOf(error));
    throw error;
  }
}
