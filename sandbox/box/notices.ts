/** What Box stores to report events: webhooks, their notifications, and the enterprise's events. */

/** A webhook: it reports what happens to one file or folder. */
export interface Webhook {
  readonly id: string;
  /**
   * Id of the app that created the webhook; empty for a developer token. An item has at most one webhook for each app
   * and user.
   */
  readonly clientId: string;
  readonly userId: string;
  readonly createdAt: number;
  target: { readonly type: 'file' | 'folder'; readonly id: string };
  address: string;
  triggers: readonly string[];
  /** Whether Box has stopped using the webhook, although it still lists it as usual. */
  isDead: boolean;
}

/** One notification on its way to one webhook. */
export interface Delivery {
  readonly webhookId: string;
  readonly address: string;
  /** The body of every attempt: the id in it stays the same. */
  readonly body: string;
  /** How many attempts to deliver have failed. */
  failures: number;
  /** When the next attempt is made (ms since epoch). */
  nextAt: number;
  /** Whether it is held until a later notification of the same webhook was accepted, or until `nextAt`. */
  isHeld: boolean;
}

/** An entry of the enterprise's event stream. */
export interface StoredEvent {
  readonly at: number;
  /** The enterprise of the request's sender; absent: the one that most people here belong to. */
  readonly enterprise?: string;
  /** The event as the stream returns it. */
  readonly json: Readonly<Record<string, unknown>>;
}
