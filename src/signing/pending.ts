/** The state of a resend or cancel that a person asked for: unfinished, or failed. Types only. */

/** Where a person asked for a resend or cancel, if neither on a card nor in a modal. */
export interface AskedFrom {
  /** Id of the draft that keeps the response URL. */
  readonly draftId: string;
  /**
   * How the person asked: by a command, or by a button in the list that a command showed. The result then replaces that
   * list.
   */
  readonly how: 'command' | 'choice';
}

/** A resend or cancel that a person asked for and that is not finished. */
export interface Pending {
  /** Whether the app itself cancels the request, because another one has replaced it. */
  readonly isWithdrawal?: boolean;
  readonly verb: 'resend' | 'cancel';
  /** Slack user id of the person who asked for the action. */
  readonly by: string;
  /** When the person asked for the action (ms). */
  readonly at: number;
  /**
   * When the call to Box was about to be sent (ms), recorded just before it: from then on it may have reached Box.
   * Null: it has not.
   */
  readonly callSentAt: number | null;
  /** The reason for a cancel, which Box may show to signers; null: none. */
  readonly reason: string | null;
  /** Where the result is shown in addition to the card; absent: on the card only. */
  readonly askedFrom?: AskedFrom | undefined;
  /** Id of the batch that the action is a part of; absent: none. */
  readonly batch?: string;
}

/** How a resend or cancel failed. */
export interface ActionFailure {
  readonly verb: Pending['verb'];
  readonly code:
    | 'too_early'
    /** The request had ended, or everyone had signed, before Box received the call. */
    | 'over'
    | 'refused'
    | 'not_allowed'
    | 'gone'
    /** Box was still converting the document when we gave up; until it is done, Box refuses a cancel. */
    | 'converting'
    | 'not_connected'
    /** Box did not answer, so the call may have worked. It is not repeated. */
    | 'unknown'
    /** Box could not be reached for fifteen minutes. Nothing has happened. */
    | 'unreachable'
    /** A bug of our own. */
    | 'internal';
  /** When the action failed (ms). */
  readonly at: number;
  /** HTTP status of Box's answer, when there was one. */
  readonly status: number | null;
}

/** Who cancelled a request: Slack user id, when (ms), and the reason given. */
export interface Cancelled {
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
  /** Whether the app itself cancelled the request, because another one had replaced it. */
  readonly isWithdrawal?: boolean;
}
