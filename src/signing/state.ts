/**
 * The states of a sign request. The table in `status.ts` says what follows from each, e.g. whether it is final. Types
 * only.
 */

/** The states of a request that is not in Box, or may not be. `BoxState` has those that Box reports. */
export type OwnState =
  /** The form was accepted and stored; the worker handles it next. */
  | 'requested'
  /**
   * The request is to go out without placing fields first. File and people are known, and the requester has not pressed
   * Send now.
   */
  | 'to_check'
  /** The request is being created in Box (`createSentAt` is set once the call may have been sent). */
  | 'creating'
  /**
   * Creation was refused or given up (`refusal` says why), and nobody was mailed. If an answer was lost, Box may have
   * the request, unsent.
   */
  | 'not_sent'
  /** We cannot tell whether Box has the request; the person decides. */
  | 'unsure'
  /** The requester discarded a request that Box does not have, or may not have; or a corrected one replaced it. */
  | 'discarded';

/** The states of a request that is in Box, as Box reports them. */
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

/** Every state that a record can have. */
export type State = OwnState | BoxState;
