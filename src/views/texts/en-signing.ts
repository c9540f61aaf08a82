/** English: what signers from the workspace read in Slack, and the modal with their signing link. */
import type { UnsignedEnd } from '../../signing/asking.ts';
import { listNames } from './en-card.ts';
import { dated, type Phrase, say, time } from './phrase.ts';

/** The facts in a message to a signer. Text that people chose is cleaned. */
interface AskFacts {
  readonly who: string;
  readonly name: string;
}

/** The facts in a reminder to a signer. */
interface ReminderFacts {
  readonly asker: string;
  readonly name: string;
  /** Since when (ms) it has been the signer's turn; null: not known. */
  readonly since: number | null;
  readonly expiresAt: number | null;
  readonly ownPart: { readonly isApproval: boolean; readonly emailedTo: string | null } | null;
}

const ended: Readonly<Record<UnsignedEnd, string>> = {
  expired: 'has expired',
  cancelled: 'was cancelled',
  replaced: 'was replaced by a corrected request',
  declined_by_other: 'was declined by another signer',
  over: 'can no longer be completed',
};

export const enSigning = {
  /** Asks a signer to sign or approve. @param isApproval whether the signer approves instead of signing */
  asks: ({ who, name }: AskFacts, isApproval: boolean): Phrase =>
    say`✍️ ${who} asks you to ${isApproval ? 'approve' : 'sign'} ${name}.`,
  /** Tells a requester who is also a signer why there is no link. */
  toRequester: {
    cut: "You are not connected to Box right now, so your link can't be opened. Connect Box, then press Review and sign again.",
    other_account:
      "You sent this from another Box account, so your link can't be opened. Connect that account, then press Review and sign again.",
    noLink: 'Box no longer has a link for you. Open Details to see where the request stands.',
    boxRefuses: 'Box does not show us this request right now. Look at it in Box.',
  },
  /** Quotes what the requester wrote to the signers. */
  words: (words: string) => `"${words}"`,
  /** @param email the address to which Box has sent the link */
  byEmail: (email: string) => `Box emailed the link to ${email}. Open it there.`,
  /** Shown when the requester is not connected to Box, so that the link cannot be fetched. */
  cut: (who: string) =>
    `${who} is not connected to Box right now, so your link can't be opened. Ask ${who} to connect Box again.`,
  /** Shown when the requester has connected another account, to which Box does not show the request. */
  other_account: (who: string) =>
    `${who} sent this from another Box account, which is no longer connected, so your link can't be opened. Ask ${who} to connect that account again.`,
  until: (at: number): Phrase => say`Sign by ${time(at)}`,
  signed: (name: string, at: number | null): Phrase =>
    say`✅ You signed ${name}${at === null ? '' : say` ${time(at)}`}.`,
  /** Shown to a signer who signed a request that then ended before everyone had signed. */
  signedInVain: (name: string, end: UnsignedEnd): Phrase => say`▫️ You signed ${name}, but it ${ended[end]}.`,
  everyone: ' Everyone has signed.',
  declined: (name: string): Phrase => say`🛑 You declined to sign ${name}.`,
  not_needed: (name: string): Phrase =>
    say`▫️ Someone else has signed ${name}, so your signature is not needed.`,
  removed: (name: string): Phrase => say`▫️ You are no longer a signer of ${name}.`,
  expired: (name: string): Phrase => say`⌛ ${name} has expired. It can no longer be signed.`,
  cancelled: (name: string): Phrase => say`🚫 ${name} was cancelled. Your signature is no longer needed.`,
  replaced: (name: string): Phrase =>
    say`🔁 ${name} was replaced by a corrected request. If you are still one of its signers, you are asked again.`,
  declined_by_other: (name: string): Phrase =>
    say`🛑 ${name} was declined by another signer. Your signature is no longer needed.`,
  over: (name: string): Phrase => say`▫️ ${name} can no longer be signed.`,
  review: 'Review and sign',
  open: 'Open document',
  title: 'Review and sign',
  asking: (name: string) => `⏳ Asking Box for your link to ${name}…`,
  ready: (name: string) => `${name} is ready for you in Box.`,
  openInBox: 'Open in Box',
  readyHint: "This link is just for you: anyone who opens it can sign in your name. Don't share it.",
  /** Shown before the reader signs. @param who names of those who sign after them on the same screen */
  inPerson: (who: readonly string[]) =>
    `After you have signed, Box goes on to ${listNames(who)} on the same screen.`,
  /** As `inPerson`, but shown once the reader has signed. */
  inPersonNow: (who: readonly string[]) => `You have signed. ${listNames(who)} can now sign on your screen.`,
  notNow: 'There is nothing for you to sign in this request right now. The message shows where it stands.',
  noLink: (who: string) => `Box no longer has a link for you. Ask ${who} about it.`,
  failed: 'That did not work just now. Nothing was changed: try again in a minute.',
  boxSilent: 'Box did not answer just now. Nothing was changed: try again in a minute.',
  boxRefuses: (who: string) =>
    `Box does not show us this request right now. Ask ${who} to look at it in Box.`,
  /** Tells the requester which signer got no message. */
  notReached: (name: string, who: string): Phrase =>
    say`⚠️ ${who} hasn't been told about ${name}: we couldn't reach ${who} in Slack, and Box doesn't email ${who}. Tell ${who} yourself, or use Change… to pick another signer.`,
  reminded: ({ asker, name, since, expiresAt, ownPart }: ReminderFacts): Phrase => [
    `🔔 A reminder from ${asker}: ${name} is waiting for your ${ownPart?.isApproval ? 'approval' : 'signature'}`,
    ...(since === null ? [] : say` since ${dated(since)}`),
    '.',
    ...(expiresAt === null ? [] : say` It expires ${dated(expiresAt)}.`),
    ...(ownPart?.emailedTo ? [` Box emailed the link to ${ownPart.emailedTo}.`] : []),
  ],
};
