/** English: the card. The emoji before a sentence only decorates it. */
import { day, type Moment, type Phrase, type PhraseWithSymbol, say, time } from './phrase.ts';

const stated = (symbol: string, words: Phrase): PhraseWithSymbol => ({ symbol, words });
const when = (at: number | null, before: string): Phrase => (at === null ? [] : say`${before}${time(at)}`);
const sentOn = (sentAt: number | null): Phrase => say`Sent${when(sentAt, ' ')}.`;

/** Joins names: `Bo`, `Bo and Cy`, `Bo, Cy and Di`; of more than `most`, the rest is counted: `Bo, Cy and 2 more`. */
export function listNames(names: readonly string[], most = 3): string {
  const isWhole = names.length <= most;
  const shown = names.slice(0, isWhole ? -1 : most - 1);
  const last = isWhole ? (names.at(-1) ?? '') : `${names.length - shown.length} more`;
  return shown.length === 0 ? last : `${shown.join(', ')} and ${last}`;
}

/** The end of a sentence: the reason that a person gave or, for null, a full stop. */
export function quotedReason(reason: string | null): string {
  if (reason === null) return '.';
  return `: "${reason}"${/[.!?…]$/.test(reason) ? '' : '.'}`;
}

const signedOf = (signed: number, all: number) => `${signed} of ${all} signed.`;

/** Shown on a request that was sent again because the outcome of the first try was unknown. */
const firstUnknown = 'The first one may have gone out all the same.';

