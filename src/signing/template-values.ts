/** The values that were filled in for a template's tags: checks them, and turns them into Box's fields. Pure. */
import type { TemplateField } from './form.ts';
import { quoted } from './quote.ts';
import type { FieldRefusal } from './refusals.ts';
import { askedTags, type TemplateChoice, type TemplateTag, ticked } from './template.ts';

/** A value for a tag, by Box's names. */
export interface PrefillTag {
  readonly document_tag_id: string;
  readonly text_value?: string;
  readonly checkbox_value?: boolean;
  readonly date_value?: string;
}

/** Longest text for a tag, in characters; ours, because Box documents no limit. */
export const longestValue = 500;

/** The field of a tag, by the tag's place among those of the template. */
export function tagField(index: number): `tag_${number}` {
  return `tag_${index}`;
}

/** What is wrong with values, by field; empty when nothing is. */
export function valueRefusals(chosen: TemplateChoice | null): Record<TemplateField, FieldRefusal> {
  const { template = null, values = [] }: Partial<TemplateChoice> = chosen ?? {};
  const refusals: Record<TemplateField, FieldRefusal> = {};
  for (const [index, tag] of (template ? askedTags(template) : []).entries()) {
    const refusal = refusalOf(tag, values[index] ?? '');
    if (refusal !== null) refusals[tagField(index)] = refusal;
  }
  return refusals;
}

function refusalOf({ kind, value: before }: TemplateTag, value: string): FieldRefusal | null {
  if (value === before) return null;
  if (kind !== 'checkbox' && value === '') return { code: 'value_emptied', text: quoted(before) };
  if (kind === 'text' && [...value].length > longestValue)
    return { code: 'text_too_long', most: longestValue };
  if (kind === 'checkbox' && value !== '' && value !== ticked) return { code: 'not_a_tick' };
  return kind === 'date' && value !== '' && !isDate(value)
    ? { code: 'not_a_date', text: quoted(value) }
    : null;
}

/** Whether this is a day of the calendar, as Box and Slack write it. */
export function isDate(text: string): boolean {
  const at = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(at) && new Date(at).toISOString().startsWith(text);
}

/**
 * The values for Box, as they were typed, without those that the template already has. Box cannot empty a field, so an
 * emptied value is refused before.
 */
export function prefillOf({ template, values }: TemplateChoice): PrefillTag[] {
  return (template ? askedTags(template) : []).flatMap((tag, index): PrefillTag[] => {
    const value = values[index] ?? '';
    if (value === tag.value) return [];
    const document_tag_id = tag.id;
    if (tag.kind === 'checkbox') return [{ document_tag_id, checkbox_value: value === ticked }];
    if (value === '') return [];
    return [
      tag.kind === 'date' ? { document_tag_id, date_value: value } : { document_tag_id, text_value: value },
    ];
  });
}
