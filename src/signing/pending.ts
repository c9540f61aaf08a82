/** The state of a resend or cancel that a person asked for: unfinished, or failed. Types only. */

/** Where a person asked for a resend or cancel, when that was neither on a card nor in a modal. */
export interface AskedFrom {
  /** Id of the draft that keeps the response URL. */
  readonly draftId: string;
  /** By a command, or by a button in the list of requests that a command showed; the result then replaces that list. */
  readonly how: 'command' | 'choice';
}

/** A resend or cancel that a person asked for and that is not finished. */
export interface Pending {
  /** The app itself cancels the request, because another one has replaced it. */
  readonly isWithdrawal?: boolean;
  readonly verb: 'resend' | 'cancel';
  /** Slack user id of the person who asked for it. */
  readonly by: string;
  /** When they asked for it (ms). */
  readonly at: number;
  /** When the call may have been sent (ms); null: it cannot have been. */
  readonly callSentAt: number | null;
  /** Why it is cancelled; Box may show it to signers. */
  readonly reason: string | null;
  /** Where the result is shown in addition to the card; absent: on the card only. */
  readonly askedFrom?: AskedFrom | undefined;
  /** Id of the batch that it is a part of. */
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
  /** When it failed (ms). */
  readonly at: number;
  /** HTTP status of Box's answer, when there was one. */
  readonly status: number | null;
}

/** Who cancelled a request: Slack user id, when (ms), and the reason given. */
export interface Cancelled {
  readonly by: string;
  readonly at: number;
  readonly reason: string | null;
  /** The app itself cancelled it, because another request had replaced it. */
  readonly isWithdrawal?: boolean;
}
