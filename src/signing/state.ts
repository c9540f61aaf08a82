/** The states of a sign request. `status.ts` says what each means. Types only. */

/** The states of a request that is not in Box, or may not be. `BoxState` has those that Box reports. */
export type OwnState =
  /** Accepted and stored; the worker handles it. */
  | 'requested'
  /** To be sent without placing fields: file and people are known, and the person has not pressed Send now. */
  | 'to_check'
  /** Being created in Box (`createSentAt` is set once the call may have been sent). */
  | 'creating'
  /** Refused; Box does not have it. `refusal` says why. */
  | 'not_sent'
  /** We cannot tell whether Box has it; the person decides. */
  | 'unsure'
  /** Discarded by its requester before Box had it, or replaced by a corrected one. */
  | 'discarded';

export type BoxState =
  | 'converting'
  | 'created'
  | 'sent'
  | 'viewed'
  | 'finalizing'
  | 'signed'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'error_converting'
  | 'error_sending'
  | 'error_finalizing'
  | 'error'
  /** A status this version does not know; Box's word is in `details.unknownStatus`. */
  | 'unknown';

export type State = OwnState | BoxState;