/** Where a request stands, as on the second line of its card. `who` is a list of names, cleaned. */
const state = {
  sending: () => stated('⏳', say`Sending to Box…`),
  looking: () =>
    stated(
      '⏳',
      say`Box has not answered yet. We're checking whether it has your request. You don't need to do anything.`,
    ),
  toCheck: () => stated('✏️', say`Not sent yet. Check it, then press Send now.`),
  notSent: (sentence: string) => stated('❌', [sentence]),
  unsure: (sentence: string) => stated('❓', [sentence]),
  discarded: () => stated('🚫', say`Discarded. Nothing was sent.`),
  setAside: () =>
    stated('🚫', say`Not tracked. We couldn't confirm this with Box. If you're unsure, check Box.`),
  gone: () =>
    stated(
      '🗑',
      say`Box no longer has this request; it was deleted there, or its folder was. It can no longer be signed.`,
    ),
  pastExpiry: (at: number, who: readonly string[]) =>
    stated(
      '⌛',
      say`Expired ${time(at)}; Box will confirm.${who.length === 0 ? '' : ` ${listNames(who)} had not signed.`}`,
    ),
  preparing: () => stated('✏️', say`Not sent yet. Place the fields in Box, then press Send there.`),
  converting: (mayBeMailed: boolean) =>
    stated(
      '⏳',
      say`Box is preparing the document. ${mayBeMailed ? firstUnknown : 'Nobody has been emailed yet.'}`,
    ),
  created: (mayBeMailed: boolean) =>
    stated(
      '⏳',
      say`Submitted to Box. ${mayBeMailed ? firstUnknown : 'Nobody has been emailed yet, as far as we know.'}`,
    ),
  sent: (sentAt: number | null) => stated('📨', say`${sentOn(sentAt)} Nobody has opened it.`),
  /** Only the requester is on turn. @param signed how many have signed, of how many; null: nobody has */
  yours: (
    sentAt: number | null,
    signed: { count: number; all: number } | null,
    { isApproval, isHere }: { readonly isApproval: boolean; readonly isHere: boolean },
  ) =>
    stated(
      '✍️',
      say`${signed ? signedOf(signed.count, signed.all) : sentOn(sentAt)} It is your turn${isHere ? '.' : `: open Box's email to ${isApproval ? 'approve' : 'sign'}.`}`,
    ),
  opened: (sentAt: number | null, who: readonly string[]) =>
    stated('👀', say`${sentOn(sentAt)} Opened by ${listNames(who)}, not signed yet.`),
  openedBySomebody: (sentAt: number | null) =>
    stated('👀', say`${sentOn(sentAt)} It has been opened but not signed yet.`),
  partly: (signed: number, all: number, who: readonly string[], since: number | null) =>
    stated(
      '👀',
      say`${signedOf(signed, all)} Waiting for ${listNames(who)}${since === null ? [] : say` since ${day(since)}`}.`,
    ),
  allIn: (signed: number, all: number) =>
    stated('👀', say`${signedOf(signed, all)} Box has not marked it as complete yet.`),
  finalizing: () => stated('⏳', say`Everyone has signed. Box is finishing the PDF.`),
  completed: (at: number | null, signed: number, all: number) =>
    stated('✅', say`Completed${when(at, ' ')}. ${signedOf(signed, all)}`),
  copyGone: () => say` Box no longer has the signed copy; it may have been deleted there.`,
  notReady: () => say` Box is still saving the signed copy.`,
  /** A signer has declined. @param isAwaited whether others had not signed yet */
  declined: (who: string | null, at: number | null, reason: string | null, isAwaited: boolean) =>
    stated(
      '🛑',
      say`Declined${who === null ? '' : ` by ${who}`}${when(at, ', ')}${quotedReason(reason)}${isAwaited ? ' The other signers can no longer sign.' : ''}`,
    ),
  cancelled: (at: number | null, by: string | null) =>
    stated(
      '🚫',
      say`Cancelled${by === null ? '' : ` in Box by ${by}`}${when(at, ', ')}. It can no longer be signed.`,
    ),
  expired: (at: number | null, who: readonly string[]) =>
    stated('⌛', say`Expired${when(at, ' ')}.${who.length === 0 ? '' : ` Not signed by ${listNames(who)}.`}`),
  expiredUnsent: (at: number | null) => stated('⌛', say`Expired${when(at, ' ')}. ${neverSent}`),
  errorConverting: (code: string, mayBeMailed: boolean) =>
    stated(
      '❌',
      say`${mayBeMailed ? firstUnknown : 'Not sent; nobody was emailed.'} Box could not convert the document. Save it as a PDF in Box and create a new request.${code}`,
    ),
  errorSending: (code: string) =>
    stated(
      '❌',
      say`Box could not email the signers, so this request is closed. Check the addresses and create a new request.${code}`,
    ),
  errorFinalizing: (code: string) =>
    stated(
      '❌',
      say`Everyone has signed, but Box could not finish the PDF. Open it in Box, or ask your Box admin.${code}`,
    ),
  error: (code: string) =>
    stated(
      '❌',
      say`Something went wrong in Box, and this request is closed. Open it in Box, or create a new request.${code}`,
    ),
  unknown: (word: string | null) =>
    stated(
      '❔',
      say`Box reports ${word === null ? 'a status' : `the status "${word}"`} that this app does not recognize. Open the request in Box.`,
    ),
} as const;

/** The status in a signer's line, after the name. */
const signer = {
  notAsked: () => stated('▫️', say`not asked yet`),
  wasNotAsked: () => stated('▫️', say`was not asked`),
  noNews: () => stated('▫️', say`no update yet`),
  notOpened: () => stated('✉️', say`not opened`),
  notSigned: () => stated('✍️', say`not signed yet`),
  opened: () => stated('👀', say`opened, not signed`),
  after: (who: readonly string[]) => stated('⏸', say`after ${listNames(who)}`),
  signed: (at: number | null) => stated('✅', say`signed${when(at, ' ')}`),
  approved: (at: number | null) => stated('✅', say`approved${when(at, ' ')}`),
  declined: (at: number | null) => stated('🛑', say`declined${when(at, ' ')}`),
  /** Shown for a member of a group in which another member (`who`) has signed for all. */
  spared: (who: string) => stated('▫️', say`not needed: ${who} signed for the group`),
  didNotSign: () => stated('▫️', say`did not sign`),
  openedOnly: () => stated('▫️', say`opened, did not sign`),
  unclear: () => stated('▫️', say`not signed, as far as we know`),
  getsCopy: () => stated('📄', say`gets a copy`),
} as const;

/** Shown on an expired request that the app has not seen as sent: Box does not say, and polling may have missed it. */
export const neverSent = 'It was not sent, as far as we know.';

