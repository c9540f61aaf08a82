/**
 * Marks card messages that the app no longer updates, when a person presses on one. When Slack's answer to posting a
 * card was lost and the app cannot search for the message (`im:history`), the card is posted again, and the older
 * message is marked as replaced. In a channel, a card without a row is withdrawn: Slack did not confirm it, or its
 * request was deleted.
 */
import { OutsideFailure } from '../../failure.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { type Card, isSharedCard, isSharedCardIn } from '../../store/database.ts';
import { cardIdOf, replacedCard } from '../../views/card-mark.ts';
import { withdrawnCard } from '../../views/shared-card.ts';
import { type Services, tenantOf, textsFor } from '../services.ts';

/** Answers a press; then marks the pressed message as replaced or withdrawn, if the app no longer updates it. */
export function thenMarkReplaced(services: Services, payload: ActionPayload, answer: Answer): Answer {
  const { message, messageTs, channelId } = payload;
  const cardId = message === null ? null : cardIdOf(message.blocks);
  if (cardId === null || messageTs === null || channelId === null) return answer;
  return {
    ...answer,
    after: async () => {
      await answer.after?.();
      await markReplaced(services, { cardId, messageTs, channelId });
    },
  };
}

interface Pressed {
  readonly cardId: string;
  readonly messageTs: string;
  readonly channelId: string;
}

async function markReplaced({ store, slack, identity, log }: Services, pressed: Pressed): Promise<void> {
  const card = await store.cards.get(tenantOf(identity), pressed.cardId);
  const isWithdrawn = card === null && isSharedCardIn(pressed.channelId, pressed.cardId);
  if (!isWithdrawn && !isReplaced(card, pressed)) return;
  const t = textsFor(null);
  const drawn = isWithdrawn ? withdrawnCard(t) : replacedCard(t);
  try {
    await slack.update(pressed.channelId, pressed.messageTs, drawn, `replaced:${pressed.cardId}`);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    // The next press on the message tries again.
    log.warn({ failure: error.message }, 'a message of a card that is not followed could not be marked');
  }
}

function isReplaced(card: Card | null, pressed: Pressed): boolean {
  if (card === null || !(card.kind === 'direct' || isSharedCard(card)) || card.channel !== pressed.channelId)
    return false;
  return card.message !== null && Number(pressed.messageTs) < Number(card.message);
}
