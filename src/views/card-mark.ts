/**
 * Marks messages of a card with the card's id, so that a press shows which card it came from: a card may have been
 * posted twice, because an answer from Slack was lost.
 */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';
import { sentenceMessage } from './sentence.ts';
import type { Texts } from './texts/index.ts';

/** The message, with the card's id (`card:…`) as the block id of its first block. */
export function markedCard(message: Message, cardId: string): Message {
  const [first, ...rest] = message.blocks;
  return first === undefined ? message : { ...message, blocks: [{ ...first, block_id: cardId }, ...rest] };
}

/** The id of the card that a message belongs to; null when the message is not marked. */
export function cardIdOf(blocks: readonly KnownBlock[]): string | null {
  const id: unknown = blocks[0]?.block_id;
  return typeof id === 'string' && id.startsWith('card:') ? id : null;
}

/** The content that replaces the older of two messages of one card. */
export function replacedCard(t: Texts): Message {
  return sentenceMessage(t.card.replaced, t);
}