/** Sentences for the error codes that Box's documentation names. */
const errorReasons: ReadonlyMap<string, string> = new Map([
  [
    'cfr11_validation_failed',
    " Your company's rules for electronic records (21 CFR Part 11) were not met: ask your Box admin.",
  ],
]);

function reasonOf(code: string): string {
  return errorReasons.get(code) ?? '';
}

export const enCard = {
  unnamed: 'Your document',
  /** Names that stand alone, not in a sentence. */
  list: (names: readonly string[]) => names.join(', '),
  busy: '⏳ Asking Box…',
  forwarded: (from: string, to: string | null) => `↪️ ${from} passed it to ${to ?? 'someone else'}`,
  replaced: 'This card was replaced by a newer card below.',
  aRequest: 'one of your requests',
  withMoreFiles: (first: string, more: number) =>
    `${first} and ${more} more ${more === 1 ? 'file' : 'files'}`,
  unnamedAs: (typed: string) => `Your document (${typed})`,
  You: 'You',
  you: 'you',
  someone: 'Someone without an email address',
  state,
  signer,
  attached: (count: number) => (count === 1 ? ', 1 file attached' : `, ${count} files attached`),
  errorCode: (code: string) => `${reasonOf(code)} (Box: ${code})`,
  /** Ends the line of a signer who has not opened the request for two days. */
  isAddressRight: '. Is the address right?',
  /** Follows a signer's line, when any one of their group (`count` members) has to sign. */
  oneOf: (count: number) => `, one of ${count} is enough`,
  /** Counts the people who have no line of their own, and those of them who have signed. */
  more: (count: number, signed: number) =>
    signed === 0 ? `${count} more` : `${count} more: ${signed} signed`,
  duplicate: (boxId: string) =>
    `⚠️ Box has a second request for the same document (${boxId}). Open it in Box and cancel it there, so nobody signs twice.`,
  /** A bounced mail. `who`: addresses; Box does not say whose mail it was when several have not opened it. */
  bounced: (who: readonly string[]): Phrase =>
    who.length === 1
      ? say`⚠️ An email did not arrive: ${listNames(who)}.`
      : say`⚠️ An email did not arrive. Box did not say which address. Not opened yet: ${listNames(who)}.`,
  line: (name: string, words: Phrase): Phrase => say`${name} — ${words}`,
  forWhom: (names: readonly string[], since: string) =>
    names.length === 0 ? `from ${since}` : `for ${listNames(names)}, from ${since}`,
  spoken: (name: string, words: Phrase): Phrase => say`${name}: ${words}`,
  context: {
    /** Where the signed copy is. @param isThere whether Box has saved it in the folder; false: it will */
    signedCopy: (folder: string, isThere: boolean) =>
      isThere ? `signed copy in ${folder}` : `signed copy goes to ${folder}`,
    expires: (at: number): readonly (string | Moment)[] => say`expires ${time(at)}`,
    asOf: (at: number): readonly (string | Moment)[] => say`as of ${time(at)}`,
    separator: ' · ',
  },
  button: {
    placeFields: 'Place the fields',
    refresh: 'Refresh',
    openSigned: 'Open signed document',
    openLog: 'Signing log',
    fixAndSend: 'Fix and send…',
    sendLikeThis: 'Send again like this…',
    change: 'Change…',
    correct: 'Correct the address…',
    changeAndSendAgain: 'Change and send again…',
    discard: 'Discard request',
    checkAndSend: 'Check and send…',
    sendAgain: 'Send again',
    doNotSendAgain: "Don't send again",
    openDuplicate: 'Open the other request',
    mute: 'Mute notices',
    unmute: 'Unmute notices',
    putAside: 'Put aside',
  },
  confirmDiscard: {
    title: 'Discard this request?',
    text: 'Nothing was sent. What you filled in will be lost.',
    confirm: 'Discard',
    deny: 'Keep it',
  },
  confirmSendAgain: {
    title: 'Send this request again?',
    text: (who: readonly string[]) =>
      `If the first one was sent after all, ${listNames(who)} will get it twice and may sign twice.`,
    confirm: 'Send again',
    deny: 'Not now',
  },
};
