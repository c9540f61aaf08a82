/**
 * Builds each button of a sign request. A builder that may return null does so while a press would have no effect.
 */
import type { Button, ConfirmationDialog } from '@slack/types';
import { canSignHere } from '../signing/asking.ts';
import { bouncedSigners } from '../signing/correct.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import {
  canBeReplaced,
  canCancel,
  canChange,
  canDiscard,
  canPlaceFields,
  canResend,
  canSendLikeThis,
  hasSignedFiles,
} from '../signing/status.ts';
import { actions } from './actions.ts';
import { button, fileUrl, nameOr, plainText, usableUrl } from './blocks.ts';
import { isOwnTurn, namesOf, peopleOf } from './card-people.ts';
import { clean } from './clean.ts';
import { remindConfirm } from './remind.ts';
import type { Texts } from './texts/index.ts';

/** Slack's limit for what a screen reader reads, in characters. */
const spokenLimit = 75;

/**
 * The button with a label for screen readers that also names its request, for places where several buttons have the
 * same label.
 *
 * @param distinction what tells requests of the same name apart, such as Box's short id; may be empty
 */
export function withSpokenName(shown: Button, name: string, distinction: string, t: Texts): Button {
  const label = shown.text.text;
  const room = spokenLimit - t.home.spoken(label, '', distinction).length;
  const spokenName = clean(name, Math.max(room, 10));
  return {
    ...shown,
    accessibility_label: clean(t.home.spoken(label, spokenName, distinction), spokenLimit),
  };
}

/** What tells requests of the same name apart: Box's short id or, before Box has given one, the beginning of our id. */
export function distinguishingId(record: SignRequest): string {
  return nameOr(record.shortId, '') || record.id.slice(0, 6);
}

/** A button in the primary style; null when it is not offered. */
export function primaryButton(
  isOffered: boolean,
  record: SignRequest,
  action: string,
  label: string,
): Button | null {
  return isOffered ? button({ action, label, value: record.id, isPrimary: true }) : null;
}

/**
 * [Resend reminder]. When only the requester is on turn, the label is [Email me the link again]. Null: no reminder can
 * be sent now.
 */
export function resendButton(record: SignRequest, t: Texts, now: number): Button | null {
  if (!canResend(record, now)) return null;
  // The button is not primary when [Correct the address…] or [Review and sign] is the next step.
  const isPrimary = bouncedSigners(record).length === 0 && !canSignHere(record, record.requester, now);
  const isOwn = isOwnTurn(record, peopleOf(record));
  return button({
    action: actions.resend,
    label: resendLabel(record, t),
    value: record.id,
    isPrimary,
    // A reminder to oneself needs no confirmation.
    ...(!isOwn && { confirm: remindConfirm(record, t, now) }),
  });
}

/** [Review and sign], for a signer who signs from Slack. */
export function reviewButton(record: SignRequest, t: Texts): Button {
  return button({
    action: actions.reviewAndSign,
    label: t.signing.review,
    value: record.id,
    isPrimary: true,
  });
}

/** [Review and sign] for the requester; null: they cannot sign from Slack now. */
export function ownReviewButton(record: SignRequest, t: Texts, now: number): Button | null {
  return canSignHere(record, record.requester, now) ? reviewButton(record, t) : null;
}

/** The label of a request's reminder button, on its card and in the list. */
export function resendLabel(record: SignRequest, t: Texts): string {
  return isOwnTurn(record, peopleOf(record)) ? t.actions.resendToMe : t.actions.resend;
}

/**
 * The action of the reminder's option in a menu. An option cannot have a confirmation dialog, so the action first opens
 * a modal, unless only the requester would get the reminder.
 */
export function resendMenuAction(record: SignRequest): string {
  return isOwnTurn(record, peopleOf(record)) ? actions.resend : actions.askResend;
}

/** [Place the fields], while the fields can be placed; otherwise null. */
export function placeFieldsButton(record: SignRequest, t: Texts): Button | null {
  const url = canPlaceFields(record) ? usableUrl(record.prepareUrl) : null;
  if (url === null) return null;
  return button({
    action: actions.placeFields,
    label: t.card.button.placeFields,
    value: record.id,
    url,
    isPrimary: true,
  });
}

