/**
 * The buttons and menu options of a sign request. Each is offered only while a press would have an effect. The card,
 * the details, App Home and the list use these functions.
 */
import type { Button, KnownBlock, Overflow, PlainTextOption } from '@slack/types';
import type { Pending } from '../signing/pending.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canRefresh, canResend, hasSignedFiles, resendPossibleAt, statusTable } from '../signing/status.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, context, menuOption } from './blocks.ts';
import {
  cancelButton,
  changeButton,
  correctButton,
  discardButton,
  openDuplicateButton,
  openLogButton,
  openSignedButton,
  ownReviewButton,
  placeFieldsButton,
  primaryButton,
  resendButton,
  sendAgainButton,
  sendLikeThisButton,
} from './card-buttons.ts';
import type { Texts } from './texts/index.ts';

interface DrawOptions {
  readonly t: Texts;
  readonly now: number;
  /** Whether a press is being handled, so that no buttons are shown. */
  readonly isBusy?: boolean;
  /** Why the app can no longer follow the request (a `LostReason`); null or absent: it can. */
  readonly lost?: string | null;
  /** Whether signed files may be copied to Slack. */
  readonly canCopy?: boolean;
  /** Whether cards may be shared in channels, or this one is shared and can be withdrawn. */
  readonly canShare?: boolean;
}

/** The card's last block: buttons and the overflow menu, or a line that says what is being done. */
export function controlBlocks(record: SignRequest, drawn: DrawOptions): KnownBlock[] {
  const { t, isBusy = false } = drawn;
  if (record.details.pending) return pendingBlock(record, t);
  if (isBusy) return [context(t.card.busy)];
  const isKnownToBox = statusTable[record.state].isAtBox || record.state === 'unsure';
  return actionsBlock([...controlButtons(record, drawn), ...(isKnownToBox ? [overflow(record, drawn)] : [])]);
}

/** The buttons of a request, on its card and in its details; none while an action is pending. */
export function controlButtons(record: SignRequest, { t, now, lost = null }: DrawOptions): Button[] {
  if (record.details.pending) return [];
  // While the app cannot follow the request, it can do nothing about it in Box.
  if (lost !== null) return [connectButton(t)];
  return controls.flatMap((control) => control(record, t, now) ?? []);
}

/** A line that says which action is pending on the request; empty: none is. */
export function pendingBlock(record: SignRequest, t: Texts): KnownBlock[] {
  const { pending } = record.details;
  return pending ? [context(pendingWords(record, pending, t))] : [];
}

function pendingWords(record: SignRequest, { verb }: Pending, t: Texts): string {
  const isWaiting = verb === 'cancel' && record.state === 'converting';
  return isWaiting ? t.actions.cancelLater : t.actions.busy[verb];
}

type Control = (record: SignRequest, t: Texts, now: number) => Button | null;

/** The card's buttons, in display order. */
const controls: readonly Control[] = [
  placeFieldsButton,
  ownReviewButton,
  continueButton,
  sendAgainButton,
  discardButton,
  openSignedButton,
  openLogButton,
  correctButton,
  resendButton,
  changeButton,
  cancelButton,
  sendLikeThisButton,
  openDuplicateButton,
];

/**
 * [Check and send…] or [Fix and send…], for a request that is not in Box yet and waits for its requester; null for any
 * other.
 */
export function continueButton(record: SignRequest, t: Texts): Button | null {
  const { checkAndSend, fixAndSend } = t.card.button;
  if (record.state === 'to_check') return primaryButton(true, record, actions.checkAndSend, checkAndSend);
  return primaryButton(record.state === 'not_sent', record, actions.fixAndSend, fixAndSend);
}

function connectButton(t: Texts): Button {
  return button({ action: actions.connect, label: t.connect.connect, isPrimary: true });
}

/**
 * The overflow menu. The value of an option names the action and the request, because all options share one
 * `action_id`.
 */
function overflow(
  record: SignRequest,
  { t, lost = null, canCopy = false, canShare = false }: DrawOptions,
): Overflow {
  const isLost = lost !== null;
  const options: PlainTextOption[] = [
    option(actions.details, record, t.actions.details),
    option(actions.allRequests, record, t.actions.all),
    ...(!isLost && canCopy && hasSignedFiles(record)
      ? [option(actions.copySigned, record, t.copy.send)]
      : []),
    ...(!isLost && mayHaveNews(record) ? [option(actions.refresh, record, t.card.button.refresh)] : []),
    ...(canShare && statusTable[record.state].isAtBox ? [option(actions.share, record, t.share.menu)] : []),
    ...(!isLost && statusTable[record.state].isAtBox && !statusTable[record.state].isFinal
      ? [muteOption(record, t)]
      : []),
  ];
  return { type: 'overflow', action_id: actions.more, options };
}

function muteOption(record: SignRequest, t: Texts): PlainTextOption {
  return record.details.isMuted
    ? option(actions.unmute, record, t.card.button.unmute)
    : option(actions.mute, record, t.card.button.mute);
}

function option(action: string, record: SignRequest, label: string): PlainTextOption {
  return menuOption(label, `${action}:${record.id}`);
}

/** Whether Box could have news about the request, so that Refresh is offered. */
export function mayHaveNews(record: SignRequest): boolean {
  const isWhole =
    statusTable[record.state].isFinal && (record.state !== 'signed' || record.details.filesReady);
  return !isWhole && canRefresh(record);
}

/**
 * When the next reminder is possible (ms), if only Box's ten minutes between reminders prevent it now; otherwise null.
 */
export function nextReminderAt(record: SignRequest, now: number): number | null {
  const at = resendPossibleAt(record);
  if (at === null || now >= at) return null;
  return canResend(record, at) ? at : null;
}
