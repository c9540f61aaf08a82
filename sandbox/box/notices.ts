/** What Box stores to report events: webhooks, their notifications, and the enterprise's events. */

export interface Webhook {
  readonly id: string;
  /** The app that created it; empty for a developer token. One for each item, app and user. */
  readonly clientId: string;
  readonly userId: string;
  readonly createdAt: number;
  target: { readonly type: 'file' | 'folder'; readonly id: string };
  address: string;
  triggers: readonly string[];
  /** Box still lists it but no longer uses it, without showing that. */
  isDead: boolean;
}

/** One notification on its way to one webhook. */
export interface Delivery {
  readonly webhookId: string;
  readonly address: string;
  /** The body of every attempt: the id in it stays the same. */
  readonly body: string;
  /** How many attempts have failed. */
  failures: number;
  /** ms since epoch of the next attempt. */
  nextAt: number;
  /** Held until a later notification of the same webhook has arrived, or until `nextAt`. */
  isHeld: boolean;
}

/** An entry of the enterprise's event stream. */
export interface StoredEvent {
  readonly at: number;
  /** The enterprise, as in users; absent: the main one. */
  readonly enterprise?: string;
  /** As it is returned. */
  readonly json: Readonly<Record<string, unknown>>;
}
