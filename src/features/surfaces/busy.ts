/**
 * What a press shows immediately: the card without its buttons, through the response URL of the press. A courtesy:
 * when Slack refuses it, the work goes on all the same.
 */
import { OutsideFailure } from '../../failure.ts';
import type { Message } from '../../shapes.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import type { ActionPayload } from '../../slack/payloads.ts';
import { markedCard } from '../../views/card-mark.ts';
import { sentenceMessage } from '../../views/sentence.ts';
import { requestName, signRequestCard } from '../../views/sign-request-card.ts';
import { personOf } from '../rights/admit.ts';
import { type Services, textsFor } from '../services.ts';
import { redrawSoon } from './redraw-soon.ts';

/**
 * Also wakes the worker.
 *
 * @param pressed the message that the button was on.
 * @param record as it is after the press; its pending action says what is being done.
 */
export async function showBusy(
  services: Services,
  pressed: Pick<ActionPayload, 'responseUrl' | 'messageTs'>,
  record: SignRequest,
): Promise<void> {
  await drawBusy(services, pressed, record);
  // The work is queued already: it may be done, and drawn, before this reaches Slack.
  await redrawSoon(services, record.tenant, record.id);
}

async function drawBusy(
  services: Services,
  pressed: Pick<ActionPayload, 'responseUrl' | 'messageTs'>,
  record: SignRequest,
): Promise<void> {
  if (!pressed.responseUrl) return;
  // The worker may have been quicker: a card that has its buttons back does not lose them again.
  if (await isDone(services, record)) return;
  const rows = await services.store.cards.forRequest(record.tenant, record.id);
  const card = rows.find((row) => row.kind === 'direct' && row.message === pressed.messageTs);
  const t = textsFor(await personOf(services, record.tenant, record.requester));
  const { pending } = record.details;
  if (card?.message) {
    // The message no longer shows what was drawn last, so the next redraw must not be skipped.
    const drawn = { requestId: record.id, message: card.message, hash: 'busy' };
    const owner = await services.store.cards.drawn(record.tenant, card.id, drawn);
    if (owner !== record.id) return;
    const message = markedCard(signRequestCard(record, { t, now: services.now(), isBusy: true }), card.id);
    await replace(services, pressed.responseUrl, message, record.id);
    await services.store.cards.drawn(record.tenant, card.id, drawn);
  } else if (pending) {
    // On a choice that a command offered, the sentence takes the choice's place.
    const sentence = t.actions.asked[pending.verb](requestName(record, t));
    await replace(services, pressed.responseUrl, sentenceMessage(sentence, t), record.id);
  }
}

/** Whether Box has answered since the press, or the action has ended. */
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
