/**
 * Draws and reads the fields of the settings in `signing/settings.ts`, and puts the values of settings into words.
 */
import type { InputBlock, PlainTextOption } from '@slack/types';
import type { StateValue } from '../shapes.ts';
import { readFolder } from '../signing/document.ts';
import type { Picked, PicksSetting, Setting, SettingValue } from '../signing/settings.ts';
import { menuOption, nameLimit, nameOr, plainText } from './blocks.ts';
import { folderEntry } from './folder-field.ts';
import { groupEntry } from './group-field.ts';
import { inputBlock, searchInput } from './inputs.ts';
import { fieldInput, readField } from './option-inputs.ts';
import { optionText } from './option-lines.ts';
import type { AnySettingWords, PicksWords, SeveralWords } from './texts/en-settings.ts';
import type { Texts } from './texts/index.ts';

/** The field of one setting. Block id and action id are the setting's id. */
export function settingInput(
  id: string,
  row: Setting,
  value: SettingValue,
  words: AnySettingWords,
  t: Texts,
): InputBlock {
  if (row.kind === 'picks') {
    const { label, placeholder, hint } = words as PicksWords;
    const chosen = (value as readonly Picked[]).flatMap((one) => entryOf(row, one, t) ?? []);
    return searchInput(id, label, { chosen, most: row.most, placeholder, hint, isRequired: false });
  }
  if (row.kind === 'several') {
    const { label, hint, values } = words as SeveralWords;
    const entries = row.values.map((one) => menuOption(values[one] ?? one, one));
    const ticked = entries.filter((one) => (value as readonly string[]).includes(one.value));
    return checkboxesInput(id, label, entries, ticked, hint);
  }
  if (row.kind === 'time') return timeInput(id, words.label, String(value), words.hint);
  return fieldInput({ block: id, row, value: value as string | boolean, words });
}

function entryOf({ of }: PicksSetting, { id, name }: Picked, t: Texts): PlainTextOption | null {
  return of === 'folder' ? folderEntry({ id, name, parent: null }, t) : groupEntry({ id, name });
}

/** The value that was filled in. @param previous the value to keep when the view has no such field */
export function readSetting(
  row: Setting,
  field: StateValue | undefined,
  previous: SettingValue,
): SettingValue {
  if (field === undefined) return previous;
  if (row.kind === 'picks') return pickedIn(row, field);
  if (row.kind === 'several') {
    const ticked = (field.selected_options ?? []).map(({ value }) => value);
    return row.values.filter((one) => ticked.includes(one));
  }
  if (row.kind === 'time')
    return /^\d\d:\d\d$/.test(field.selected_time ?? '') ? (field.selected_time ?? '') : '';
  return readField(row, field, previous as string | boolean);
}

/**
 * The chosen entries, each once. A value that is not an id of this kind is kept as it is: it is refused later, when it
 * is looked up.
 */
function pickedIn({ of, most }: PicksSetting, { selected_options: chosen = [] }: StateValue): Picked[] {
  const picked = chosen.slice(0, most).map(({ value, text }): Picked => {
    return { id: of === 'folder' ? folderIdIn(value) : value, name: text?.text ?? '' };
  });
  return [...new Map(picked.map((one) => [one.id, one])).values()];
}

function folderIdIn(link: string): string {
  const folder = readFolder(link);
  if (folder === null || 'id' in folder) return folder?.id ?? link;
  return folder.code === 'folder_is_root' ? '0' : link;
}

/** The value of a setting in words; empty: it is not mentioned. */
export function settingText(row: Setting, value: SettingValue, words: AnySettingWords, t: Texts): string {
  if (row.kind === 'picks') {
    const names = (value as readonly Picked[]).map(({ id, name }) => nameOr(name, id));
    return names.length === 0 ? (words as PicksWords).none : t.card.list(names);
  }
  if (row.kind === 'several') {
    const { values } = words as SeveralWords;
    return t.card.list((value as readonly string[]).map((one) => values[one] ?? one));
  }
  if (row.kind === 'time') return String(value);
  return optionText(row, value as string | boolean, words, nameLimit);
}

/** A group of checkboxes, any number of which may be ticked. */
function checkboxesInput(
  id: string,
  label: string,
  options: PlainTextOption[],
  ticked: PlainTextOption[],
  hint: string,
): InputBlock {
  return {
    ...inputBlock(id, label),
    hint: plainText(hint),
    element: {
      type: 'checkboxes',
      action_id: id,
      options,
      ...(ticked.length > 0 && { initial_options: ticked }),
    },
  };
}

/** A time of day. @param chosen `HH:MM`; empty: none */
function timeInput(id: string, label: string, chosen: string, hint = ''): InputBlock {
  return {
    ...inputBlock(id, label),
    ...(hint !== '' && { hint: plainText(hint) }),
    element: { type: 'timepicker', action_id: id, ...(chosen !== '' && { initial_time: chosen }) },
  };
}
