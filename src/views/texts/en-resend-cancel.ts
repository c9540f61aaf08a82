/** English: resending and cancelling a request. */
import type { ActionFailure } from '../../signing/pending.ts';
import { listNames } from './en-card.ts';
import { type Phrase, say, time } from './phrase.ts';

const notDone = {
  resend: 'No reminder was sent',
  cancel: 'The request was not cancelled',
} as const;

/** Shown when the request had closed, or everyone had signed, before the action reached Box. */
const tooLate = {
  resend: '⚠️ No reminder was sent: there was nobody left to remind.',
  cancel: '⚠️ Too late to cancel: everyone had already signed, or the request was already closed.',
} as const;

const code = (status: number | null) => (status === null ? '' : ` (BX-${status})`);

const why: Readonly<Record<Exclude<ActionFailure['code'], 'too_early' | 'unknown' | 'over'>, string>> = {
  refused: "Box does not allow this at the request's current stage",
  not_allowed: 'your Box account does not have permission to do this',
  gone: 'Box no longer shows this request. Its files or its folder may have been deleted',
  converting: 'Box is still preparing the document. Try again in a minute',
  not_connected: 'you are no longer connected to Box. Connect again, then try again',
  unreachable: 'we tried for 15 minutes and could not reach Box. Try again later',
  internal: 'something went wrong on our side. Try again in a minute',
};

/**
 * Why a resend or a cancel failed. `againAt`: when the next reminder becomes possible (ms). `isOthers`: the request is
 * another person's, so it has no card.
 */
function trouble(told: ActionFailure, againAt: number | null, isOthers = false): Phrase {
  if (told.code === 'too_early') {
    const later = againAt === null ? [] : say` You can send the next reminder ${time(againAt)}.`;
    return say`⚠️ No reminder was sent.${later} Box allows one every 10 minutes.${code(told.status)}`;
  }
  if (told.code === 'over') return [tooLate[told.verb]];
  if (told.code === 'unknown') {
    const check = isOthers ? 'open it in Box' : 'press Refresh on its card';
    return told.verb === 'resend'
      ? say`⚠️ Box did not answer (${time(told.at)}). The reminder may or may not have been sent; we did not send it again.`
      : say`⚠️ Box did not answer (${time(told.at)}). The request may or may not be cancelled. To check, ${check}.`;
  }
  return say`⚠️ ${notDone[told.verb]}: ${why[told.code]}.${code(told.status)}`;
}

const to = (who: readonly string[]): string => (who.length === 0 ? '' : ` to ${listNames(who)}`);

const noResend = {
  under_way: 'This is already in progress. The card will show the result.',
  not_out: 'Nobody has been emailed yet, so there is nobody to remind. Nothing was sent.',
  not_known: 'Box has not confirmed that this was sent, so nobody can be reminded. No reminder was sent.',
  over: 'This request is closed, so there is nobody to remind. Nothing was sent.',
  gone: 'Box no longer shows this request. Its files or its folder may have been deleted. No reminder was sent.',
  nobody_left: 'Everyone has signed, so there is nobody to remind. Nothing was sent.',
  your_turn: 'It is your turn to sign: press Review and sign on the card. No reminder was sent.',
};

/**
 * Words about resending and cancelling. `who`: whom a reminder reaches, or who can no longer sign after a
 * cancel.
 */
