/**
 * Finds blocks of the app that the sandbox's page could not draw: looks up each type among those that the page draws in
 * that position.
 */
import {
  drawnBlocks,
  drawnElements,
  drawnRichLeaves,
  drawnRichParts,
  drawnTexts,
} from '../../sandbox/page/client/block-kit/drawn.ts';

type Names = readonly string[];

const elements: Names = drawnElements;
const texts: Names = drawnTexts;
const leaves: Names = drawnRichLeaves;

/** The types allowed under a key of a block or element; `*` means any type of parent. */
const places: Readonly<Record<string, Names>> = {
  '*.text': texts,
  '*.fields': texts,
  '*.label': texts,
  '*.hint': texts,
  '*.placeholder': texts,
  '*.title': texts,
  '*.confirm': texts,
  '*.deny': texts,
  '*.description': texts,
  '*.submit': texts,
  '*.close': texts,
  '*.accessory': elements,
  '*.element': elements,
  '*.child_blocks': drawnBlocks,
  'actions.elements': elements,
  'card.actions': elements,
  'carousel.elements': ['card'],
  'context.elements': [...texts, 'image'],
  'context_actions.elements': elements,
  'rich_text.elements': drawnRichParts,
  'rich_text_list.elements': ['rich_text_section'],
  'rich_text_preformatted.elements': leaves,
  'rich_text_quote.elements': leaves,
  'rich_text_section.elements': leaves,
};

/** All types that the page draws in some position. */
export const drawnNames: ReadonlySet<string> = new Set([
  ...drawnBlocks,
  ...elements,
  ...drawnRichParts,
  ...leaves,
  ...texts,
]);

/** The parts of the blocks that the page could not draw, a line for each. */
export function undrawn(blocks: unknown): string[] {
  return undrawnIn(blocks, drawnBlocks, '');
}

/** The parts of a value, at any depth, that the page could not draw; `drawn` are the types that may stand here. */
function undrawnIn(value: unknown, drawn: Names, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((item, index) => undrawnIn(item, drawn, `${path}/${index}`));
  if (typeof value !== 'object' || value === null) return [];
  const type = 'type' in value ? String(value.type) : '';
  const here = type === '' || drawn.includes(type) ? [] : [`${path}: the page draws no ${type} here`];
  return [
    ...here,
    ...Object.entries(value).flatMap(([key, inner]) =>
      undrawnIn(inner, places[`${type}.${key}`] ?? places[`*.${key}`] ?? [...drawnNames], `${path}/${key}`),
    ),
  ];
}
