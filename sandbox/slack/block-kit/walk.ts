/**
 * Walks over the interactive elements of blocks, wherever they are, and adds what Slack adds when it stores blocks:
 * missing ids, and the default flags of text objects.
 */
import { randomBytes } from 'node:crypto';
import type { JsonObject } from '../json.ts';
import { copyOf, isObject, objectAt, objectsAt, textAt } from '../json.ts';

/** An interactive element and its position. */
export interface Placed {
  readonly block: JsonObject;
  readonly blockId: string;
  readonly actionId: string;
  readonly element: JsonObject;
  readonly place: 'input' | 'accessory' | 'element';
}

/** The interactive elements of blocks, in the order in which they are shown; those of blocks inside blocks too. */
export function placedElements(blocks: readonly JsonObject[]): Placed[] {
  return blocks.flatMap((block) => [
    ...interactiveElementsOf(block).map(({ element, place }) => ({
      block,
      element,
      place,
      blockId: textAt(block, 'block_id'),
      actionId: textAt(element, 'action_id'),
    })),
    ...placedElements([...objectsAt(block, 'child_blocks'), ...cardsOf(block)]),
  ]);
}

/** The cards of a carousel; none for any other block. */
function cardsOf(block: JsonObject): JsonObject[] {
  return textAt(block, 'type') === 'carousel' ? objectsAt(block, 'elements') : [];
}

/** The block's own interactive elements, without those of blocks inside it. */
function interactiveElementsOf(block: JsonObject): { element: JsonObject; place: Placed['place'] }[] {
  const type = textAt(block, 'type');
  if (type === 'actions' || type === 'context_actions') {
    return objectsAt(block, 'elements').map((element) => ({ element, place: 'element' }));
  }
  if (type === 'card') return objectsAt(block, 'actions').map((element) => ({ element, place: 'element' }));
  if (type === 'input') return placedIfPresent(objectAt(block, 'element'), 'input');
  if (type === 'section') {
    const accessory = objectAt(block, 'accessory');
    return accessory && textAt(accessory, 'type') === 'image' ? [] : placedIfPresent(accessory, 'accessory');
  }
  return [];
}

function placedIfPresent(element: JsonObject | null, place: Placed['place']) {
  return element ? [{ element, place }] : [];
}

/** A copy of blocks as Slack stores them. Generated ids are new on every call. */
export function asStored(blocks: readonly JsonObject[]): JsonObject[] {
  const copy = copyOf([...blocks]);
  for (const block of copy) fillBlock(block);
  for (const block of copy) fillTexts(block);
  return copy;
}

function fillBlock(block: JsonObject): void {
  // Slack drops the id of markdown blocks, because it converts each to several others.
  if (textAt(block, 'type') === 'markdown') delete block['block_id'];
  block['block_id'] = textAt(block, 'block_id') || randomId();
  for (const { element } of interactiveElementsOf(block)) {
    element['action_id'] = textAt(element, 'action_id') || randomId();
  }
  for (const child of [...objectsAt(block, 'child_blocks'), ...cardsOf(block)]) fillBlock(child);
}

/** Adds, in place, the flags that Slack adds to every text object; so blocks in payloads differ from what was sent. */
export function fillTexts(value: unknown): void {
  if (Array.isArray(value)) {
    for (const item of value) fillTexts(item);
    return;
  }
  if (!isObject(value)) return;
  if (value['type'] === 'plain_text' && value['emoji'] === undefined) value['emoji'] = true;
  if (value['type'] === 'mrkdwn' && value['verbatim'] === undefined) value['verbatim'] = false;
  for (const part of Object.values(value)) fillTexts(part);
}

function randomId(): string {
  return randomBytes(4).toString('base64url').slice(0, 5);
}
