/** The fields of options: drawn from the table in `signing/options.ts`, and read back. */
import type { InputBlock, PlainTextOption } from '@slack/types';
import type { StateValue } from '../shapes.ts';
import {
  type CheckOption,
  type ChoiceOption,
  type Option,
  type OptionId,
  type OptionValues,
  optionRows,
  type TextOption,
} from '../signing/options.ts';
import { visibleText } from '../signing/quote.ts';
import { menuOption } from './blocks.ts';
import { checkboxInput, checkedValue, choiceInput, textInput } from './inputs.ts';
import type { CheckWords, ChoiceWords, TextWords } from './texts/en-options.ts';
import type { Texts } from './texts/index.ts';

/** With at most this many choices, the field has radio buttons; with more, a menu. */
const maxRadioButtons = 2;

/** How a field differs from its row in the table. */
export interface SpecialInput {
  readonly block?: string;
  readonly hint?: string;
  readonly input?: InputBlock;
}

/**
 * The fields that belong in one part of the form, in the order of the table. Block id and action id are the option's id.
 *
 * @param special for some options, another block id, another hint, or another field
 * @param without options that are left out
 */
export function optionInputs(
  part: Option['formPart'],
  values: OptionValues,
  t: Texts,
  special: Partial<Record<OptionId, SpecialInput>> = {},
  without: ReadonlySet<OptionId> = new Set(),
): InputBlock[] {
  return optionRows().flatMap(([id, row]) => {
    if (row.formPart !== part || without.has(id)) return [];
    const { block = id, hint, input } = special[id] ?? {};
    const words = { ...t.option[id], ...(hint !== undefined && { hint }) };
    return [input ?? fieldInput({ block, row, value: values[id], words })];
  });
}

/** A row of the table of options or of settings, as far as its field depends on it. */
export type FieldRow =
  | Pick<TextOption, 'kind' | 'most' | 'isLong'>
  | Pick<CheckOption, 'kind'>
  | Pick<ChoiceOption, 'kind' | 'values'>;

interface Field {
  readonly block: string;
  readonly row: FieldRow;
  readonly value: string | boolean;
  readonly words: TextWords | CheckWords | ChoiceWords;
}

/** Draws the field of one option. The field's action id is its block id. */
export function fieldInput({ block, row, value, words: all }: Field): InputBlock {
  if (row.kind === 'text') {
    const words: TextWords = all;
    const { label, hint, placeholder } = words;
    return textInput(block, label, String(value), {
      most: row.most,
      isLong: row.isLong === true,
      ...(hint !== undefined && { hint }),
      ...(placeholder !== undefined && { placeholder }),
    });
  }
  if (row.kind === 'check') {
    const words = all as CheckWords;
    const option = menuOption(words.tick, checkedValue, words.tickHint);
    return checkboxInput(block, words.label, option, value === true);
  }
  const words = all as ChoiceWords;
  const choices = row.values.map((each) =>
    menuOption(words.values[each] ?? each, each, words.valueHints?.[each]),
  );
  const [first] = choices;
  const chosen = choices.find((each) => each.value === value) ?? (first as PlainTextOption);
  const type = choices.length > maxRadioButtons ? 'static_select' : 'radio_buttons';
  return choiceInput(type, block, words.label, choices, chosen);
}

/**
 * The value that was filled in for an option. A text is trimmed, and has no invisible characters.
 *
 * @param fieldOf the state of a field; undefined when the view has no such field
 * @param previous the form's values before, which are kept for fields that are not shown
 */
export function readOption(
  id: OptionId,
  row: Option,
  fieldOf: (id: OptionId) => StateValue | undefined,
  previous: OptionValues,
): string | boolean {
  return readField(row, fieldOf(id), previous[id]);
}

/** As `readOption`, but takes the state of the option's field, and one previous value. */
export function readField(
  row: FieldRow,
  field: StateValue | undefined,
  previous: string | boolean,
): string | boolean {
  if (field === undefined) return previous;
  if (row.kind === 'text') return visibleText(field.value ?? '');
  if (row.kind === 'check') return isTicked(field);
  const chosen = field.selected_option?.value ?? '';
  return row.values.includes(chosen) ? chosen : previous;
}

/** Whether a single checkbox is ticked. */
export function isTicked(field: StateValue): boolean {
  return (field.selected_options ?? []).some(({ value }) => value === checkedValue);
}