export const enActions = {
  resend: 'Resend reminder',
  resendToMe: 'Email me the link again',
  cancel: 'Cancel request',
  details: 'Details',
  all: 'All my requests',
  busy: { resend: '⏳ Sending a reminder…', cancel: '⏳ Cancelling…' },
  /** The reason that signers read when the sender gave none and Box asks for one. */
  usualReason: 'Cancelled by the sender',
  /** The reason that signers read when an editor of the files has cancelled another person's request. */
  editorsReason: 'Cancelled by an editor of its files',
  /** The reason that signers read when a corrected request replaces this one. */
  changedReason: 'A corrected request took its place',
  cancelLater: '⏳ Box is still preparing the document. It will be cancelled as soon as Box allows it…',
  againFrom: (at: number): Phrase => say`next reminder possible ${time(at)}`,
  reminded: (at: number): Phrase => say`reminder sent ${time(at)}`,
  tooEarly: (at: string) =>
    `You can send the next reminder ${at}. Box allows one every 10 minutes. Nothing was sent now.`,
  noResend,
  /** Why no reminder can be sent for another person's request, which has no card. */
  noResendOfOthers: {
    ...noResend,
    under_way: 'This is already in progress. The list will show the result.',
    your_turn: "It is your turn to sign: use the link in Box's email. No reminder was sent.",
  },
  noCancel: {
    under_way: 'This is already in progress. The card will show the result.',
    not_at_box: 'Box does not have this request, so there is nothing to cancel. Nothing was changed.',
    over: 'This request is closed, so there is nothing to cancel. Nothing was changed.',
    all_signed: 'Everyone has signed, so it can no longer be cancelled. Nothing was changed.',
  },
  /** Puts the request's name before a sentence, for an answer that does not show the request itself. */
  about: (name: string, sentence: string) => `${name}: ${sentence}`,
  trouble,
  cancelledByYou: (at: number, reason: string | null): Phrase =>
    reason === null ? say`Cancelled by you, ${time(at)}.` : say`Cancelled by you, ${time(at)}: "${reason}"`,
  /** Shown while the action is pending, where no card can show it. */
  asked: {
    resend: (name: string, who: readonly string[]) => `⏳ Sending a reminder for ${name}${to(who)}…`,
    cancel: (name: string) => `⏳ Cancelling ${name}…`,
  },
  /** Shown when the action succeeded. */
  done: {
    resend: (name: string, who: readonly string[]) =>
      who.length === 0
        ? `Nobody got a reminder for ${name}: everyone whose turn it is signs from Slack and got a message less than a day ago.`
        : `✅ A reminder for ${name} was sent${to(who)}.`,
    cancel: (name: string, who: readonly string[]) =>
      `🚫 ${name} was cancelled. ${who.length === 0 ? 'It can no longer be signed.' : `${listNames(who)} can no longer sign it.`}`,
  },
  aboutPhrase: (name: string, phrase: Phrase): Phrase => [`${name}: `, ...phrase],
  /** Words of the modal before a reminder is sent. */
  remind: {
    title: 'Send a reminder?',
    submit: 'Send reminder',
    close: 'Not now',
    names: listNames,
    emails: (who: string) => `Box emails ${who}.`,
    /** Used for a request of others: the app does not know who signs from Slack. */
    reminds: (who: string) => `Box reminds ${who}, except those who sign from Slack: they get no email.`,
    here: (who: string, count: number) =>
      count === 1
        ? `${who} signs from Slack and gets a message from Sign, no email.`
        : `${who} sign from Slack and get a message from Sign, no email.`,
    told: (who: string, count: number) =>
      count === 1
        ? `${who} signs from Slack and got a message less than a day ago, so gets none now.`
        : `${who} sign from Slack and got a message less than a day ago, so get none now.`,
    everyone: 'It reminds everyone whose turn it is, never only one of them.',
    colleagues: 'Colleagues also get a message from Sign, once a day.',
    rule: 'Box allows one reminder every 10 minutes.',
  },
  cancelModal: {
    title: 'Cancel this request?',
    submit: 'Cancel request',
    close: 'Keep request',
    /** What a cancel would do. @param open who can still sign @param signed whose signatures would be lost */
    says: (name: string, open: readonly string[], signed: readonly string[]) =>
      [
        `${name}:`,
        open.length === 0 ? 'this cancels it in Box.' : `${listNames(open)} will no longer be able to sign.`,
        ...(signed.length === 0 ? [] : [`What ${listNames(signed)} signed will be lost.`]),
      ].join(' '),
    reason: 'Reason',
    reasonHint: 'Box may show it to signers.',
  },
  choose: {
    resend: 'Which request should get a reminder?',
    cancel: 'Which request do you want to cancel?',
    line: (name: string, people: string, state: string) => `${name}, ${people} — ${state}`,
    reachesNobody: 'all got a message less than a day ago',
    reaches: (names: readonly string[]) => `goes to ${listNames(names)}`,
    more: (count: number) => `${count} more. Type the name of one, or its SR-… number, after the command.`,
    none: {
      resend: 'None of your requests can get a reminder right now. Box allows one every 10 minutes.',
      cancel: 'None of your requests can be cancelled now.',
    },
    noMatch: (typed: string) => `No requests match "${typed}". Nothing was done.`,
  },
};
