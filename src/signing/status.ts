/**
 * One row for each state of a sign request: how far along it is, whether it has ended, whether signers were emailed.
 * Box may add statuses, so an unknown one has a row as well (`unknown`).
 */
import type { Signer, SignRequest, State } from './sign-request.ts';
import { hasDocument } from './sources.ts';
import type { BoxState } from './state.ts';

/** What a state means. */
export interface StatusRow {
  /**
   * Box's answers move a record only to an equal or higher rank, except from a state in which fields can be placed to
   * `unknown` (`hasLeftPreparation` in `observe.ts`). Our own states rank below all of Box's.
   */
  readonly rank: number;
  /** A final state never changes. */
  readonly isFinal: boolean;
  /** Whether Box has the request in this state. */
  readonly isAtBox: boolean;
  /** Whether Box has emailed the signers, or may have. False where we cannot tell: `unknown`, `error_sending`. */
  readonly isMailed: boolean;
  /** Whether Box has this status only for requests that were sent. */
  readonly provesSent: boolean;
}

const own = { rank: 0, isFinal: false, isAtBox: false, isMailed: false, provesSent: false } as const;
const over = { rank: 60, isFinal: true, isAtBox: true, isMailed: true, provesSent: false } as const;

/** The table: state → what it means. */
export const statusTable: Readonly<Record<State, StatusRow>> = {
  requested: own,
  to_check: own,
  creating: own,
  not_sent: own,
  unsure: own,
  discarded: own,
  // Ranks below `converting`: any status that we know says more.
  unknown: { rank: 5, isFinal: false, isAtBox: true, isMailed: false, provesSent: false },
  converting: { rank: 10, isFinal: false, isAtBox: true, isMailed: false, provesSent: false },
  created: { rank: 20, isFinal: false, isAtBox: true, isMailed: false, provesSent: false },
  sent: { rank: 30, isFinal: false, isAtBox: true, isMailed: true, provesSent: true },
  viewed: { rank: 40, isFinal: false, isAtBox: true, isMailed: true, provesSent: true },
  finalizing: { rank: 50, isFinal: false, isAtBox: true, isMailed: true, provesSent: true },
  signed: { ...over, provesSent: true },
  declined: { ...over, provesSent: true },
  cancelled: over,
  expired: over,
  error_converting: { ...over, isMailed: false },
  error_sending: { ...over, isMailed: false },
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

/** Other statuses in Box's guides for a signed request whose document was downloaded. */
const alsoSigned: ReadonlySet<string> = new Set(['downloaded', 'signed and downloaded']);

function isBoxState(word: string): word is BoxState {
  return boxStates.has(word);
}

/** Box's status → our state; `unknown` for one that this version does not know. */
export function readStatus(word: string): BoxState {
  if (isBoxState(word)) return word;
  return alsoSigned.has(word) ? 'signed' : 'unknown';
}

/** Whether the fields can be placed now: Box gave a prepare URL, and the request was not sent. */
export function canPlaceFields(record: SignRequest): boolean {
  const isOpen = record.state === 'converting' || record.state === 'created';
  return record.prepareUrl !== null && isOpen && !record.details.goneAt;
}

/** Whether a corrected form may replace this request, because certainly nobody was mailed. */
export function canBeReplaced(record: SignRequest): boolean {
  return record.state === 'not_sent' || record.state === 'to_check';
}

/** Added to a signer's order, so that signers come after all approvers. */
const signersOffset = 1_000_000_000;

/** A signer's turn: lower turns are asked first, equal ones together. Box asks approvers before signers. */
export function turnOf({ role, order }: Pick<Signer, 'role' | 'order'>): number {
  return (role === 'approver' ? 0 : signersOffset) + (order ?? 0);
}

/**
 * Whether the requester may replace the request with a changed one: its form was filled in here, and it can still be
 * cancelled.
 */
export function canChange(record: SignRequest): boolean {
  return canCancel(record) && hasDocument(record.form);
}

/**
 * Whether the requester may send another request that starts with this one's form: this one has ended, and its form was
 * filled in here.
 */
export function canSendLikeThis({ state, form }: SignRequest): boolean {
  return statusTable[state].isFinal && hasDocument(form);
}

/** Whether Box no longer has the request, although it neither ended in Box nor was discarded in Slack. */
export function isGone({ state, details }: SignRequest): boolean {
  return Boolean(details.goneAt) && state !== 'discarded' && !statusTable[state].isFinal;
}

/** Whether a job still creates the request in Box. */
export function isBeingMade({ state }: SignRequest): boolean {
  return state === 'requested' || state === 'creating';
}

/** Whether the request has ended: in Box, or because Box no longer has it, or it was discarded in Slack. */
export function isOver(record: SignRequest): boolean {
  return statusTable[record.state].isFinal || record.state === 'discarded' || isGone(record);
}

/** Whether the requester may discard the request: Box does not have it, as far as we know. */
export function canDiscard(record: SignRequest): boolean {
  return canBeReplaced(record) || record.state === 'unsure' || isGone(record);
}

/** Whether Box can be asked about the request: it has a Box id, or Box may have it under our id. */
export function canRefresh(record: SignRequest): boolean {
  return record.boxId !== null || record.state === 'unsure';
}

/** Whether the request was made from a template. */
export function isOfTemplate({ documents: [document] }: Pick<SignRequest, 'documents'>): boolean {
  return document?.kind === 'template';
}

/** Whether Box emails the signers immediately, without fields being placed first; a template already has fields. */
export function goesOutDirectly(request: Pick<SignRequest, 'documents' | 'form'>): boolean {
  return isOfTemplate(request) || request.form.delivery === 'direct';
}

/**
 * Whether Box may have mailed signers without telling us: a create call that mails by itself may have been sent, this
 * one or an earlier one whose outcome stayed unknown.
 */
export function mayBeMailed(record: SignRequest): boolean {
  const { state, details, createSentAt } = record;
  const isUnanswered = createSentAt !== null && !statusTable[state].isAtBox;
  return goesOutDirectly(record) && (isUnanswered || details.mayBeTwice);
}

/** Whether reading the request from Box must also search for a second request with our id. */
export function mayHaveDuplicate({ details }: SignRequest): boolean {
  return details.mayBeTwice || details.duplicateBoxId !== null;
}

/**
 * Box accepts one resend in ten minutes (ms), counted from its last email
 * (https://developer.box.com/guides/box-sign/resend-sign-request/).
 */
export const resendEveryMs = 10 * 60_000;

/** When Box should accept the next resend (ms), counted from its last known email; null: no email is known. */
export function resendPossibleAt(record: SignRequest): number | null {
  return record.lastSentAt === null ? null : record.lastSentAt + resendEveryMs;
}

/** Whether the recorded expiry has passed, although Box has not reported yet that the request has ended. */
export function hasExpired({ state, details }: SignRequest, now: number): boolean {
  return !statusTable[state].isFinal && details.expiresAt !== null && now >= details.expiresAt;
}

/** The signers who still have to act. One member of a group acts for all, and the others stay without a decision. */
export function undecidedSigners(signers: readonly Signer[]): readonly Signer[] {
  const settled = new Set(signers.map(({ decision, groupId }) => (decision === null ? undefined : groupId)));
  return signers.filter(
    ({ role, decision, groupId }) =>
      role !== 'final_copy_reader' && decision === null && !(groupId !== undefined && settled.has(groupId)),
  );
}

/** The signers who still have to act and whose turn it is. */
export function signersOnTurn(signers: readonly Signer[]): readonly Signer[] {
  const undecided = undecidedSigners(signers);
  const turn = Math.min(...undecided.map(turnOf));
  return undecided.filter((signer) => turnOf(signer) === turn);
}

/** Whether the signer is the requester and signs from Slack, where no reminder reaches them. */
function isRequesterInSlack({ requester }: SignRequest, { slackUserId, signsHere }: Signer): boolean {
  return signsHere === true && slackUserId === requester;
}

/**
 * Since when (ms) the people on turn could sign: since the last signature before them, else since the request was sent.
 * Null: that time is not known.
 */
export function waitingSince({ signers, sentAt }: SignRequest): number | null {
  const turn = Math.min(...undecidedSigners(signers).map(turnOf));
  const before = signers
    .filter((signer) => signer.decision === 'signed' && turnOf(signer) < turn)
    .map((signer) => signer.decidedAt ?? 0);
  return Math.max(...before, 0) || sentAt;
}

/**
 * Whether a reminder is possible now: the request is open, no resend or cancel is pending, the 10 minutes are over, and
 * someone is on turn other than a requester who signs from Slack.
 */
export function canResend(record: SignRequest, now: number): boolean {
  const isOpen = record.state === 'sent' || record.state === 'viewed';
  const possibleAt = resendPossibleAt(record);
  return (
    isOpen &&
    !hasExpired(record, now) &&
    !record.details.goneAt &&
    record.details.pending === null &&
    (possibleAt === null || now >= possibleAt) &&
    signersOnTurn(record.signers).some((signer) => !isRequesterInSlack(record, signer))
  );
}

/**
 * Whether a cancel is possible now: Box has the request in a status that we know, it has not ended, not everyone has
 * signed, and no resend or cancel is pending.
 */
export function canCancel(record: SignRequest): boolean {
  const row = statusTable[record.state];
  const isOpen = row.isAtBox && !row.isFinal && record.state !== 'finalizing' && record.state !== 'unknown';
  return isOpen && record.boxId !== null && record.details.pending === null && !record.details.goneAt;
}

/** Whether the signed files can be opened. */
export function hasSignedFiles({ state, details }: SignRequest): boolean {
  return state === 'signed' && details.filesReady && details.files.length > 0;
}
