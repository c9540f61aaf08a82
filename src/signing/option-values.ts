/** The values of options, as the table in `options.ts` has them: empty, of a new form, checked, and for Box. */
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

/** The value of an option when nothing was chosen: for a request that was not made with a form. */
function noneOf(row: Option): string | boolean {
  if (row.kind === 'choice') return row.values[0] ?? '';
  return row.kind === 'check' ? false : '';
}

/** A value for each option. */
export function optionValues(valueFor: (id: OptionId, row: Option) => string | boolean): OptionValues {
  return Object.fromEntries(optionRows().map(([id, row]) => [id, valueFor(id, row)])) as OptionValues;
}

/** Nothing chosen. */
export const noOptions: OptionValues = optionValues((_id, row) => noneOf(row));

/** As a new form has them. */
export const initialOptions: OptionValues = optionValues((_id, row) => row.initial ?? noneOf(row));

/** Whether the value says something that Details and the check should repeat. */
export function isChosen(row: Option, value: string | boolean): boolean {
  return value !== noneOf(row);
}

/**
 * What is wrong with texts, by option; empty when nothing is.
 *
 * @param asked where they were asked for
 */
export function refusalsOf(
  values: OptionValues,
  asked: readonly Option['stands'][],
): Partial<Record<OptionId, FieldRefusal>> {
  const refusals: Partial<Record<OptionId, FieldRefusal>> = {};
  for (const [id, row] of optionRows()) {
    const refusal =
      row.kind === 'text' && asked.includes(row.stands) ? refusalOfText(row, String(values[id])) : null;
    if (refusal !== null) refusals[id] = refusal;
  }
  return refusals;
}

/** What all options together are in Box's create call. */
export function boxFieldsOf(values: OptionValues): BoxFields {
  return Object.assign(
    {},
    ...optionRows().map(([id, row]) =>
      (row.toBox as ((value: unknown) => BoxFields) | undefined)?.(values[id]),
    ),
  ) as BoxFields;
}

/** What is wrong with what was typed; null: nothing. */
export function refusalOfText(
  row: Pick<TextOption, 'most' | 'refusalOf'>,
  typed: string,
): FieldRefusal | null {
  if ([...typed].length > row.most) return { code: 'text_too_long', most: row.most };
  const visible = visibleText(typed);
  return visible === '' ? null : (row.refusalOf?.(visible) ?? null);
}
