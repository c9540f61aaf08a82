/**
 * Shows immediately that a press is being handled: replaces the card by one without buttons, through the press's
 * response URL, and redraws Home and open lists. If Slack refuses that, the work continues all the same.
 */
import { OutsideFailure } from '../../failure.ts';
import type { Message } from '../../shapes.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import type { PressedMessage } from '../../views/cancel-modal.ts';
import { markedCard } from '../../views/card-mark.ts';
import { underWaySentence } from '../../views/note.ts';
import { sentenceMessage } from '../../views/sentence.ts';
import { signRequestCard } from '../../views/sign-request-card.ts';
import { personOf } from '../rights/admit.ts';
import { type Services, textsFor } from '../services.ts';
import { redrawSoon } from './redraw-soon.ts';
import { redrawHomeAndListsSoon } from './table.ts';

/**
 * Shows the pressed message as busy, then enqueues a redraw, which wakes the worker.
 *
 * @param pressed the message that the button was on
 * @param record the record after the press; its pending action says what is being done
 */
export async function showBusy(
  services: Services,
  pressed: PressedMessage,
  record: SignRequest,
): Promise<void> {
  // Redrawn here, because the request's own redraw waits in its lane until Box has answered.
  await redrawHomeAndListsSoon(services, record.tenant, record.requester);
  await drawBusy(services, pressed, record);
  // The job may already have finished and redrawn the card before this update reached Slack: so it is redrawn again.
  await redrawSoon(services, record.tenant, record.id);
}

async function drawBusy(services: Services, pressed: PressedMessage, record: SignRequest): Promise<void> {
  if (!pressed.responseUrl) return;
  // The worker may have finished already and redrawn the card with its buttons, which then stay.
  if (await isDone(services, record)) return;
  const rows = await services.store.cards.forRequest(record.tenant, record.id);
  const card = rows.find((row) => row.kind === 'direct' && row.message === pressed.messageTs);
  const t = textsFor(await personOf(services, record.tenant, record.requester));
  const { pending } = record.details;
  if (card?.message) {
    // The message no longer shows what the last redraw drew, so the next redraw must not be skipped as unchanged.
    const drawn = { requestId: record.id, message: card.message, hash: 'busy' };
    const owner = await services.store.cards.recordDrawn(record.tenant, card.id, drawn);
    if (owner !== record.id) return;
    const message = markedCard(signRequestCard(record, { t, now: services.now(), isBusy: true }), card.id);
    await replace(services, pressed.responseUrl, message, record.id);
    await services.store.cards.recordDrawn(record.tenant, card.id, drawn);
  } else if (pending && !pressed.isCommand) {
    // The message is the choice that a command offered: a sentence replaces it.
    const sentence = underWaySentence(record, pending, t);
    await replace(services, pressed.responseUrl, sentenceMessage(sentence, t), record.id);
  }
}

/** Whether Box has answered about the request since the press, or the pressed action has ended. */
async function isDone(services: Services, pressed: SignRequest): Promise<boolean> {
  const now = await services.store.signRequests.get(pressed.tenant, pressed.id);
  return (
    now !== null &&
    (now.observedAt !== pressed.observedAt || now.details.pending?.verb !== pressed.details.pending?.verb)
  );
}

async function replace(
  services: Services,
  responseUrl: string,
  message: Message,
  requestId: string,
): Promise<void> {
  try {
    await services.slack.respond(responseUrl, message, 'replace');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.warn({ request: requestId, failure: error.message }, 'a press could not be shown as busy');
  }
}
