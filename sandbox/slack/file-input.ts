/**
 * Choosing files in a form, as strictly as Slack's client.
 * https://docs.slack.dev/reference/block-kit/block-elements/file-input-element
 */
import type { Placed } from './block-kit/walk.ts';
import { ownFile } from './file-acts.ts';
import { fileJson } from './files.ts';
import type { JsonObject } from './json.ts';
import { numberAt, stringsAt, textAt } from './json.ts';
import type { User } from './state.ts';
import type { World } from './world.ts';

/** Slack's limit for a file that is chosen in a form (bytes). */
const MAX_BYTES = 10 * 1024 * 1024;
/** How many files can be chosen when the element sets no limit. */
const MAX_FILES = 10;

/** How many values the element accepts; null: any number. */
export function maxValues(element: JsonObject): number | null {
  if (textAt(element, 'type') === 'file_input') return numberAt(element, 'max_files') ?? MAX_FILES;
  return numberAt(element, 'max_selected_items');
}

/**
 * The chosen file as the form's state holds it; from now on the app may read it. Throws for a file that cannot be
 * chosen here.
 */
export function chosenFile(world: World, user: User, { element, actionId }: Placed, id: string): JsonObject {
  const file = ownFile(world, user, id);
  const types = stringsAt(element, 'filetypes');
  const type = file.name.split('.').at(-1)?.toLowerCase() ?? '';
  if (types.length > 0 && !types.includes(type)) throw new Error(`"${actionId}" takes ${types.join(', ')}`);
  if (file.size > MAX_BYTES) throw new Error(`"${actionId}" takes files of up to 10 MB`);
  file.isForApp = true;
  return fileJson(world, file);
}
