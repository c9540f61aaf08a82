/** What stands where Slack would draw something that the page does not know: it is said, never left out. */
import { textAt } from './json.ts';
import type { Json } from './surface.ts';

export function Unknown({ what }: { readonly what: Json }) {
  return <span class="picture unknown">unknown block {textAt(what, 'type') || 'without a type'}</span>;
}
