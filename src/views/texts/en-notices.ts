/** English: notices, one sentence for each kind. The emoji before a sentence only decorates it. */
import { listNames, neverSent, quotedReason } from './en-card.ts';
import { enSigning } from './en-signing.ts';
import { dated, type Phrase, say } from './phrase.ts';

/** The facts that a notice mentions. Text that people chose is cleaned. */
export interface NoticeFacts {
  /** The request's name. */
  readonly name: string;
  /** The name of the signer whom the notice is about. */
  readonly who: string;
  /** Names of the people who have not signed; in `bounced`, only those whose mail it may have been. */
  readonly missing: readonly string[];
  /** Why the signer declined; null: no reason was given. */
  readonly reason: string | null;
  /** The person to whom the signer passed the request on; null: not known. */
  readonly passedTo: string | null;
  readonly signedCount: number;
  /** How many signatures and approvals are needed: only one for each group. */
  readonly signerCount: number;
  readonly expiresAt: number | null;
  /** Whether the reader is a signer, not the requester. */
  readonly isSigner: boolean;
  /**
   * Where the requester signs now, if the reader is the requester and it is their turn; null otherwise. `email` only if
   * nobody else is on turn.
   */
  readonly readersTurn: 'slack' | 'email' | null;
  /** The name of the person who sends a reminder. */
  readonly asker: string;
  /** Since when (ms) it has been the turn of the signers who are asked now. */
  readonly since: number | null;
  /**
   * The reader's part as a signer; null: they are not one. `emailedTo`: the address to which Box sent the link; null:
   * they sign from Slack.
   */
  readonly ownPart: { readonly isApproval: boolean; readonly emailedTo: string | null } | null;
  /** Whether the request has been sent to signers, as far as the app knows. */
  readonly isSent: boolean;
}

export const enNotices = {
  signed: ({ name, who, signedCount, signerCount, readersTurn }: NoticeFacts): Phrase =>
    say`✅ ${who} signed ${name}. ${signedCount} of ${signerCount} signed.${readersTurn === null ? '' : readersTurn === 'slack' ? ' It is your turn.' : " It is your turn: open Box's email to sign."}`,
  declined: ({ name, who, reason, isSigner, missing }: NoticeFacts): Phrase =>
    isSigner
      ? say`🛑 ${name} was declined by ${who}, so it is over. Your signature is no longer needed.`
      : say`🛑 ${who} declined to sign ${name}${quotedReason(reason)}${missing.length === 0 ? '' : ' The other signers can no longer sign.'}`,
  bounced: ({ name, missing }: NoticeFacts): Phrase =>
    say`⚠️ An email about ${name} did not arrive. Not opened yet: ${listNames(missing)}.`,
  forwarded: ({ name, who, passedTo }: NoticeFacts): Phrase =>
    say`↪️ ${who} passed ${name} to ${passedTo ?? 'someone else'} to sign.`,
  expired: ({ name, missing, isSent }: NoticeFacts): Phrase => {
    const unsigned = missing.length === 0 ? 'Not everyone had signed.' : `Not signed: ${listNames(missing)}.`;
    return say`⌛ ${name} expired. ${isSent ? unsigned : neverSent}`;
  },
  cancelled: ({ name, isSigner }: NoticeFacts): Phrase =>
    isSigner
      ? say`🚫 ${name} was cancelled. Your signature is no longer needed.`
      : say`🚫 ${name} was cancelled in Box.`,
  replaced: ({ name }: NoticeFacts): Phrase =>
    say`🔁 ${name} was replaced by a corrected request. If you are still one of its signers, you'll be asked to sign again.`,
  completed: ({ name }: NoticeFacts): Phrase => say`✅ ${name} is complete. Everyone has signed.`,
  reminded: (facts: NoticeFacts): Phrase => enSigning.reminded(facts),
  own_turn: ({ name }: NoticeFacts): Phrase => say`✍️ It is your turn to sign ${name}.`,
  not_reached: ({ name, who }: NoticeFacts): Phrase => enSigning.notReached(name, who),
  failed: ({ name }: NoticeFacts): Phrase =>
    say`❌ Box could not finish ${name}. The card says what happened.`,
  not_withdrawn: ({ name }: NoticeFacts): Phrase =>
    say`⚠️ The old request ${name} could not be cancelled, although a corrected one has gone out. Look at its card.`,
  expiring: ({ name, missing, expiresAt }: NoticeFacts): Phrase =>
    say`⏰ ${name} expires ${expiresAt === null ? 'soon' : dated(expiresAt)}. Not signed yet: ${listNames(missing)}.`,
  unsent: ({ name }: NoticeFacts): Phrase =>
    say`✏️ ${name} has not been sent. Place the fields in Box, then press Send there.`,
  unsent_next_day: ({ name }: NoticeFacts): Phrase =>
    say`✏️ ${name} has still not been sent. Place the fields in Box, then press Send there.`,
  /** The first line of a message with several notices. */
  several: (count: number) => `${count} updates on your signature requests:`,
  /** As `several`, for a message to a signer. */
  severalForSigner: (count: number) => `${count} updates on requests for your signature:`,
};
