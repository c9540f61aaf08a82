/**
 * What a signer who was picked from the workspace sees in Slack: the message when it is their turn, and the modal with
 * their signing link. The message is reduced to one line once the signer has nothing left to do.
 */
import type { Button, KnownBlock, ModalView } from '@slack/types';
import type { Message } from '../shapes.ts';
import {
  awaitedInPerson,
  canOpenSigned,
  type SignerStatus,
  signerOf,
  signerStatusOf,
  unsignedEndOf,
} from '../signing/asking.ts';
import { formSent } from '../signing/decide.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { actions, callbacks } from './actions.ts';
import { shownAddress } from './address.ts';
import {
  actionsBlock,
  button,
  context,
  datedContext,
  message,
  modal,
  nameLimit,
  phraseLeaves,
  phraseText,
  richText,
  section,
} from './blocks.ts';
import { reviewButton, withSpokenName } from './card-buttons.ts';
import { namesOf } from './card-people.ts';
import { cleanLines } from './clean.ts';
import { sentenceView } from './sentence.ts';
import { type LostReason, requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';
import { type Phrase, say } from './texts/phrase.ts';

/** Longest part of the requester's message that is shown, in UTF-16 units. */
const wordsLimit = 1000;

/** A request that asks a signer to sign, as that signer sees it. */
export interface RequestToSign {
  readonly record: SignRequest;
  /** Slack user id of the signer. */
  readonly reader: string;
  /** Name of the requester. */
  readonly who: string;
  /** Why the signing link cannot be fetched through the requester's Box connection; null: it can. */
  readonly lost: LostReason | null;
}

interface SignerMessageInput extends Omit<RequestToSign, 'record'> {
  /** Whether the signer may use the app. */
  readonly isMember: boolean;
  readonly now: number;
  readonly t: Texts;
}

/** A message to a signer. */
export interface SignerMessage {
  /** Whether the message asks the signer to sign now. */
  readonly isAsking: boolean;
  readonly message: Message;
}

/** The message in its present state; null: it is not the signer's turn yet, so an existing message stays as it is. */
export function signerMessage(record: SignRequest, input: SignerMessageInput): SignerMessage | null {
  const { reader, now, t } = input;
  const ask = signerStatusOf(record, reader, now);
  if (ask === 'not_yet') return null;
  if (ask === 'asked') return { isAsking: true, message: askingMessage(record, input) };
  const line = endLine(record, ask, input);
  const open = canOpenSigned(record, reader)
    ? [button({ action: actions.reviewAndSign, label: t.signing.open, value: record.id })]
    : [];
  const blocks = [richText([phraseLeaves(line, t)]), ...actionsBlock(open)];
  return { isAsking: false, message: message([line], blocks, t) };
}

function endLine(
  record: SignRequest,
  ask: Exclude<SignerStatus, 'not_yet' | 'asked'>,
  { reader, t }: SignerMessageInput,
): Phrase {
  const name = requestName(record, t);
  if (ask !== 'signed') return t.signing[ask](name);
  const end = unsignedEndOf(record);
  if (end !== null) return t.signing.signedInVain(name, end);
  const signed = t.signing.signed(name, signerOf(record, reader)?.decidedAt ?? null);
  return record.state === 'signed' ? say`${signed}${t.signing.everyone}` : signed;
}

/** What the message and the row of App Home both say. */
function askFacts(
  record: SignRequest,
  { reader, who, lost }: Omit<RequestToSign, 'record'>,
  t: Texts,
): { readonly line: Phrase; readonly small: string; readonly until: Phrase[]; readonly isHere: boolean } {
  const signer = signerOf(record, reader);
  const isHere = signer?.signsHere === true;
  const line = t.signing.asks({ who, name: requestName(record, t) }, signer?.role === 'approver');
  const how = isHere
    ? lost === null
      ? ''
      : t.signing[lost](who)
    : t.signing.byEmail(shownAddress(signer?.email ?? '', nameLimit));
  const { expiresAt } = record.details;
  const until = expiresAt === null ? [] : [t.signing.until(expiresAt)];
  return { line, small: how, until, isHere };
}

function askingMessage(record: SignRequest, input: SignerMessageInput): Message {
  const { t, lost, isMember } = input;
  const { line, small, until, isHere } = askFacts(record, input, t);
  // The requester's message is shown only when there is no email from Box, which would contain it.
  const words = isHere ? cleanLines(formSent(record).message, wordsLimit) : '';
  const blocks: KnownBlock[] = [
    richText([phraseLeaves(line, t)]),
    ...(words === '' ? [] : [section(t.signing.words(words))]),
    ...(small === '' ? [] : [context(small)]),
    ...datedContext([], until, t),
    ...actionsBlock(isHere && isMember && lost === null ? [reviewButton(record, t)] : []),
  ];
  return message([line, [words], [small], ...until], blocks, t);
}

/**
 * The row of App Home: who asks, for what, until when, and the button Review and sign if the signer signs from Slack.
 */
export function askedRow({ record, ...asked }: RequestToSign, t: Texts): KnownBlock {
  const { line, small, until, isHere } = askFacts(record, asked, t);
  const lines = [phraseText(line, t), small, ...until.map((phrase) => phraseText(phrase, t))];
  const { style: _style, ...review } = reviewButton(record, t);
  return {
    ...section(lines.filter((text) => text !== '').join('\n')),
    block_id: `asked:${record.id}`,
    ...(isHere &&
      asked.lost === null && { accessory: withSpokenName(review, requestName(record, t), asked.who, t) }),
  };
}

/** The modal while Box is asked for the link. */
export function askingView(record: SignRequest, t: Texts): ModalView {
  return sentenceView(t.signing.asking(requestName(record, t)), t, t.signing.title);
}

/** The modal with the link, which is stored nowhere. */
export function signingLinkView(
  record: SignRequest,
  { link, reader }: { readonly link: string; readonly reader: string },
  t: Texts,
): ModalView {
  const beside = reader === record.requester ? namesOf(awaitedInPerson(record), record, t) : [];
  const hasSigned = signerOf(record, reader)?.decision === 'signed';
  const inPerson = hasSigned ? t.signing.inPersonNow : t.signing.inPerson;
  const open: Button = button({
    action: actions.openSigningPage,
    label: t.signing.openInBox,
    value: record.id,
    url: link,
    isPrimary: true,
  });
  return modal({
    callback: callbacks.sentence,
    title: t.signing.title,
    close: t.result.done,
    metadata: {},
    notifyOnClose: false,
    blocks: [
      section(t.signing.ready(requestName(record, t))),
      ...(beside.length === 0 ? [] : [section(inPerson(beside))]),
      ...actionsBlock([open]),
      context(t.signing.readyHint),
    ],
  });
}
