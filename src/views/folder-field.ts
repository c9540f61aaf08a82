/** The folder for the signed copy in the form: a menu that searches Box, and its entries. */
import type { InputBlock, PlainTextOption } from '@slack/types';
import type { StateValue } from '../shapes.ts';
import { readFolder } from '../signing/document.ts';
import type { FormValues } from '../signing/form.ts';
import { visibleText } from '../signing/quote.ts';
import { folderUrl, nameOr, plainText } from './blocks.ts';
import { searchInput } from './inputs.ts';
import type { Texts } from './texts/index.ts';

/** Slack's limit for an entry's text and description, in characters. */
const entryLimit = 75;

/** The menu. @param id block id and action id @param hint where the copy goes when no folder is chosen */
export function folderInput(
  id: string,
  { folder, folderName }: Pick<FormValues, 'folder' | 'folderName'>,
  hint: string,
  t: Texts,
): InputBlock {
  const chosen = readFolder(folder);
  const entry =
    chosen && 'id' in chosen ? folderEntry({ id: chosen.id, name: folderName, parent: null }, t) : null;
  return searchInput(id, t.option.folder.label, {
    chosen: entry ? [entry] : [],
    most: 1,
    placeholder: t.folderField.placeholder,
    hint,
    isRequired: false,
  });
}

/** An entry for a folder; null when its id cannot be a folder's, or is too long for Slack. */
export function folderEntry(
  folder: { readonly id: string; readonly name: string; readonly parent: string | null },
  t: Texts,
): PlainTextOption | null {
  const value = folderUrl(folder.id);
  if (value === null) return null;
  const parent = nameOr(folder.parent, '', entryLimit);
  return {
    text: plainText(nameOr(folder.name, t.folderField.unnamed(folder.id), entryLimit)),
    value,
    ...(parent !== '' && { description: plainText(parent) }),
  };
}

/**
 * The folder that was chosen in the field; the previous one when the view has no such field. A form that was open
 * during an upgrade may still have a text field.
 */
export function readFolderField(
  field: StateValue | undefined,
  previous: Pick<FormValues, 'folder' | 'folderName'>,
): Pick<FormValues, 'folder' | 'folderName'> {
  if (field === undefined) return { folder: previous.folder, folderName: previous.folderName };
  if (typeof field.value === 'string') return { folder: visibleText(field.value), folderName: '' };
  const [chosen] = field.selected_options ?? [];
  return { folder: chosen?.value ?? '', folderName: chosen?.text?.text ?? '' };
}
