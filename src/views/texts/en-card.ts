/** English: the card. The sign before a sentence only decorates it. */
import { day, type Moment, type Phrase, type Stated, say, time } from './phrase.ts';

const stated = (symbol: string, words: Phrase): Stated => ({ symbol, words });
const when = (at: number | null, before: string): Phrase => (at === null ? [] : say`${before}${time(at)}`);
const sentOn = (sentAt: number | null): Phrase => say`Sent${when(sentAt, ' ')}.`;

/** `Bo`, `Bo and Cy`, `Bo, Cy and 3 more`. */
export function listNames(names: readonly string[]): string {
  const [first = '', second] = names;
  if (second === undefined) return first;
  if (names.length === 2) return `${first} and ${second}`;
  if (names.length === 3) return `${first}, ${second} and ${names[2]}`;
  return `${first}, ${second} and ${names.length - 2} more`;
}

const signedOf = (signed: number, all: number) => `${signed} of ${all} signed.`;

/** What the second line of the card says. `who` is a list of names, cleaned. */
const state = {
  sending: () => stated('⏳', say`Sending to Box…`),
  looking: () =>
    stated(
      '⏳',
      say`Box has not answered yet. We are looking whether your request arrived there; nothing for you to do.`,
    ),
  toCheck: () => stated('✏️', say`Not sent yet. Check it, then press Send now.`),
  notSent: (sentence: string) => stated('❌', [sentence]),
  unsure: (sentence: string) => stated('❓', [sentence]),
  discarded: () => stated('🚫', say`Discarded. Nothing was sent.`),
  setAside: () =>
    stated(
      '🚫',
      say`Set aside. Box never answered; if it has the request after all, it goes on there and is not shown here.`,
    ),
  gone: () =>
    stated(
      '🗑',
      say`Box no longer has this request; it was deleted there, or its folder was. Signers can no longer sign it here.`,
    ),
  pastExpiry: (at: number, who: readonly string[]) =>
    stated(
      '⌛',
      say`Expired ${time(at)}; Box will confirm. ${who.length === 0 ? '' : `${listNames(who)} had not signed.`}`,
    ),
  preparing: () => stated('✏️', say`Not sent yet. Place the fields in Box and press Send there.`),
  converting: () => stated('⏳', say`Box has it and is converting the document. Nobody has been mailed yet.`),
  created: () => stated('⏳', say`Box has it. Nobody has been mailed yet, as far as Box says.`),
  sent: (sentAt: number | null) => stated('📨', say`${sentOn(sentAt)} Nobody has opened it.`),
  opened: (sentAt: number | null, who: readonly string[]) =>
    stated('👀', say`${sentOn(sentAt)} Opened by ${listNames(who)}, not signed yet.`),
  openedBySomebody: (sentAt: number | null) =>
    stated('👀', say`${sentOn(sentAt)} It has been opened, not signed yet.`),
  partly: (signed: number, all: number, who: readonly string[], since: number | null) =>
    stated(
      '👀',
      say`${signedOf(signed, all)} Waiting for ${listNames(who)}${since === null ? [] : say` since ${day(since)}`}.`,
    ),
  allIn: (signed: number, all: number) =>
    stated('👀', say`${signedOf(signed, all)} Box has not said that it is complete.`),
  finalizing: () => stated('⏳', say`Everyone has signed. Box is finishing the PDF.`),
  completed: (at: number | null, signed: number, all: number) =>
    stated('✅', say`Completed${when(at, ' ')}. ${signedOf(signed, all)}`),
  notReady: () => say` Box is still putting the signed copy in its place.`,
  declined: (who: string | null, at: number | null, reason: string | null) =>
    stated(
      '🛑',
      say`Declined${who === null ? '' : ` by ${who}`}${when(at, ', ')}${reason === null ? '.' : `: "${reason}"${/[.!?…]$/.test(reason) ? '' : '.'}`} Nobody else is asked any more.`,
    ),
  cancelled: (at: number | null) =>
    stated('🚫', say`Cancelled${when(at, ', ')}. Nobody can sign it any more.`),
  expired: (at: number | null, who: readonly string[]) =>
    stated(
      '⌛',
      say`Expired${at === null ? [] : say` ${day(at)}`}.${who.length === 0 ? '' : ` Not signed by ${listNames(who)}.`}`,
    ),
  errorConverting: (code: string) =>
    stated(
      '❌',
      say`Not sent; nobody was mailed. Box could not convert the document. Save it as a PDF in Box and make a new request.${code}`,
    ),
  errorSending: (code: string) =>
    stated(
      '❌',
      say`Box could not mail the signers, and this request is over. Check the addresses and make a new request.${code}`,
    ),
  errorFinalizing: (code: string) =>
    stated(
      '❌',
      say`Everyone has signed, but Box could not finish the PDF. Look at it in Box, or ask your Box admin.${code}`,
    ),
  error: (code: string) =>
    stated(
      '❌',
      say`Something went wrong at Box, and this request is over. Look at it in Box, or make a new request.${code}`,
    ),
  unknown: (word: string | null) =>
    stated(
      '❔',
      say`Box says ${word === null ? 'something' : `"${word}"`}, which this app does not know yet. Look at it in Box.`,
    ),
} as const;

