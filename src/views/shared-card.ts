/**
 * The card in a channel: the request's name, where it stands, how many have signed, and who shares it. It names signers
 * only where the requester has chosen that, and never has an address, a reason or a link.
 */
import type { ModalView, RichTextElement } from '@slack/types';
import type { Message } from '../shapes.ts';
import type { Signer, SignRequest, State } from '../signing/sign-request.ts';
import { hasExpired, isGone } from '../signing/status.ts';
import { actions } from './actions.ts';
import {
  actionsBlock,
  button,
  datedContext,
  message,
  nameOr,
  phraseLeaves,
  richText,
  titleLeaf,
} from './blocks.ts';
import { nameOf, peopleOf } from './card-people.ts';
import { withoutAddresses } from './copy-line.ts';
import { sentenceMessage, sentenceView } from './sentence.ts';
import { requestName } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase, PhraseWithSymbol } from './texts/phrase.ts';

/** At most this many signers are named; the others are only counted. */
const maxLines = 10;

/** What the card shows besides the record. */
export interface SharedCardContext {
  readonly t: Texts;
  readonly now: number;
  /** Whether the card names the signers. */
  readonly showsNames: boolean;
  /** The name of the person who shares the card, for notifications and screen readers. */
  readonly by: string;
  /** Whether the app cannot follow the request now. */
  readonly isLost: boolean;
  /** Whether the card is the preview in the modal, where its button opens the requester's own details. */
  readonly isPreview?: boolean;
}

/** The card of a request in a channel. */
export function sharedCard(record: SignRequest, drawn: SharedCardContext): Message {
  const { t, showsNames, by } = drawn;
  const name = withoutAddresses(requestName(record, t), t);
  const state = sharedState(record, drawn);
  const people = showsNames ? signerLines(record, t) : [];
  const shownBy: RichTextElement[] = [
    { type: 'text', text: t.share.by },
    { type: 'user', user_id: record.requester },
  ];
  const asOf = record.observedAt === null ? [] : [t.card.context.asOf(record.observedAt)];
  return message(
    [
      t.card.spoken(name, state.words),
      ...people,
      [t.share.by, withoutAddresses(nameOr(by, t.card.someone), t)],
    ],
    [
      richText([[titleLeaf(name, null)]]),
      richText([phraseLeaves([`${state.symbol} `, ...state.words], t)]),
      ...(people.length > 0 ? [richText(people.map((line) => phraseLeaves(line, t)))] : []),
      richText([shownBy]),
      ...datedContext([], asOf, t),
      ...actionsBlock([
        button({
          action: drawn.isPreview ? actions.details : actions.sharedDetails,
          label: t.share.details,
          value: record.id,
        }),
      ]),
    ],
    t,
  );
}

/** The message that replaces a channel's card when the app could not delete the card, or no longer has a row for it. */
export function withdrawnCard(t: Texts): Message {
  return sentenceMessage(t.share.noLonger, t);
}

/**
 * Tells a colleague that they have no Box account connected: their own account decides what they see.
 * @param canConnect whether people connect their own accounts here
 */
export function notConnectedView(canConnect: boolean, t: Texts): ModalView {
  const sentence = canConnect ? t.share.notConnected : t.share.notConnectedHere;
  const view = sentenceView(sentence, t, t.details.title);
  const connect = button({ action: actions.connect, label: t.connect.connect, isPrimary: true });
  return { ...view, blocks: [...view.blocks, ...actionsBlock(canConnect ? [connect] : [])] };
}

type Describe = (record: SignRequest, says: Texts['share']['state']) => PhraseWithSymbol;

const ended =
  (how: 'completed' | 'declined' | 'cancelled' | 'expired'): Describe =>
  (record, says) =>
    says[how](record.details.finishedAt, signatureCount(record));
const sent: Describe = (record, says) => says.sent(record.sentAt, signatureCount(record));
const notSent: Describe = (_record, says) => says.notSent();
const failed: Describe = (_record, says) => says.failed();
const unknown: Describe = (_record, says) => says.unknown();

/** A card is shared once Box has the request; states from before that are never shown. */
const describe: Readonly<Record<State, Describe>> = {
  requested: notSent,
  to_check: notSent,
  creating: notSent,
  not_sent: notSent,
  unsure: unknown,
  discarded: (_record, says) => says.gone(),
  converting: notSent,
  created: notSent,
  sent,
  viewed: sent,
  finalizing: (record, says) => says.finishing(signatureCount(record)),
  signed: ended('completed'),
  declined: ended('declined'),
  cancelled: ended('cancelled'),
  expired: ended('expired'),
  error_converting: failed,
  error_sending: failed,
  error_finalizing: failed,
  error: failed,
  unknown,
};

function sharedState(record: SignRequest, { t, now, isLost }: SharedCardContext): PhraseWithSymbol {
  const says = t.share.state;
  if (isGone(record)) return says.gone();
  const known = hasExpired(record, now)
    ? says.expired(record.details.expiresAt, signatureCount(record))
    : describe[record.state](record, says);
  return isLost ? says.notFollowed(known.words) : known;
}

function signatureCount(record: SignRequest): { readonly signed: number; readonly all: number } {
  const { signed, needed } = peopleOf(record);
  return { signed: signed.length, all: needed };
}

/** A line for each signer whose name is known; people who are known only by an address are counted. */
function signerLines(record: SignRequest, t: Texts): Phrase[] {
  const { acting } = peopleOf(record);
  const named = acting.flatMap((signer) => {
    const name = knownName(signer, record, t);
    return name === null ? [] : [{ signer, name }];
  });
  const shown = named.slice(0, maxLines).map(({ signer, name }): Phrase => {
    const status = statusOf(signer, t);
    return [`${status.symbol} `, ...t.card.line(name, status.words)];
  });
  const others = acting.length - shown.length;
  return others === 0 ? shown : [...shown, [t.share.others(others, shown.length > 0)]];
}

function knownName(signer: Signer, record: SignRequest, t: Texts): string | null {
  if (nameOr(signer.name, '') === '' || signer.name?.includes('@')) return null;
  // Without the Slack user id, the requester is not called "you", which each reader would take for themselves.
  return nameOf({ ...signer, slackUserId: null }, record, t.card.You, t);
}

function statusOf({ decision, role }: Signer, t: Texts): PhraseWithSymbol {
  const says = t.share.signer;
  if (decision === 'declined') return says.declined();
  if (decision === null) return says.notSigned();
  return role === 'approver' ? says.approved() : says.signed();
}
