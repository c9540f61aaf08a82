/**
 * One row for each state of a sign request: how far along it is, whether it is over, what would work now.
 * Box's list of statuses is open, so an unknown word has a row as well (`unknown`).
 */
import type { BoxState, SignRequest, State } from './sign-request.ts';

export interface StatusRow {
  /** Knowledge only moves to an equal or higher rank; own states rank below everything Box says. */
  readonly rank: number;
  /** A final state never changes. */
  readonly isFinal: boolean;
  /** Box has the request. */
  readonly isAtBox: boolean;
  /** Signers have been mailed, or may be any moment. */
  readonly isOut: boolean;
  /** Box only says this of a request that did go out. */
  readonly provesSent: boolean;
}

const own = { rank: 0, isFinal: false, isAtBox: false, isOut: false, provesSent: false } as const;
const over = { rank: 60, isFinal: true, isAtBox: true, isOut: true, provesSent: false } as const;

export const statusTable: Readonly<Record<State, StatusRow>> = {
  requested: own,
  to_check: own,
  creating: own,
  not_sent: own,
  unsure: own,
  discarded: own,
  // Ranks below `converting`: any word that we know says more.
  unknown: { rank: 5, isFinal: false, isAtBox: true, isOut: false, provesSent: false },
  converting: { rank: 10, isFinal: false, isAtBox: true, isOut: false, provesSent: false },
  created: { rank: 20, isFinal: false, isAtBox: true, isOut: false, provesSent: false },
  sent: { rank: 30, isFinal: false, isAtBox: true, isOut: true, provesSent: true },
  viewed: { rank: 40, isFinal: false, isAtBox: true, isOut: true, provesSent: true },
  finalizing: { rank: 50, isFinal: false, isAtBox: true, isOut: true, provesSent: true },
  signed: { ...over, provesSent: true },
  declined: { ...over, provesSent: true },
  cancelled: over,
  expired: over,
  error_converting: { ...over, isOut: false },
  error_sending: { ...over, isOut: false },
  error_finalizing: { ...over, provesSent: true },
  error: over,
};

const boxStates: ReadonlySet<string> = new Set<BoxState>([
  'converting',
  'created',
  'sent',
  'viewed',
  'finalizing',
  'signed',
  'declined',
  'cancelled',
  'expired',
  'error_converting',
  'error_sending',
  'error_finalizing',
  'error',
]);

/** Words of Box's guides for a signed request of which the document was fetched. */
const alsoSigned: ReadonlySet<string> = new Set(['downloaded', 'signed and downloaded']);

function isBoxState(word: string): word is BoxState {
  return boxStates.has(word);
}

/** Box's status word → our state; `unknown` for a word that this version does not know. */
export function readStatus(word: string): BoxState {
  if (isBoxState(word)) return word;
  return alsoSigned.has(word) ? 'signed' : 'unknown';
}

/** Whether the fields can be placed now: Box gave a prepare URL and nothing has gone out. */
export function canPlaceFields(record: SignRequest): boolean {
  const isOpen = record.state === 'converting' || record.state === 'created';
  return record.prepareUrl !== null && isOpen && !record.details.goneAt;
}

/** Whether a mended form may take this request's place: nothing of it is at Box for sure. */
export function canBeReplaced(record: SignRequest): boolean {
  return record.state === 'not_sent' || record.state === 'to_check';
}

/** Whether Box no longer has it, before it came to an end there or was put aside here. */
export function isGone({ state, details }: SignRequest): boolean {
  return Boolean(details.goneAt) && state !== 'discarded' && !statusTable[state].isFinal;
}

/** Whether its requester may put it aside: Box does not have it, as far as we know. */
export function canDiscard(record: SignRequest): boolean {
  return canBeReplaced(record) || record.state === 'unsure' || isGone(record);
}

/** Whether asking Box could tell something new. */
export function canRefresh(record: SignRequest): boolean {
  return record.boxId !== null || record.state === 'unsure';
}

/**
 * Whether Box may have mailed signers without having told us: a create call that mails by itself may have left,
 * this one or an earlier one of which the outcome stayed unknown.
 */
export function mayBeMailed({ state, form, details, createSentAt }: SignRequest): boolean {
  const isUnanswered = createSentAt !== null && !statusTable[state].isAtBox;
  return form.delivery === 'direct' && (isUnanswered || details.mayBeTwice);
}

/** Whether a look at Box has to look for a second request with our id as well. */
export function mayHaveDuplicate({ details }: SignRequest): boolean {
  return details.mayBeTwice || details.duplicateBoxId !== null;
}

/** Box takes one resend in ten minutes, counted from the last mail (https://developer.box.com/guides/box-sign/resend-sign-request/). */
export const resendEveryMs = 10 * 60_000;

/** When Box would take the next resend (ms), as far as we saw its last mail; null when nothing was mailed. */
export function resendPossibleAt(record: SignRequest): number | null {
  return record.lastSentAt === null ? null : record.lastSentAt + resendEveryMs;
}

/** The expiry that the record knows has passed, whatever Box has said until now. */
export function hasExpired({ state, details }: SignRequest, now: number): boolean {
  return !statusTable[state].isFinal && details.expiresAt !== null && now >= details.expiresAt;
}

/** Whether Box would send a reminder now: the request is sent, a signer is left, and the 10 minutes are over. */
export function canResend(record: SignRequest, now: number): boolean {
  const isOpen = record.state === 'sent' || record.state === 'viewed';
  const possibleAt = resendPossibleAt(record);
  return (
    isOpen &&
    !hasExpired(record, now) &&
    !record.details.goneAt &&
    record.details.pending === null &&
    (possibleAt === null || now >= possibleAt) &&
    record.signers.some((signer) => signer.decision === null && signer.role !== 'final_copy_reader')
  );
}

/** Whether Box would stop it: it is there, not over, and not everybody has signed. */
export function canCancel(record: SignRequest): boolean {
  const row = statusTable[record.state];
  const isOpen = row.isAtBox && !row.isFinal && record.state !== 'finalizing' && record.state !== 'unknown';
  return isOpen && record.boxId !== null && record.details.pending === null && !record.details.goneAt;
}

/** Whether the signed files are there to be opened. */
export function hasSignedFiles({ state, details }: SignRequest): boolean {
  return state === 'signed' && details.filesReady && details.files.length > 0;
}
