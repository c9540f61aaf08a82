/** A resend or a cancel: pressed and under way, or what became of it. Types only. */

/** A press on its way to Box. */
export interface Pending {
  readonly verb: 'resend' | 'cancel';
  /** Slack user id of who pressed. */
  readonly by: string;
  readonly at: number;
  /** When the call may have left (ms); null: it cannot have. */
  readonly callSentAt: number | null;
  /** Why it is cancelled; Box may show it to signers. */
  readonly reason: string | null;
}

/** What became of a press that did not work. */
export interface Trouble {
  readonly verb: Pending['verb'];
  readonly code:
    | 'too_early'
    /** It was over, or everybody had signed, before Box got the press. */
    | 'over'
    | 'refused'
    | 'not_allowed'
    | 'gone'
    | 'reason_required'
    | 'not_connected'
    /** Box did not answer; it may have happened. Not repeated. */
    | 'unknown'
    /** We gave up after fifteen minutes; nothing happened. */
    | 'unreachable'
    /** A fault of ours. */
    | 'internal';
  readonly at: number;
  /** HTTP status of Box's answer, when there was one. */
  readonly status: number | null;
}
