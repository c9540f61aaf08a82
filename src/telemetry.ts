/**
 * What an operator can follow: the reference that everything done for one press shares, and events that are measured. An
 * event costs nothing while nobody listens (https://nodejs.org/api/diagnostics_channel.html). Imports nothing of ours.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import { createHash, randomBytes } from 'node:crypto';
import { channel, subscribe } from 'node:diagnostics_channel';

/** Why something is being done. */
export interface Cause {
  /** Eight hexadecimal digits: in the log, on jobs, in traces, and in sentences about errors. */
  readonly reference: string;
  /** The kind of payload from Slack, or the step of a job. */
  readonly purpose: string;
  /** Whether the reference began here; false for a job that something else caused. */
  readonly isFirst: boolean;
}

const causes = new AsyncLocalStorage<Cause>();

/** A new reference. */
export const newReference = (): string => randomBytes(4).toString('hex');

/** Runs this, and all that it waits for or starts, for this cause. */
export const withCause = <T>(cause: Cause, run: () => T): T => causes.run(cause, run);

/** Runs this, and all that it waits for or starts, with a new reference. */
export const withNewCause = <T>(purpose: string, run: () => T): T =>
  withCause({ reference: newReference(), purpose, isFirst: true }, run);

/** Runs this for no cause: what serves everybody, such as looking for jobs, may be begun by anybody's press. */
export const withoutCause = <T>(run: () => T): T => causes.exit(run);

/** The cause of what is running; undefined for what nothing caused, such as a start. */
export const currentCause = (): Cause | undefined => causes.getStore();

/** The reference of what is running; a new one for what nothing caused. */
export const currentReference = (): string => currentCause()?.reference ?? newReference();

/**
 * The id of the trace of a reference, and of the span with which it begins. Every process computes the same ones, so a
 * trace goes on after a crash. It begins with the reference; the rest is a hash, because samplers expect random digits.
 */
export function traceOf(reference: string): { readonly traceId: string; readonly spanId: string } {
  const hash = createHash('sha256').update(reference).digest('hex');
  return { traceId: `${reference}${hash.slice(0, 24)}`, spanId: hash.slice(24, 40) };
}

/** The events, with what is known of each. Times are in milliseconds; no field holds anything of people's. */
export interface Measured {
  /** Slack was answered, with a payload of this kind. */
  acknowledged: { readonly kind: string; readonly ms: number; readonly result: 'ok' | 'failed' };
  /** A payload from Slack was handled, with all that its handler did after the answer. */
  handled: { readonly kind: string; readonly ms: number; readonly result: 'ok' | 'failed' };
  /** A call to Box or Slack has ended. */
  called: {
    readonly service: 'box' | 'slack';
    readonly operation: string;
    readonly ms: number;
    /** `ok`, or the class of the failure. */
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

type Name = keyof Measured;
const channels = new Map<Name, ReturnType<typeof channel>>();
const prefix = 'box-sign-for-slack:';

/** Reports an event. */
export function measure<K extends Name>(name: K, event: Measured[K]): void {
  const known = channels.get(name) ?? channel(`${prefix}${name}`);
  channels.set(name, known);
  if (known.hasSubscribers) known.publish(event);
}

/** Calls the listener at each such event. */
export function onMeasured<K extends Name>(name: K, listener: (event: Measured[K]) => void): void {
  subscribe(`${prefix}${name}`, (event) => listener(event as Measured[K]));
}

/** Runs the call, and reports how it ended. @param resultOf the class of what it threw */
export async function measured<T>(
  service: Measured['called']['service'],
  operation: string,
  resultOf: (error: unknown) => string,
  call: () => Promise<T>,
): Promise<T> {
  const startedAt = performance.now();
  const end = (result: string): void =>
    measure('called', { service, operation, result, ms: performance.now() - startedAt });
  try {
    const result = await call();
    end('ok');
    return result;
  } catch (error) {
    end(resultOf(error));
    throw error;
  }
}
