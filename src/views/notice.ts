/**
 * Messages with notices: one notice, as a reply in the thread of the card or of a signer's message, or several notices
 * in one message.
 */
import type { Button, KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import { canSignHere, isRequesterAskedHere, signerOf } from '../signing/asking.ts';
import { bouncedSigners } from '../signing/correct.ts';
import type { NoticeKind } from '../signing/notices.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { waitingSince } from '../signing/status.ts';
import { actions } from './actions.ts';
import { shownAddress } from './address.ts';
import {
  actionsBlock,
  button,
  message,
  nameLimit,
  nameOr,
  phraseLeaves,
  reasonLimit,
  richText,
  section,
} from './blocks.ts';
import {
  openLogButton,
  openSignedButton,
  ownReviewButton,
  placeFieldsButton,
  resendButton,
  reviewButton,
  withSpokenName,
} from './card-buttons.ts';
import {
  forwardsOf,
  isOwnTurn,
  nameOf,
  namesOf,
  type People,
  peopleOf,
  undecidedNames,
} from './card-people.ts';
import { clean } from './clean.ts';
import { requestName } from './sign-request-card.ts';
import type { NoticeFacts } from './texts/en-notices.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** A notice, with the request and the people that its sentence names. */
export interface NoticeShown {
  readonly kind: NoticeKind;
  readonly record: SignRequest;
  /** The signer that the notice is about; null: none in particular. */
  readonly signer: Signer | null;
  /** Slack user id of the reader. */
  readonly reader: string;
  /**
   * Name of the person who sends the reminder. Null or absent: the notice is not a reminder, or has no known sender.
   */
  readonly asker?: string | null;
}

/** At most this many notices are shown in one message. The list shows all of the reader's own requests. */
export const maxNotices = 15;

/** One notice, with the next step where there is one. */
export function noticeMessage(shown: NoticeShown, now: number, t: Texts): Message {
  const sentence = sentenceOf(shown, t);
  return message([sentence], [richText([phraseLeaves(sentence, t)]), ...stepsOf(shown, now, t)], t);
}

/**
 * Several notices in one message. It has a button that opens the list, if some are about the reader's own requests, and
 * Review and sign for each reminder about a request of others that the reader can sign from Slack now.
 */
export function noticesMessage(all: readonly NoticeShown[], now: number, t: Texts): Message {
  const shown = all.slice(0, maxNotices);
  const lines = shown.map((one) => sentenceOf(one, t));
  const own = all.filter(({ record, reader }) => reader === record.requester);
  const several = own.length === 0 ? t.notices.severalForSigner : t.notices.several;
  const heading: Phrase = [several(all.length)];
  // The list has a person's own requests only.
  const list = own.length === 0 ? [] : [button({ action: actions.allRequests, label: t.actions.all })];
  return message(
    [heading, ...lines],
    [
      richText([heading, ...lines].map((line) => phraseLeaves(line, t))),
      ...shown.flatMap((one, index) => signerSteps(one, index, now, t)),
      ...actionsBlock(list),
    ],
    t,
  );
}

/** The request's name with its button Review and sign, because several requests may be in one message. */
function signerSteps(shown: NoticeShown, index: number, now: number, t: Texts): KnownBlock[] {
  const { record, reader } = shown;
  if (reader === record.requester) return [];
  const [review] = signerButtons(shown, now, t);
  if (!review) return [];
  const name = clean(requestName(record, t), nameLimit);
  return [{ ...section(name, withSpokenName(review, name, '', t)), block_id: `sign:${index}` }];
}

function signerButtons({ kind, record, reader }: NoticeShown, now: number, t: Texts): Button[] {
  return kind === 'reminded' && canSignHere(record, reader, now) ? [reviewButton(record, t)] : [];
}

function sentenceOf(shown: NoticeShown, t: Texts): Phrase {
  return t.notices[shown.kind](factsOf(shown, t));
}

function factsOf({ kind, record, signer, reader, asker = null }: NoticeShown, t: Texts): NoticeFacts {
  const people = peopleOf(record);
  const { needed, signed, declined } = people;
  const about = signer ?? declined[0] ?? null;
  const bounced = kind === 'bounced' ? namesOf(bouncedSigners(record), record, t) : [];
  const forward = kind === 'forwarded' ? forwardsOf(record, t).at(-1) : undefined;
  return {
    name: requestName(record, t),
    who: forward?.from ?? (about ? nameOf(about, record, t.card.You, t) : t.card.someone),
    passedTo: forward?.to ?? null,
    missing: bounced.length > 0 ? bounced : undecidedNames(record, t),
    reason: clean(about?.reason ?? '', reasonLimit) || null,
    signedCount: signed.length,
    signerCount: needed,
    expiresAt: record.details.expiresAt,
    isSigner: reader !== record.requester,
    readersTurn: reader === record.requester ? requestersTurn(record, people) : null,
    isSent: record.sentAt !== null,
    asker: nameOr(asker, t.workspace.somebody),
    since: waitingSince(record),
    ownPart: ownPart(record, reader),
  };
}

/** What the reader has to do as a signer, and where; null: they are not a signer. */
function ownPart(record: SignRequest, reader: string): NoticeFacts['ownPart'] {
  const signer = signerOf(record, reader);
  if (!signer) return null;
  const emailedTo = signer.signsHere ? null : shownAddress(signer.email ?? '', nameLimit);
  return { isApproval: signer.role === 'approver', emailedTo };
}

function requestersTurn(record: SignRequest, people: People): 'slack' | 'email' | null {
  if (isRequesterAskedHere(record)) return 'slack';
  return isOwnTurn(record, people) ? 'email' : null;
}

function stepsOf(shown: NoticeShown, now: number, t: Texts): KnownBlock[] {
  const { kind, record, reader } = shown;
  if (reader !== record.requester) return actionsBlock(signerButtons(shown, now, t));
  const offered: readonly (Button | null)[] = [
    ...(kind === 'signed' || kind === 'own_turn' ? [ownReviewButton(record, t, now)] : []),
    ...(kind === 'completed' ? [openSignedButton(record, t), openLogButton(record, t)] : []),
    ...(kind === 'unsent' || kind === 'unsent_next_day' ? [placeFieldsButton(record, t)] : []),
    kind === 'expiring' ? resendButton(record, t, now) : null,
  ];
  const buttons = offered.flatMap((one) => one ?? []);
  return buttons.length === 0 ? [] : actionsBlock(buttons);
}
