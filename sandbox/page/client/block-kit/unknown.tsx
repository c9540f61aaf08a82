/** Shows the types of blocks and elements that the page cannot draw, so that none is silently left out. */
import { textAt } from './json.ts';
import type { Json } from './surface.ts';

export function Unknown({ what }: { readonly what: Json }) {
  return <span class="picture unknown">unknown block {textAt(what, 'type') || 'without a type'}</span>;
}
