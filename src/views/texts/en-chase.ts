/** English: following a request up, by resending and by stopping it. */
import type { Trouble } from '../../signing/pending.ts';
import { listNames } from './en-card.ts';
import { type Phrase, say, time } from './phrase.ts';

const notDone = {
  resend: 'No reminder was sent',
  cancel: 'It was not cancelled',
} as const;

/** Whatever was pressed, it was too late for it. */
const tooLate = {
  resend: '⚠️ No reminder was sent: by then there was nobody left to remind.',
  cancel: '⚠️ Cancel came too late: by then it was over, or everybody had signed.',
} as const;

const code = (status: number | null) => (status === null ? '' : ` (BX-${status})`);

const why: Readonly<Record<Exclude<Trouble['code'], 'too_early' | 'unknown' | 'over'>, string>> = {
  refused: 'Box did not take it as the request stands now',
  not_allowed: 'your Box account may not do that with this request',
  gone: 'Box no longer shows this request; its files or its folder may have been deleted',
  reason_required: 'Box did not take it without a reason. Press Cancel again and give one',
  not_connected: 'you are not connected to Box any more. Connect again, then try once more',
  unreachable: 'we tried for 15 minutes and Box could not be reached. Try again later',
  internal: 'something went wrong on our side. Try again in a minute',
};

/** What became of a press, for the card; `againAt` is when a reminder becomes possible. */
function trouble(told: Trouble, againAt: number | null): Phrase {
  if (told.code === 'too_early') {
    const later = againAt === null ? [] : say` Try again from about ${time(againAt)}.`;
    return say`⚠️ No reminder was sent: Box takes one in ten minutes.${later}${code(told.status)}`;
  }
  if (told.code === 'over') return [tooLate[told.verb]];
  if (told.code === 'unknown') {
    return told.verb === 'resend'
      ? say`⚠️ Box did not answer at ${time(told.at)}: the reminder may have gone out or not. It was not repeated.`
      : say`⚠️ Box did not answer at ${time(told.at)}: it may be cancelled or not. Press Refresh to see.`;
  }
  return say`⚠️ ${notDone[told.verb]}: ${why[told.code]}.${code(told.status)}`;
}

export const enChase = {
  resend: 'Resend reminder',
  cancel: 'Cancel',
  details: 'Details',
  all: 'All my requests',
  busy: { resend: '⏳ Resending…', cancel: '⏳ Cancelling…' },
  againFrom: (at: number): Phrase => say`reminder possible again from about ${time(at)}`,
  reminded: (at: number): Phrase => say`reminder sent ${time(at)}`,
  tooEarly: (at: string) =>
    `Box takes one reminder in ten minutes. The next is possible from about ${at}. Nothing was sent now.`,
  noResend: {
    under_way: 'That is being done already. The card shows it when Box has answered.',
    not_out: 'Nobody has been mailed yet, so there is nobody to remind. Nothing was sent.',
    not_known: 'Box has not confirmed that this was sent, so nobody can be reminded. No reminder was sent.',
    over: 'This request is over, so there is nobody to remind. Nothing was sent.',
    nobody_left: 'Everybody has signed, so there is nobody to remind. Nothing was sent.',
  },
  noCancel: {
    under_way: 'That is being done already. The card shows it when Box has answered.',
    not_at_box: 'Box does not have this request, so there is nothing to cancel. Nothing was changed.',
    over: 'This request is over, so there is nothing to cancel. Nothing was changed.',
    all_signed: 'Everybody has signed, so it cannot be cancelled any more. Nothing was changed.',
  },
  /** For an answer where the request is not in sight. */
  about: (name: string, sentence: string) => `${name}: ${sentence}`,
  trouble,
  cancelledByYou: (at: number, reason: string | null): Phrase =>
    reason === null ? say`Cancelled by you, ${time(at)}.` : say`Cancelled by you, ${time(at)}: "${reason}"`,
  /** Said where the press or the command has no card to show it on. */
  asked: {
    resend: (name: string) =>
      `⏳ Box is asked to remind the signers of ${name}. Its card says what became of it.`,
    cancel: (name: string) => `⏳ Box is asked to cancel ${name}. Its card says what became of it.`,
  },
  cancelModal: {
    title: 'Cancel the request?',
    submit: 'Stop it',
    close: 'Keep it',
    /** @param open who can still sign; @param signed whose signature is lost. */
    says: (name: string, open: readonly string[], signed: readonly string[]) =>
      [
        `${name}:`,
        open.length === 0 ? 'it is stopped at Box.' : `${listNames(open)} can no longer sign.`,
        ...(signed.length === 0 ? [] : [`What ${listNames(signed)} signed is lost.`]),
      ].join(' '),
    reason: 'Reason',
    reasonHint: 'Box may show it to signers.',
  },
  choose: {
    resend: 'Whom shall Box remind? These requests can be resent now:',
    cancel: 'Which one shall be cancelled?',
    line: (name: string, state: string) => `${name} — ${state}`,
    more: (count: number) => `${count} more. Type the name of one, or its SR-… number, behind the command.`,
    none: {
      resend: 'None of your requests can be resent now. Box takes one reminder in ten minutes.',
      cancel: 'None of your requests can be cancelled now.',
    },
    noMatch: (typed: string) => `None of your requests matches "${typed}". Nothing was done.`,
  },
};