/** What a signer's line says after the name. */
const signer = {
  notAsked: () => stated('▫️', say`not asked yet`),
  wasNotAsked: () => stated('▫️', say`was not asked`),
  noNews: () => stated('▫️', say`no news`),
  notOpened: () => stated('✉️', say`not opened`),
  opened: () => stated('👀', say`opened, not signed`),
  after: (who: readonly string[]) => stated('⏸', say`after ${listNames(who)}`),
  signed: (at: number | null) => stated('✅', say`signed${when(at, ' ')}`),
  approved: (at: number | null) => stated('✅', say`approved${when(at, ' ')}`),
  declined: (at: number | null) => stated('🛑', say`declined${when(at, ' ')}`),
  didNotSign: () => stated('▫️', say`did not sign`),
  openedOnly: () => stated('▫️', say`opened, did not sign`),
  unclear: () => stated('▫️', say`not signed, as far as Box says`),
  getsCopy: () => stated('📄', say`gets a copy`),
} as const;

export const enCard = {
  unnamed: 'Your document',
  busy: '⏳ Asking Box…',
  forwarded: (from: string, to: string | null) => `↪️ ${from} passed it to ${to ?? 'someone else'}`,
  replaced: 'This card was replaced by a newer card below.',
  aRequest: 'one of your requests',
  unnamedAs: (typed: string) => `Your document (${typed})`,
  You: 'You',
  you: 'you',
  someone: 'Somebody without an address',
  state,
  signer,
  errorCode: (code: string) => ` (Box: ${code})`,
  /** The people that are not on a line of their own. */

  more: (count: number, signed: number) =>
    signed === 0 ? `${count} more` : `${count} more: ${signed} signed`,
  duplicate: (boxId: string) =>
    `⚠️ Box has a second request for the same document (${boxId}). Open it in Box and cancel it there, so nobody signs twice.`,
  line: (name: string, words: Phrase): Phrase => say`${name} — ${words}`,
  spoken: (name: string, words: Phrase): Phrase => say`${name}: ${words}`,
  context: {
    signedCopy: (folder: string) => `signed copy in ${folder}`,
    expires: (at: number): readonly (string | Moment)[] => say`expires ${day(at)}`,
    asOf: (at: number): readonly (string | Moment)[] => say`as of ${time(at)}`,
    separator: ' · ',
  },
  button: {
    placeFields: 'Place the fields',
    refresh: 'Refresh',
    openSigned: 'Open signed document',
    openLog: 'Signing log',
    fixAndSend: 'Fix and send…',
    discard: 'Discard',
    checkAndSend: 'Check and send…',
    sendAgain: 'Send again',
    doNotSendAgain: 'Do not send again',
    openDuplicate: 'Open the other one',
    mute: 'Mute notices',
    unmute: 'Unmute notices',
    putAside: 'Put aside',
  },
  confirmSendAgain: {
    title: 'Send it a second time?',
    text: (who: readonly string[]) =>
      `If the first one went out after all, ${listNames(who)} will get it twice and may sign twice.`,
    confirm: 'Send again',
    deny: 'Not now',
  },
};