/** [Send again], after an unknown outcome. Its confirmation dialog says that people may get the request twice. */
export function sendAgainButton(record: SignRequest, t: Texts): Button | null {
  if (record.state !== 'unsure') return null;
  const says = t.card.confirmSendAgain;
  return button({
    action: actions.sendAgain,
    label: t.card.button.sendAgain,
    value: record.id,
    isPrimary: true,
    confirm: confirmation(says, says.text(namesOf(peopleOf(record).acting, record, t))),
  });
}

function confirmation(
  says: { readonly title: string; readonly confirm: string; readonly deny: string },
  text: string,
): ConfirmationDialog {
  return {
    title: plainText(says.title, 100),
    text: plainText(text, 300),
    confirm: plainText(says.confirm, 30),
    deny: plainText(says.deny, 30),
  };
}

/**
 * [Discard request]. The label is [Don't send again] when it is not known whether the request was sent, and [Put aside]
 * when Box no longer has it.
 */
export function discardButton(record: SignRequest, t: Texts): Button | null {
  if (!canDiscard(record)) return null;
  const label =
    record.state === 'unsure'
      ? t.card.button.doNotSendAgain
      : record.details.goneAt
        ? t.card.button.putAside
        : t.card.button.discard;
  // A request that was never in Box loses its filled-in form, so the button asks for confirmation.
  const confirm = canBeReplaced(record)
    ? { confirm: confirmation(t.card.confirmDiscard, t.card.confirmDiscard.text) }
    : {};
  return button({ action: actions.discard, label, value: record.id, ...confirm });
}

/** [Send again like this…] once the request has ended, or [Change and send again…] when a signer has declined it. */
export function sendLikeThisButton(record: SignRequest, t: Texts): Button | null {
  if (!canSendLikeThis(record)) return null;
  const { sendLikeThis, changeAndSendAgain } = t.card.button;
  return button({
    action: actions.sendLikeThis,
    label: record.state === 'declined' ? changeAndSendAgain : sendLikeThis,
    value: record.id,
    isPrimary: record.state !== 'signed',
  });
}

/** [Correct the address…], after a mail bounced: like Change…, but asks for the new address only. */
export function correctButton(record: SignRequest, t: Texts): Button | null {
  return primaryButton(bouncedSigners(record).length > 0, record, actions.correct, t.card.button.correct);
}

export function changeButton(record: SignRequest, t: Texts): Button | null {
  if (!canChange(record)) return null;
  return button({ action: actions.change, label: t.card.button.change, value: record.id });
}

export function cancelButton(record: SignRequest, t: Texts): Button | null {
  if (!canCancel(record)) return null;
  return button({ action: actions.cancel, label: t.actions.cancel, value: record.id });
}

/** [Open the other request], while Box has two requests with our id. The person should cancel one of them in Box. */
export function openDuplicateButton(record: SignRequest, t: Texts): Button | null {
  const { duplicateFileId } = record.details;
  const url = duplicateFileId ? fileUrl(duplicateFileId) : null;
  if (record.details.duplicateBoxId === null || url === null) return null;
  return button({ action: actions.openDuplicate, label: t.card.button.openDuplicate, value: record.id, url });
}

/** [Open signed document], once Box has the signed files. */
export function openSignedButton(record: SignRequest, t: Texts): Button | null {
  const [file] = record.details.files;
  const url = file ? fileUrl(file.id) : null;
  if (!hasSignedFiles(record) || url === null) return null;
  return button({
    action: actions.openSigned,
    label: t.card.button.openSigned,
    value: record.id,
    url,
    isPrimary: true,
  });
}

/** [Signing log], once the request was signed by everyone. */
export function openLogButton(record: SignRequest, t: Texts): Button | null {
  const log = record.details.signingLogId;
  const url = log === null ? null : fileUrl(log);
  if (record.state !== 'signed' || url === null) return null;
  return button({ action: actions.openLog, label: t.card.button.openLog, value: record.id, url });
}
