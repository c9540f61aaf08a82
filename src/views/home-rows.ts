/** The rows of App Home: one for each request, with its next step. */
import type { Button, KnownBlock, Overflow, PlainTextOption } from '@slack/types';
import type { Need } from '../signing/home.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canCancel, canChange, canResend, isOver } from '../signing/status.ts';
import { actions } from './actions.ts';
import { button, menuOption, phraseText, plainText, section } from './blocks.ts';
import {
  correctButton,
  discardButton,
  distinguishingId,
  openSignedButton,
  ownReviewButton,
  placeFieldsButton,
  resendButton,
  resendLabel,
  resendMenuAction,
  sendAgainButton,
  sendLikeThisButton,
  withSpokenName,
} from './card-buttons.ts';
import { continueButton, nextReminderAt } from './card-controls.ts';
import { forWhom } from './card-people.ts';
import { clean } from './clean.ts';
import { bouncedLine, followedLine, type LostReason, requestName, troubleLine } from './sign-request-card.ts';
import type { Texts } from './texts/index.ts';
import type { Phrase } from './texts/phrase.ts';

/** The data that rows are drawn from. */
export interface RowParts {
  /** Why the app cannot follow a request; null: it can. */
  readonly lostOf: (record: SignRequest) => LostReason | null;
  readonly t: Texts;
  readonly now: number;
}

/** A row for one of the person's own requests, with one button or menu. */
export function homeRow(
  record: SignRequest,
  parts: RowParts,
  need: Need | null,
  accessory: Button | Overflow | null,
): KnownBlock {
  return {
    ...section(rowText(record, parts, need)),
    // The block id is the same at each redraw, so that a simultaneous press still finds its button.
    block_id: `home:${record.id}`.slice(0, 255),
    ...(accessory && { accessory }),
  };
}

/** A row's text: the request's name, its state or pending action, the last failure, the signers, and reminders. */
function rowText(record: SignRequest, parts: RowParts, need: Need | null): string {
  const { t, now } = parts;
  const lost = parts.lostOf(record);
  const { pending, remindedAt } = record.details;
  const state = followedLine(record, lost, t, now);
  const bounce = need === 'bounced' && lost === null ? bouncedLine(record, t) : null;
  const words: Phrase = bounce ?? [`${state.symbol} `, ...state.words];
  const trouble = pending ? null : troubleLine(record, t);
  const againAt = lost ? null : nextReminderAt(record, now);
  const small = [
    forWhom(record, t),
    ...(remindedAt === null || isOver(record) ? [] : [phraseText(t.actions.reminded(remindedAt), t)]),
    ...(againAt === null ? [] : [phraseText(t.actions.againFrom(againAt), t)]),
  ];
  return t.home.row(
    clean(requestName(record, t), 150),
    [pending ? t.actions.busy[pending.verb] : phraseText(words, t), trouble ? phraseText(trouble, t) : '']
      .filter((line) => line !== '')
      .join('\n'),
    small.join(t.card.context.separator),
  );
}

type NextButton = (record: SignRequest, t: Texts, now: number) => Button | null;

/** The next step for each reason why a request needs the person. */
const nextButtons: Readonly<Record<Need, NextButton>> = {
  gone: discardButton,
  unsure: sendAgainButton,
  fix: continueButton,
  check: continueButton,
  prepare: placeFieldsButton,
  bounced: correctButton,
  declined: sendLikeThisButton,
  ownTurn: (record, t, now) => ownReviewButton(record, t, now) ?? resendButton(record, t, now),
};

/** The button for the person's next step; Details when there is none, or it is not possible now. */
export function nextButton(record: SignRequest, { t, now, lostOf }: RowParts, need: Need): Button {
  const isBlocked = record.details.pending !== null || lostOf(record) !== null;
  const next = isBlocked ? null : nextButtons[need](record, t, now);
  return next === null ? detailsButton(record, t) : inRow(next, record, t);
}

/** The button that opens the signed document or, if there is none, Details. */
export function openButton(record: SignRequest, t: Texts): Button {
  const open = openSignedButton(record, t);
  if (open === null) return detailsButton(record, t);
  return inRow({ ...open, text: plainText(t.home.open) }, record, t);
}

function detailsButton(record: SignRequest, t: Texts): Button {
  return inRow(button({ action: actions.details, label: t.actions.details, value: record.id }), record, t);
}

/** The button without the primary style, and with a label for screen readers that names the request. */
function inRow({ style: _style, ...plain }: Button, record: SignRequest, t: Texts): Button {
  return withSpokenName(plain, requestName(record, t), distinguishingId(record), t);
}

/** The row's menu: Details, and the actions that would have an effect now. */
export function homeRowMenu(record: SignRequest, { t, now, lostOf }: RowParts): Overflow {
  const isFollowed = lostOf(record) === null;
  const option = (action: string, label: string): PlainTextOption =>
    menuOption(label, `${action}:${record.id}`);
  return {
    type: 'overflow',
    action_id: actions.more,
    options: [
      option(actions.details, t.actions.details),
      ...(isFollowed && canResend(record, now)
        ? [option(resendMenuAction(record), resendLabel(record, t))]
        : []),
      ...(isFollowed && canChange(record) ? [option(actions.change, t.card.button.change)] : []),
      ...(isFollowed && canCancel(record) ? [option(actions.cancel, t.actions.cancel)] : []),
    ],
  };
}
