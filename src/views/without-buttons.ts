/** Removes the buttons and menus from one of our messages, because they no longer work. The text stays. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';

/**
 * The message, as Slack sends it with a press, without buttons and menus; null when nothing would remain.
 */
export function withoutButtons({ text, blocks }: Message): Message | null {
  const kept = blocks.filter(({ type }) => type !== 'actions').map(withoutAccessory);
  return kept.length === 0 ? null : { text, blocks: kept };
}

function withoutAccessory(block: KnownBlock): KnownBlock {
  if (block.type !== 'section') return block;
  const { accessory: _accessory, ...rest } = block;
  return rest;
}
