/** Signers who were picked from the workspace: what each of them has to know, and who signs from Slack. Pure. */
import { isSameAddress } from './address.ts';
import type { Signer, SignRequest } from './sign-request.ts';
import { hasExpired, signersOnTurn, statusTable, undecidedSigners } from './status.ts';

/**
 * The id by which Box knows a signer who signs from Slack (`embed_url_external_user_id`). Slack's user ids are unique
 * only together with the workspace or organisation.
 */
export function externalUserId(tenant: string, slackUserId: string): string {
  return `${tenant}/${slackUserId}`;
}

/** How a request ended before everyone had signed. */
export type UnsignedEnd = 'expired' | 'cancelled' | 'replaced' | 'declined_by_other' | 'over';

/** What a signer has to know about their part in a request. */
export type SignerStatus =
  /** It is not the signer's turn yet, or the request is not known to be sent. */
  | 'not_yet'
  /** It is the signer's turn. */
  | 'asked'
  | 'signed'
  | 'declined'
  /** The signer need not sign: another member of their group has signed, or everyone else has. */
  | 'not_needed'
  /** The person is no longer a signer of the request. */
  | 'removed'
  /** The request has ended before everyone had signed, for this reason. */
  | UnsignedEnd;

/** What this signer has to know about their part. `now` (ms) decides whether the request has expired. */
export function signerStatusOf(record: SignRequest, slackUserId: string, now: number): SignerStatus {
  const signer = signerOf(record, slackUserId);
  if (signer === null) return 'removed';
  if (signer.decision !== null) return signer.decision;
  if (statusTable[record.state].isFinal) return endOf(record);
  if (record.details.goneAt) return 'over';
  if (hasExpired(record, now)) return 'expired';
  if (!undecidedSigners(record.signers).includes(signer)) return 'not_needed';
  const isOpen = record.state === 'sent' || record.state === 'viewed';
  return isOpen && signersOnTurn(record.signers).includes(signer) ? 'asked' : 'not_yet';
}

function endOf(record: SignRequest): SignerStatus {
  return record.state === 'signed' ? 'not_needed' : endUnsignedOf(record);
}

/** How a request ended before everyone had signed; null: it is open, or everyone has signed. */
export function unsignedEndOf(record: SignRequest): UnsignedEnd | null {
  const isUnsigned = statusTable[record.state].isFinal && record.state !== 'signed';
  return isUnsigned ? endUnsignedOf(record) : null;
}

function endUnsignedOf({ state, details }: SignRequest): UnsignedEnd {
  if (state === 'expired') return 'expired';
  if (state === 'declined') return 'declined_by_other';
  if (state !== 'cancelled') return 'over';
  return details.cancelled?.isWithdrawal || details.pending?.isWithdrawal ? 'replaced' : 'cancelled';
}

/**
 * The signer who was picked as this Slack user; null: none. Final copy readers do not count, since they need not act.
 */
export function signerOf({ signers }: SignRequest, slackUserId: string): Signer | null {
  return signers.find((one) => one.slackUserId === slackUserId && one.role !== 'final_copy_reader') ?? null;
}

/**
 * Whether this person may open the signing page from Slack: on their turn, or as the requester whose screen others sign
 * on.
 */
export function canSignHere(record: SignRequest, slackUserId: string, now: number): boolean {
  if (signerOf(record, slackUserId)?.signsHere !== true) return false;
  const ask = signerStatusOf(record, slackUserId, now);
  return ask === 'asked' || (ask === 'signed' && isHostAwaited(record, slackUserId, now));
}

/** Whether Box waits for the requester's signature, alone or among others, and the requester signs from Slack. */
export function isRequesterAskedHere(record: SignRequest): boolean {
  const signer = signerOf(record, record.requester);
  const isOpen = record.state === 'sent' || record.state === 'viewed';
  return isOpen && signer?.signsHere === true && signersOnTurn(record.signers).includes(signer);
}

/** Whether this signer is the requester: picked in Slack, or by the address of their Box account. */
export function isRequester({ requester, details }: SignRequest, { slackUserId, email }: Signer): boolean {
  return slackUserId === requester || (email !== null && isSameAddress(email, details.senderEmail ?? null));
}

/** Whether it is the requester's turn to sign in Slack because this signer was the last before them to sign. */
export function isTurnAfter(record: SignRequest, signer: Signer): boolean {
  const own = signerOf(record, record.requester);
  const earlier = record.signers.filter(({ order }) => (order ?? 0) < (own?.order ?? 0));
  const lastAt = Math.max(...earlier.map(({ decidedAt }) => decidedAt ?? 0));
  return isRequesterAskedHere(record) && earlier.includes(signer) && signer.decidedAt === lastAt;
}

/**
 * Whether this is the requester, and people still have to sign on the requester's screen, because they have no link of
 * their own.
 */
function isHostAwaited(record: SignRequest, slackUserId: string, now: number): boolean {
  const isOpen = record.state === 'sent' || record.state === 'viewed';
  if (!isOpen || record.details.goneAt || hasExpired(record, now)) return false;
  return slackUserId === record.requester && awaitedInPerson(record).length > 0;
}

/** Whether this person, who has signed from Slack, may open the document that everyone has signed. */
export function canOpenSigned(record: SignRequest, slackUserId: string): boolean {
  const signer = signerOf(record, slackUserId);
  return record.state === 'signed' && signer?.signsHere === true && signer.decision === 'signed';
}

/**
 * Slack user ids of the colleagues whose turn it is. Left out: the requester, and those who sign on the requester's
 * screen.
 */
export function colleaguesAsked(record: SignRequest, now: number): readonly string[] {
  return record.signers.flatMap(({ slackUserId, isInPerson }) => {
    const isColleague = slackUserId !== null && slackUserId !== record.requester && !isInPerson;
    return isColleague && signerStatusOf(record, slackUserId, now) === 'asked' ? [slackUserId] : [];
  });
}

/** The signers who sign on the requester's screen and whose turn it is. */
export function awaitedInPerson({ signers }: SignRequest): readonly Signer[] {
  return signersOnTurn(signers).filter(({ isInPerson }) => isInPerson);
}

/**
 * The people other than the requester who still have to sign from Slack or in person, now or later, by Slack user id or
 * else address. Their links need the requester's connection to Box.
 */
export function stillToSignHere({ signers, requester }: SignRequest): readonly string[] {
  return undecidedSigners(signers).flatMap(({ slackUserId, email, signsHere, isInPerson }) =>
    (signsHere || isInPerson) && slackUserId !== requester ? [slackUserId ?? email ?? ''] : [],
  );
}
