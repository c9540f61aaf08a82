/**
 * Delivers notifications to the addresses of webhooks, signed. A notification that is not accepted is sent again after
 * growing pauses, at most twelve times (developer.box.com/guides/webhooks/v2). Nothing is sent beyond this machine.
 */
import { createHmac, randomUUID } from 'node:crypto';
import type { Faults } from './faults.ts';
import type { Delivery } from './notices.ts';
import type { BoxState } from './state.ts';

const MINUTE_MS = 60_000;

/** The pause (ms) before each of the twelve retries; two hours in all. */
const RETRY_PAUSES_MS = [0.5, 0.5, 1, 2, 3, 5, 8, 10, 15, 20, 25, 30].map((minutes) => minutes * MINUTE_MS);

/** How long (ms) Box waits for the answer. Measured in real time, not by the sandbox's clock. */
const ANSWER_WITHIN_MS = 30_000;

/** Longest time (ms) for which a notification is held back when no later one arrives to overtake it. */
const HELD_AT_MOST_MS = MINUTE_MS;

/** At least this many of the latest attempts are kept for inspection, at most twice as many. */
const KEPT_ATTEMPTS = 500;

/** One attempt to deliver a notification to a webhook. */
export interface Attempt {
  readonly webhookId: string;
  readonly address: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Status of the receiver's answer; null when none came in time, or the address is not on this machine. */
  readonly status: number | null;
  /** When the attempt was made: ms since epoch, by the sandbox's clock. */
  readonly at: number;
  readonly ms: number;
}

/** The state, clock and faults that deliveries work with. */
interface DeliveriesContext {
  readonly state: BoxState;
  readonly faults: Faults;
  readonly clock: () => number;
  /** Called after each attempt. */
  readonly onAttempt: (attempt: Attempt) => void;
}

/** Sends the queued notifications of webhooks. */
export class Deliveries {
  readonly attempts: Attempt[] = [];
  readonly #context: DeliveriesContext;
  /** Deliveries that get no further fault: theirs was applied, or none was planned. */
  readonly #settled = new WeakSet<Delivery>();
  /** Ids of webhooks with an attempt in flight. Each gets one at a time: only a fault or a retry changes the order. */
  readonly #busy = new Set<string>();
  readonly #closing = new AbortController();

  constructor(context: DeliveriesContext) {
    this.#context = context;
  }

  /** Starts the deliveries that are due by the clock. */
  pump(): void {
    const { state, clock } = this.#context;
    for (const delivery of [...state.deliveries]) {
      if (!this.#settled.has(delivery)) this.#applyFault(delivery);
    }
    for (const delivery of [...state.deliveries]) {
      if (delivery.nextAt > clock() || this.#busy.has(delivery.webhookId)) continue;
      this.#busy.add(delivery.webhookId);
      void this.#attempt(delivery);
    }
  }

  close(): void {
    this.#closing.abort();
  }

  /** Applies the fault that is planned for a new notification, if any: lost, doubled or held back. */
  #applyFault(delivery: Delivery): void {
    const { state, faults, clock } = this.#context;
    this.#settled.add(delivery);
    const kind = faults.takeNotification();
    if (kind === 'webhook-lost') remove(state, delivery);
    if (kind === 'webhook-doubled') {
      const copy = { ...delivery };
      this.#settled.add(copy);
      state.deliveries.push(copy);
    }
    if (kind === 'webhook-overtaken') {
      delivery.isHeld = true;
      delivery.nextAt = clock() + HELD_AT_MOST_MS;
    }
  }

  async #attempt(delivery: Delivery): Promise<void> {
    const { state, clock, onAttempt } = this.#context;
    const startedAt = performance.now();
    const at = clock();
    const headers = headersOf(delivery.body, state.signatureKeys, at);
    const status = await post(delivery, headers, this.#closing.signal);
    if (this.#closing.signal.aborted) return;
    const ms = Math.round(performance.now() - startedAt);
    this.#busy.delete(delivery.webhookId);
    const isAccepted = status !== null && status >= 200 && status < 300;
    const pause = RETRY_PAUSES_MS[delivery.failures];
    if (isAccepted) this.#accepted(delivery);
    else if (pause === undefined) remove(state, delivery);
    else {
      delivery.failures += 1;
      delivery.nextAt = at + pause;
    }
    const { webhookId, address, body } = delivery;
    const attempt = { webhookId, address, headers, body, status, at, ms };
    this.attempts.push(attempt);
    if (this.attempts.length > 2 * KEPT_ATTEMPTS) this.attempts.splice(0, KEPT_ATTEMPTS);
    onAttempt(attempt);
    this.pump();
  }

  #accepted(delivery: Delivery): void {
    const { state, clock } = this.#context;
    // Only a notification that was queued later overtakes the held one; an earlier one that is sent again does not.
    const earlier = state.deliveries.slice(0, state.deliveries.indexOf(delivery));
    remove(state, delivery);
    for (const other of earlier) {
      if (!other.isHeld || other.webhookId !== delivery.webhookId) continue;
      other.isHeld = false;
      other.nextAt = clock();
    }
  }
}

function remove(state: BoxState, delivery: Delivery): void {
  state.deliveries = state.deliveries.filter((one) => one !== delivery);
}

function headersOf(
  body: string,
  { primary, secondary }: BoxState['signatureKeys'],
  at: number,
): Record<string, string> {
  const timestamp = new Date(at).toISOString();
  const signed = (key: string) => createHmac('sha256', key).update(body).update(timestamp).digest('base64');
  return {
    'content-type': 'application/json',
    'box-delivery-id': randomUUID(),
    'box-delivery-timestamp': timestamp,
    'box-signature-version': '1',
    'box-signature-algorithm': 'HmacSHA256',
    ...(primary === null ? {} : { 'box-signature-primary': signed(primary) }),
    ...(secondary === null ? {} : { 'box-signature-secondary': signed(secondary) }),
  };
}

/** The status of the answer; null when there was none. */
async function post(
  { address, body }: Delivery,
  headers: Record<string, string>,
  closing: AbortSignal,
): Promise<number | null> {
  if (!isLoopback(new URL(address).hostname)) return null;
  const signal = AbortSignal.any([AbortSignal.timeout(ANSWER_WITHIN_MS), closing]);
  try {
    const response = await fetch(address, { method: 'POST', headers, body, redirect: 'manual', signal });
    await response.arrayBuffer();
    return response.status;
  } catch {
    // Box counts a connection that was refused or cut, and an answer that was too slow, as failed attempts.
    return null;
  }
}

/** Whether a host is this machine. */
export function isLoopback(hostname: string): boolean {
  return hostname === '127.0.0.1' || hostname === 'localhost' || hostname === '[::1]';
}
