/** What Box keeps in order to tell others what happened: webhooks, their notifications, and the enterprise's events. */

export interface Webhook {
  readonly id: string;
  /** The app that made it; empty for a developer token. One for each item, app and user. */
  readonly clientId: string;
  readonly userId: string;
  readonly createdAt: number;
  target: { readonly type: 'file' | 'folder'; readonly id: string };
  address: string;
  triggers: readonly string[];
  /** Box lists it and no longer uses it, which nothing shows. */
  isDead: boolean;
}

/** One notification on its way to one webhook. */
export interface Delivery {
  readonly webhookId: string;
  readonly address: string;
  /** The bytes of every attempt: the id in them stays the same. */
  readonly body: string;
  /** How many attempts have failed. */
  failures: number;
  /** ms since epoch of the next attempt. */
  nextAt: number;
  /** Waits until a later notification of the same webhook has arrived, or for the time above. */
  isHeld: boolean;
}

/** An entry of the enterprise's event stream. */
export interface StoredEvent {
  readonly at: number;
  /** As users have it; absent: the main one. */
  readonly enterprise?: string;
  /** As it is answered. */
  readonly json: Readonly<Record<string, unknown>>;
}
