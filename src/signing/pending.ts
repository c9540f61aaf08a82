/** A resend or a cancel: pending, or how it failed. Types only. */

/** A pressed resend or cancel that is not finished. */
export interface Pending {
  readonly verb: 'resend' | 'cancel';
  /** Slack user id of the presser. */
  readonly by: string;
  readonly at: number;
  /** When the call may have been sent (ms); null: it cannot have been. */
  readonly callSentAt: number | null;
  /** Why it is cancelled; Box may show it to signers. */
  readonly reason: string | null;
}

/** Why a pressed resend or cancel did not work. */
export interface ActionFailure {
  readonly verb: Pending['verb'];
  readonly code:
    | 'too_early'
    /** The request had ended, or everyone had signed, before Box got the press. */
    | 'over'
    | 'refused'
    | 'not_allowed'
    | 'gone'
    /** Box was converting the document all the time, and takes no cancel meanwhile. */
    | 'converting'
    | 'not_connected'
    /** Box did not answer; it may have happened. Not repeated. */
    | 'unknown'
    /** We gave up after fifteen minutes; nothing happened. */
    | 'unreachable'
    /** A bug of our own. */
    | 'internal';
  readonly at: number;
  /** HTTP status of Box's answer, when there was one. */
  readonly status: number | null;
}
