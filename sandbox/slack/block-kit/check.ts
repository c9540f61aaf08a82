/**
 * The whole check of blocks and views: the schema of each block, and the rules that span several blocks (unique ids,
 * the length of all text together, an input without submit). Returns errors in Slack's words.
 */
import { z } from 'zod';
import type { JsonObject } from '../json.ts';
import { isObject, objectAt, objectsAt, textAt } from '../json.ts';
import type { Surface } from './blocks.ts';
import { blockLimit, blockOn } from './blocks.ts';
import { id255, plainText } from './composition.ts';
import { atPointer, slackErrors } from './issues.ts';
import { placedElements } from './walk.ts';

/** Limit for the characters of all text in the blocks of one message. */
const MESSAGE_TEXT_LIMIT = 12_000;
const VIEW_BYTES_LIMIT = 250 * 1000;

/**
 * Errors of blocks on a surface; none when all are valid. `root`: the JSON pointer of the blocks. `canReadFiles`: the
 * token has `files:read`.
 */
export function blockErrors(
  blocks: unknown,
  surface: Surface,
  root: string,
  canReadFiles: boolean,
): string[] {
  const schema = z.array(blockOn[surface]).max(blockLimit[surface]);
  const result = schema.safeParse(blocks);
  if (!result.success) return slackErrors(result.error.issues, blocks, root);
  const checked = Array.isArray(blocks) ? blocks.filter(isObject) : [];
  return [...duplicateIdErrors(checked, root), ...fileInputErrors(checked, root, canReadFiles)];
}

/** Whether the text of a message's blocks is longer than Slack accepts (`msg_blocks_too_long`). */
export function isTextTooLong(blocks: readonly JsonObject[]): boolean {
  return textLength(blocks) > MESSAGE_TEXT_LIMIT;
}

function textLength(value: unknown): number {
  if (Array.isArray(value)) return value.reduce((sum: number, item) => sum + textLength(item), 0);
  if (!isObject(value)) return 0;
  return Object.entries(value).reduce(
    (sum, [key, part]) => sum + (key === 'text' && typeof part === 'string' ? part.length : textLength(part)),
    0,
  );
}

/** Errors for block ids that repeat, and action ids that repeat within a block. */
function duplicateIdErrors(blocks: readonly JsonObject[], root: string): string[] {
  const errors: string[] = [];
  const blockIds = new Set<string>();
  blocks.forEach((block, index) => {
    const blockId = textAt(block, 'block_id');
    if (blockId && blockIds.has(blockId)) {
      errors.push(atPointer(`\`block_id\` "${blockId}" already exists`, `${root}/${index}/block_id`));
    }
    blockIds.add(blockId);
    const actionIds = new Set<string>();
    for (const { actionId } of placedElements([block])) {
      if (actionId && actionIds.has(actionId)) {
        errors.push(atPointer(`\`action_id\` "${actionId}" already exists in the block`, `${root}/${index}`));
      }
      actionIds.add(actionId);
    }
  });
  return errors;
}

/** Errors for file inputs of an app whose token lacks `files:read`. */
function fileInputErrors(blocks: readonly JsonObject[], root: string, canReadFiles: boolean): string[] {
  if (canReadFiles) return [];
  return blocks.flatMap((block, index) =>
    textAt(objectAt(block, 'element') ?? {}, 'type') === 'file_input'
      ? [atPointer('file_input requires the files:read scope', `${root}/${index}/element`)]
      : [],
  );
}

/** Schemas of the fields that modals and Home share. */
const common = {
  private_metadata: z.string().max(3000).optional(),
  callback_id: id255.optional(),
  external_id: id255.optional(),
};
// The blocks of a view are checked separately, by surface.
const blocks = z.array(z.unknown());
const modal = z.strictObject({
  type: z.literal('modal'),
  title: plainText(24),
  blocks,
  submit: plainText(24).optional(),
  close: plainText(24).optional(),
  clear_on_close: z.boolean().optional(),
  notify_on_close: z.boolean().optional(),
  ...common,
});
const home = z.strictObject({ type: z.literal('home'), blocks, ...common });

/** Errors of a view for a surface; none when it is valid. */
export function viewErrors(view: unknown, surface: 'modal' | 'home', canReadFiles: boolean): string[] {
  const result = (surface === 'modal' ? modal : home).safeParse(view);
  const shape = result.success ? [] : slackErrors(result.error.issues, view, '/view');
  if (!isObject(view) || !Array.isArray(view['blocks'])) return shape;
  const errors = [...shape, ...blockErrors(view['blocks'], surface, '/view/blocks', canReadFiles)];
  const hasInput = objectsAt(view, 'blocks').some((block) => textAt(block, 'type') === 'input');
  if (surface === 'modal' && hasInput && !objectAt(view, 'submit')) {
    errors.push(atPointer('missing required field: submit', '/view'));
  }
  return errors;
}

/** Whether the view is larger than Slack's limit of 250 KB (`view_too_large`). */
export function isViewTooLarge(view: unknown): boolean {
  return Buffer.byteLength(JSON.stringify(view)) > VIEW_BYTES_LIMIT;
}
