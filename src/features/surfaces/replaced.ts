/**
 * Marks older messages of a card as replaced. When Slack's answer to posting a card was lost and the app cannot search
 * for the message (`im:history`), the card is posted again; the older message is noticed when a person presses on it.
 */
import { OutsideFailure } from '../../failure.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { isSharedCard } from '../../store/database.ts';
import { cardIdOf, replacedCard } from '../../views/card-mark.ts';
import { type Services, tenantOf, textsFor } from '../services.ts';

/** Answers a press; then, if the pressed message has been replaced, marks it as such. */
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

async function markReplaced(
  { store, slack, identity, log }: Services,
  pressed: { readonly cardId: string; readonly messageTs: string; readonly channelId: string },
): Promise<void> {
  const card = await store.cards.get(tenantOf(identity), pressed.cardId);
  if (card === null || !(card.kind === 'direct' || isSharedCard(card)) || card.channel !== pressed.channelId)
    return;
  if (card.message === null || Number(pressed.messageTs) >= Number(card.message)) return;
  try {
    await slack.update(card.channel, pressed.messageTs, replacedCard(textsFor(null)), `replaced:${card.id}`);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    // The next press on it tries again.
    log.warn({ failure: error.message }, 'an older message of a card could not be marked as replaced');
  }
}
