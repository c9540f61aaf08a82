/** A message of ours whose controls no longer work: all of its text, and no buttons. */
import type { KnownBlock } from '@slack/types';
import type { Message } from './blocks.ts';

/**
 * @param shown as Slack sends it back with a press.
 * @returns null where nothing would remain.
 */
export function withoutButtons({
  text,
  blocks,
}: Readonly<Pick<Message, 'text'>> & {
  readonly blocks: readonly KnownBlock[];
}): Message | null {
  const kept = blocks.filter(({ type }) => type !== 'actions').map(withoutAccessory);
  return kept.length === 0 ? null : { text, blocks: kept };
}

function withoutAccessory(block: KnownBlock): KnownBlock {
  if (block.type !== 'section') return block;
  const { accessory: _accessory, ...rest } = block;
  return rest;
}
