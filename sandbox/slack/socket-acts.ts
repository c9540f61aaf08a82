/** What Slack does to the app's WebSocket connections, for tests. */
export interface SocketActs {
  /** Returns the number of connections that accept envelopes now. */
  count(): number;
  /** Returns the number of connections that have been opened since the start. */
  opened(): number;
  /**
   * Renews every connection, as Slack does: sends `warning`, `warningMs` later `refresh_requested` (from then on the
   * connection gets no envelopes), and `lingerMs` later closes it. Slack warns about 10,000 ms ahead; 0: no warning.
   * With `warned`, the warning lasts until that promise resolves.
   */
  refresh(times?: { warningMs?: number; warned?: Promise<unknown>; lingerMs?: number }): Promise<void>;
  /** Cuts every connection without notice. */
  drop(): void;
  /** Loses the next acknowledgement, and its connection with it. */
  loseNextAck(): void;
  /**
   * Whether an envelope is sent again when its connection ends before the acknowledgement: on another connection, or on
   * the next one that opens. Off at the start.
   */
  setRedelivery(isOn: boolean): void;
  /** Returns the number of envelopes that were sent again. */
  redelivered(): number;
  /** Keeps every connection open but stops reading from it, so that the app's pings get no answer. */
  freeze(): void;
  /** Ends every connection as if Socket Mode had been switched off, and refuses new ones; false undoes it. */
  setDisabled(isDisabled: boolean): void;
  /** Sends any text on every connection. */
  send(text: string): void;
  /** Frames from apps that are not valid acknowledgements, described in words. */
  readonly odd: readonly string[];
}
