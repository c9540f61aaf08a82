/**
 * The result views, which follow the form in the same modal: working, check, ready, sent, slow, unsure. Each is drawn
 * from the record, the check also from `CheckFacts`. Its metadata holds only the request's id.
 */

import type { KnownBlock, ModalView } from '@slack/types';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { actions, callbacks } from './actions.ts';
import { shownAddress } from './address.ts';
import {
  actionsBlock,
  button,
  context,
  datedContext,
  longNameLimit,
  modal,
  nameLimit,
  nameOr,
  phraseLeaves,
  phraseText,
  readMetadata,
  richText,
  section,
} from './blocks.ts';
import { discardButton, placeFieldsButton, sendAgainButton } from './card-buttons.ts';
import { choicesInWords, nameOf, namesOf, peopleOf } from './card-people.ts';
import { statusLine } from './card-state.ts';
import { clean } from './clean.ts';
import { replacedSentence } from './correct-modal.ts';
import { optionLines, prefilledLines } from './option-lines.ts';
import { allRequestsButton } from './request-choice.ts';
import { requestTitle } from './sign-request-card.ts';
import { sourceLine } from './source-files.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** Up to this many recipients are named in one sentence; more become a list. */
const maxInSentence = 3;

/** The request that a result view is about; null when the metadata is not ours. */
export function readResultMetadata(privateMetadata: string): { requestId: string } | null {
  const requestId = readMetadata(privateMetadata)?.['requestId'];
  return typeof requestId === 'string' ? { requestId } : null;
}

function resultView(callback: string, record: SignRequest, t: Texts, blocks: KnownBlock[]): ModalView {
  // When the person closes the view while Box is still being asked, the card shows the result instead.
  const notifyOnClose = callback === callbacks.working || callback === callbacks.slow;
  const metadata = { requestId: record.id };
  return modal({ callback, title: t.result.title, close: t.result.done, metadata, notifyOnClose, blocks });
}

/** Says that Box is being asked. */
export function workingView(record: SignRequest, t: Texts): ModalView {
  return resultView(callbacks.working, record, t, [section(t.result.working), context(t.result.workingHint)]);
}

/** Says that Box has not answered for a while, and that the work continues if the view is closed. */
export function slowView(record: SignRequest, t: Texts): ModalView {
  return resultView(callbacks.slow, record, t, [section(t.result.slow)]);
}

/** Says that the request exists in Box and waits for its fields. */
export function readyView(record: SignRequest, t: Texts): ModalView {
  const place = placeFieldsButton(record, t);
  const people = namesOf(peopleOf(record).acting, record, t);
  return resultView(callbacks.ready, record, t, [
    section(t.result.ready),
    richText([[requestTitle(record, t)], phraseLeaves([t.card.list(people)], t)]),
    ...actionsBlock([...(place ? [place] : []), allRequestsButton('', t)]),
    context(place ? t.result.readyHint : t.result.noLink),
  ]);
}

/** Says that the request was sent or, when Box reports another state, where it stands. */
export function sentView(record: SignRequest, t: Texts): ModalView {
  const isSent = record.state === 'sent' || record.state === 'viewed';
  const { acting, later } = peopleOf(record);
  const state = statusLine(record, t, 0);
  const sentence = isSent
    ? t.result.sent(acting.length - later.length, later.length)
    : `${state.symbol} ${phraseText(state.words, t)}`;
  return resultView(callbacks.sent, record, t, [
    section(sentence),
    richText([[requestTitle(record, t)]]),
    ...actionsBlock([allRequestsButton('', t)]),
  ]);
}

/** Facts that the check shows about the source file and the sending account. */
export interface CheckFacts {
  /** Name of the folder that the file is in. */
  readonly folder: string | null;
  /** When the file last changed (ms); null: not known. */
  readonly changedAt: number | null;
  /** The Box account that sends the request; null: not known. */
  readonly sender?: Sender | null;
  /** The open request that this one replaces; absent: none. */
  readonly replaced?: SignRequest | null;
}

/** The Box account that the request is sent from. */
export interface Sender {
  readonly login: string;
  /** Whether the login equals the requester's address in Slack. */
  readonly isOwnAddress: boolean;
}

/**
 * The last check before Box mails anyone: shows the file, the folder and each recipient. Its submit button is Send
 * now. Box has no request yet.
 */
