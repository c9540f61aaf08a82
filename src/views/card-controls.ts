/**
 * The buttons and menu options of a sign request. Each is offered only while a press would have an effect. The card, the
 * result views and the details use the same functions.
 */
import type { Button, ConfirmationDialog, KnownBlock, Overflow, PlainTextOption } from '@slack/types';
import { bouncedSigners } from '../signing/correct.ts';
import type { Pending } from '../signing/pending.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import {
  canBeReplaced,
  canCancel,
  canChange,
  canDiscard,
  canPlaceFields,
  canRefresh,
  canResend,
  canSendLikeThis,
  hasSignedFiles,
  resendPossibleAt,
  statusTable,
} from '../signing/status.ts';
import { actions } from './actions.ts';
import { actionsBlock, button, context, fileUrl, plainText, usableUrl } from './blocks.ts';
import { isOwnTurn, namesOf, peopleOf } from './card-people.ts';
import type { Texts } from './texts/index.ts';

interface Drawn {
  readonly t: Texts;
  readonly now: number;
  readonly isBusy?: boolean;
  readonly lost?: string | null;
  /** Signed files may be copied to Slack. */
  readonly canCopy?: boolean;
}

/** The card's last block: buttons and the overflow menu, or a line that says what is being done. */
export function controlBlocks(record: SignRequest, drawn: Drawn): KnownBlock[] {
  const { t, isBusy = false } = drawn;
  if (record.details.pending) return pendingBlock(record, t);
  if (isBusy) return [context(t.card.busy)];
  const isKnownToBox = statusTable[record.state].isAtBox || record.state === 'unsure';
  return actionsBlock([...controlButtons(record, drawn), ...(isKnownToBox ? [overflow(record, drawn)] : [])]);
}

/** The buttons of a request, on its card and wherever else it is shown in full. */
export function controlButtons(record: SignRequest, { t, now, lost = null }: Drawn): Button[] {
  if (record.details.pending) return [];
  // Without a connection no other button would work.
  if (lost !== null) return [connectButton(t)];
  return controls.flatMap((control) => control(record, t, now) ?? []);
}

/** What is being done about the request, if anything. */
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

/** [Check and send…] or [Fix and send…], for a request that is not in Box yet and waits for its requester. */
export function continueButton(record: SignRequest, t: Texts): Button | null {
  const { checkAndSend, fixAndSend } = t.card.button;
  if (record.state === 'to_check') return simple(true, record, actions.checkAndSend, checkAndSend);
  return simple(record.state === 'not_sent', record, actions.fixAndSend, fixAndSend);
}

function simple(isOffered: boolean, record: SignRequest, action: string, label: string): Button | null {
  return isOffered ? button({ action, label, value: record.id, isPrimary: true }) : null;
}

function connectButton(t: Texts): Button {
  return button({ action: actions.connect, label: t.connect.connect, isPrimary: true });
}

/** The overflow menu. The value of an option names the action and the request, because all options share one `action_id`. */
function overflow(record: SignRequest, { t, lost = null, canCopy = false }: Drawn): Overflow {
  const isLost = lost !== null;
  const options: PlainTextOption[] = [
    option(actions.details, record, t.actions.details),
    option(actions.allRequests, record, t.actions.all),
    ...(!isLost && canCopy && hasSignedFiles(record)
      ? [option(actions.copySigned, record, t.copy.send)]
      : []),
    ...(!isLost && mayHaveNews(record) ? [option(actions.refresh, record, t.card.button.refresh)] : []),
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
  return { text: plainText(label), value: `${action}:${record.id}` };
}

/**
 * [Resend reminder]. When it is the requester's own turn, the label says what it does: Box emails them the link again.
 */
export function resendButton(record: SignRequest, t: Texts, now: number): Button | null {
  if (!canResend(record, now)) return null;
  const isPrimary = bouncedSigners(record).length === 0;
  return button({ action: actions.resend, label: resendLabel(record, t), value: record.id, isPrimary });
}

/** The label of a request's reminder button, on its card and in the list. */
export function resendLabel(record: SignRequest, t: Texts): string {
  return isOwnTurn(record, peopleOf(record)) ? t.actions.resendToMe : t.actions.resend;
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

/** [Send again], after an unknown outcome; its confirmation says that people may get it twice. */
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

/** [Discard]. When it is not known whether the request was sent, its label says what discarding means then. */
export function discardButton(record: SignRequest, t: Texts): Button | null {
  if (!canDiscard(record)) return null;
  const label =
    record.state === 'unsure'
      ? t.card.button.doNotSendAgain
      : record.details.goneAt
        ? t.card.button.putAside
        : t.card.button.discard;
  // Discarding would lose what was filled in, so it asks first.
  const confirm = canBeReplaced(record)
    ? { confirm: confirmation(t.card.confirmDiscard, t.card.confirmDiscard.text) }
    : {};
  return button({ action: actions.discard, label, value: record.id, ...confirm });
}

/** [Send again like this…], or [Change and send again…] when a signer declined it as it was. */
function sendLikeThisButton(record: SignRequest, t: Texts): Button | null {
  if (!canSendLikeThis(record)) return null;
  const { sendLikeThis, changeAndSendAgain } = t.card.button;
  return button({
    action: actions.sendLikeThis,
    label: record.state === 'declined' ? changeAndSendAgain : sendLikeThis,
    value: record.id,
    isPrimary: record.state !== 'signed',
  });
}

/** [Correct the address…], after a mail bounced; it stands in place of Change…, which it is with one field. */
function correctButton(record: SignRequest, t: Texts): Button | null {
  return simple(bouncedSigners(record).length > 0, record, actions.correct, t.card.button.correct);
}

function changeButton(record: SignRequest, t: Texts): Button | null {
  if (!canChange(record) || bouncedSigners(record).length > 0) return null;
  return button({ action: actions.change, label: t.card.button.change, value: record.id });
}

function cancelButton(record: SignRequest, t: Texts): Button | null {
  if (!canCancel(record)) return null;
  return button({ action: actions.cancel, label: t.actions.cancel, value: record.id });
}

/** [Open the other one], while Box has two requests with our id, one of which the person should cancel there. */
function openDuplicateButton(record: SignRequest, t: Texts): Button | null {
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

/** Whether Box could have news about the request, so that Refresh is offered. */
export function mayHaveNews(record: SignRequest): boolean {
  const isWhole =
    statusTable[record.state].isFinal && (record.state !== 'signed' || record.details.filesReady);
  return !isWhole && canRefresh(record);
}

/** When a reminder becomes possible (ms), if Box's ten minutes between two reminders are all that prevents it; else null. */
export function resendDueLater(record: SignRequest, now: number): number | null {
  const at = resendPossibleAt(record);
  if (at === null || now >= at) return null;
  return canResend(record, at) ? at : null;
}
