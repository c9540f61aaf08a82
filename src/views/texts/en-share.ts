/** English: a card in a channel, and the modal that shares it. */
import { type Phrase, type PhraseWithSymbol, say, time } from './phrase.ts';

const stated = (symbol: string, words: Phrase): PhraseWithSymbol => ({ symbol, words });
const when = (at: number | null): Phrase => (at === null ? [] : say` ${time(at)}`);

/** How many have signed, of how many. */
interface Count {
  readonly signed: number;
  readonly all: number;
}
const signedOf = ({ signed, all }: Count) => `${signed} of ${all} signed.`;

/** Where the request stands, for everyone in a channel: without names, addresses and reasons. */
const state = {
  notSent: () => stated('✏️', say`Not sent yet.`),
  sent: (at: number | null, count: Count) => stated('📨', say`Sent${when(at)}. ${signedOf(count)}`),
  finishing: (count: Count) => stated('⏳', say`${signedOf(count)} Box is finishing the document.`),
  completed: (at: number | null, count: Count) => stated('✅', say`Completed${when(at)}. ${signedOf(count)}`),
  declined: (at: number | null, count: Count) => stated('🛑', say`Declined${when(at)}. ${signedOf(count)}`),
  cancelled: (at: number | null, count: Count) => stated('🚫', say`Cancelled${when(at)}. ${signedOf(count)}`),
  expired: (at: number | null, count: Count) => stated('⌛', say`Expired${when(at)}. ${signedOf(count)}`),
  failed: () => stated('❌', say`Stopped by a problem in Box.`),
  gone: () => stated('🗑', say`Box no longer has this request.`),
  unknown: () => stated('❔', say`Its status is not known.`),
  /** The last known state, while the app cannot ask Box about the request. */
  notFollowed: (last: Phrase) => stated('🔌', say`${last} Not updating right now.`),
};

/** What a signer has done; the words follow the signer's name. */
const signer = {
  signed: () => stated('✅', say`signed`),
  approved: () => stated('✅', say`approved`),
  declined: () => stated('🛑', say`declined`),
  notSigned: () => stated('▫️', say`not signed`),
};

/** Why a card was not posted, or may not have been. @param invite what the person has to type in the channel */
const refusal = {
  absent: (invite: string) =>
    `Not shared yet: Sign can't post in this channel until it is a member. Type ${invite} in the channel, then press Share again.`,
  not_member: () => 'Not shared: you are not in this channel. Join it, then press Share again.',
  archived: () => 'Not shared: this channel is archived. Choose another channel.',
  outsiders: () =>
    'Not shared: people from another company are in this channel and would see the card. Choose another channel.',
  restricted: () => 'Not shared: in this channel, Slack lets only some people post. Choose another channel.',
  refused: () => 'Not shared: Slack did not accept the card there. Choose another channel.',
  unreachable: () => 'Not shared: Slack did not answer. Press Share again in a minute.',
  unconfirmed: () =>
    "Slack did not confirm the card. Look in the channel: if it isn't there, press Share again.",
  too_many: () => 'Not shared: this card is in as many channels as it can be. Withdraw one first.',
  over: () => 'Not shared: this is no longer possible for this request.',
};

export const enShare = {
  menu: 'Share…',
  title: 'Share card',
  submit: 'Share',
  close: 'Close',
  channel: 'Channel',
  channelPlaceholder: 'Choose a channel',
  channelHint: 'A channel that you and Sign are in. Channels shared with other companies are not offered.',
  chooseChannel: 'Choose a channel.',
  names: 'Signers',
  showNames: 'Show who has to sign',
  preview: 'Everyone in the channel sees:',
  shownIn: 'Shared now in:',
  withdraw: 'Withdraw',
  /** The label that a screen reader reads for the button Withdraw. */
  withdrawSpoken: (place: number, of: number) => `Withdraw card ${place} of ${of}`,
  unconfirmed: '(not confirmed by Slack)',
  underWay: '⏳ Sharing…',
  closeHint: 'You can close this. If it does not work, you get a message.',
  shared: '✅ Shared. The card in the channel follows the request.',
  withdrawn: '✅ Withdrawn. The card is no longer in the channel.',
  notWithdrawn:
    '⚠️ Slack did not let Sign delete the card in that channel. Ask an admin of your workspace to delete the message.',
  notFound:
    "⚠️ Slack did not confirm this card, so Sign can't find it. Look in the channel. If you see it there, press Details on it: then it no longer shows the request.",
  channelGone:
    '⚠️ Sign can no longer see that channel, so it could not delete the card: the channel was deleted, or Sign was removed from it. The card no longer follows the request.',
  problem: (why: string) => `⚠️ ${why}`,
  about: (name: string, sentence: string) => `${name}: ${sentence}`,
  refusal,
  state,
  signer,
  /** The number of signers who have no line of their own. @param areMore whether others have one above */
  others: (count: number, areMore: boolean) => {
    if (!areMore) return count === 1 ? '1 signer' : `${count} signers`;
    return count === 1 ? '1 more signer' : `${count} more signers`;
  },
  /** A mention of the requester follows. */
  by: 'Shared by ',
  details: 'Details',
  noLonger: 'No longer shared.',
  noLongerHere: 'This card is no longer shared here.',
  asking: '⏳ Asking Box what you may see…',
  notShown: "Box doesn't show you more than this card does. Ask the person who shared it.",
  silent: 'Box did not answer just now. Try again in a minute.',
  notConnected: 'To see what Box lets you see of this request, connect your Box account.',
  notConnectedHere: 'You have no Box account connected here, so the card is all that you can see.',
  /** Shown in a person's settings where the scopes were not granted. */
  notGranted:
    'Sharing cards in channels is off. To turn it on, an admin installs Sign again and allows it to see channels (channels:read, groups:read).',
};