export function checkView(record: SignRequest, t: Texts, about?: CheckFacts): ModalView {
  const change = button({
    action: actions.changeSomething,
    label: t.result.changeSomething,
    value: record.id,
  });
  return modal({
    callback: callbacks.check,
    title: t.result.checkTitle,
    submit: t.result.sendNow,
    close: t.result.notNow,
    metadata: { requestId: record.id },
    // If the person closes the check without a decision, the request is shown as a card immediately.
    notifyOnClose: true,
    blocks: [
      richText([[requestTitle(record, t)]]),
      ...(about?.replaced ? [section(replacedSentence(about.replaced, t))] : []),
      ...fileContext(record, t, about),
      ...recipientBlocks(record, t),
      ...requestBlocks(record, t),
      ...senderBlocks(about?.sender ?? null, t),
      ...actionsBlock([change]),
    ],
  });
}

function senderBlocks(sender: Sender | null, t: Texts): KnownBlock[] {
  const login = shownAddress(sender?.login ?? null, 254);
  return sender === null || login === '' ? [] : [section(t.result.sentAs(login, sender.isOwnAddress))];
}

function fileContext(record: SignRequest, t: Texts, about?: CheckFacts): KnownBlock[] {
  const source = nameOr(about?.folder ?? null, '', longNameLimit);
  const { folder, isFileInRoot } = record.details;
  const destination = nameOr(folder?.name ?? null, '', longNameLimit);
  const byDefault = isFileInRoot ? t.result.signedCopyToOwnFolder : t.result.signedCopyByDefault;
  const words = [
    ...(source === '' || source === destination ? [] : [t.result.inFolder(source)]),
    ...(destination === '' ? [] : [t.result.signedCopyTo(destination)]),
    ...(folder === null ? [byDefault] : []),
  ];
  const changedAt = about?.changedAt ?? record.details.fileModifiedAt;
  return datedContext(words, changedAt === null ? [] : [t.result.lastChange(changedAt)], t);
}

/** Says who is mailed when the request is sent, who only after them, and who gets a copy at the end. */
function recipientBlocks(record: SignRequest, t: Texts): KnownBlock[] {
  const { onTurn, later, readers } = peopleOf(record);
  const groups = { now: onTurn, later, copy: readers };
  return (['now', 'later', 'copy'] as const).flatMap((group) => {
    const who = groups[group].map((signer) => recipientOf(signer, record, t));
    const says = t.result.goesTo[group];
    if (who.length === 0) return [];
    if (who.length <= maxInSentence) return [section(says.few(who))];
    return [section(says.many(who.length)), richText(who.map((name) => phraseLeaves([name], t)))];
  });
}

/** Longest part of a text that the view Check and send shows, in UTF-16 units. */
const maxText = 500;

function requestBlocks(record: SignRequest, t: Texts): KnownBlock[] {
  const name = clean(record.form.name, longNameLimit);
  const { labels, fact } = t.details;
  const named: Phrase[] = name === '' ? [] : [fact(labels.name, [name])];
  const filledIn = prefilledLines(record, maxText, t);
  const lines = [...named, ...sourceLine(record, t), ...filledIn, ...optionLines(record, maxText, t)];
  return lines.length === 0 ? [] : [richText(lines.map((line) => phraseLeaves(line, t)))];
}

/** A recipient, with the address that Box will mail: with a name alone, nobody would notice a wrong address. */
function recipientOf(signer: Signer, record: SignRequest, t: Texts): string {
  const email = shownAddress(signer.email, 254) || null;
  const name = nameOf(signer, record, t.card.you, t);
  // An address is shown once, in full.
  const isAddress = email !== null && name === shownAddress(signer.email, nameLimit);
  const small = [...(email === null || isAddress ? [] : [email]), ...choicesInWords(signer, t)];
  return t.details.person(isAddress ? email : name, small);
}

/** Says that it is not known whether the request was sent, and lets the person decide what to do. */
export function unsureView(record: SignRequest, t: Texts): ModalView {
  const state = statusLine(record, t, 0);
  const buttons = [sendAgainButton(record, t), discardButton(record, t)].flatMap((each) => each ?? []);
  return resultView(callbacks.unsure, record, t, [
    section(`${state.symbol} ${phraseText(state.words, t)}`),
    richText([[requestTitle(record, t)]]),
    ...actionsBlock(buttons),
  ]);
}
