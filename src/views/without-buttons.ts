/** One of our messages whose controls no longer work: all of its text, without buttons. */
import type { KnownBlock } from '@slack/types';
import type { Message } from '../shapes.ts';

/**
 * @param shown as Slack sends it back with a press.
 * @returns null where nothing would remain.
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
