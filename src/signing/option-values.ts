/**
 * The values of all options, from the table in `options.ts`: empty ones, those of a new form, their refusals, and their
 * fields for Box.
 */
import {
  type BoxFields,
  type Option,
  type OptionId,
  type OptionValues,
  optionRows,
  type TextOption,
} from './options.ts';
import { visibleText } from './quote.ts';
import type { FieldRefusal } from './refusals.ts';

/** The value of an option when nothing was chosen: for a request that was not created with the form. */
function noneOf(row: Option): string | boolean {
  if (row.kind === 'choice') return row.values[0] ?? '';
  return row.kind === 'check' ? false : '';
}

/** Makes a value for each option. */
export function optionValues(valueFor: (id: OptionId, row: Option) => string | boolean): OptionValues {
  return Object.fromEntries(optionRows().map(([id, row]) => [id, valueFor(id, row)])) as OptionValues;
}

/** The options when nothing was chosen. */
export const noOptions: OptionValues = optionValues((_id, row) => noneOf(row));

/** The options of a new form. */
export const initialOptions: OptionValues = optionValues((_id, row) => row.initial ?? noneOf(row));

/** Whether something was chosen for the option, so that Details and the check before sending show it. */
export function isChosen(row: Option, value: string | boolean): boolean {
  return value !== noneOf(row);
}

/**
 * What is wrong with the typed texts, by option; empty when nothing is.
 *
 * @param asked the parts of the form whose options are checked
 */
export function optionRefusals(
  values: OptionValues,
  asked: readonly Option['formPart'][],
): Partial<Record<OptionId, FieldRefusal>> {
  const refusals: Partial<Record<OptionId, FieldRefusal>> = {};
  for (const [id, row] of optionRows()) {
    const refusal =
      row.kind === 'text' && asked.includes(row.formPart) ? refusalOfText(row, String(values[id])) : null;
    if (refusal !== null) refusals[id] = refusal;
  }
  return refusals;
}

/** The options as fields of Box's create call, without those that are set elsewhere (see `toBox`). */
export function boxFieldsOf(values: OptionValues): BoxFields {
  return Object.assign(
    {},
    ...optionRows().map(([id, row]) =>
      (row.toBox as ((value: unknown) => BoxFields) | undefined)?.(values[id]),
    ),
  ) as BoxFields;
}

/** The refusal of a typed text; null: the text is valid. */
export function refusalOfText(
  row: Pick<TextOption, 'most' | 'refusalOf'>,
  typed: string,
): FieldRefusal | null {
  if ([...typed].length > row.most) return { code: 'text_too_long', most: row.most };
  const visible = visibleText(typed);
  return visible === '' ? null : (row.refusalOf?.(visible) ?? null);
}
