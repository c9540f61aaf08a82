/**
 * The mark by which a press tells which card it came from: a card may have been posted twice, when an answer from
 * Slack was lost.
 */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import { sentenceMessage } from './sentence.ts';
import type { Texts } from './texts/index.ts';

/** The message with the card's id (`card:…`) as the id of its first block. */
export function markedCard(message: Message, cardId: string): Message {
  const [first, ...rest] = message.blocks;
  return first === undefined ? message : { ...message, blocks: [{ ...first, block_id: cardId }, ...rest] };
}

/** The id of the card that a message shows, from its mark; null: it is not a card. */
export function cardIdOf(blocks: readonly KnownBlock[]): string | null {
  const id: unknown = blocks[0]?.block_id;
  return typeof id === 'string' && id.startsWith('card:') ? id : null;
}

/** What the older of two messages of one card is reduced to. */
export function replacedCard(t: Texts): Message {
  return sentenceMessage(t.card.replaced, t);
}
