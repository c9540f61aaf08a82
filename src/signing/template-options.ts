/**
 * The options of a request from a template: which options its author has locked, and which texts come from the
 * template. Pure.
 */
import type { FormValues } from './form.ts';
import type { BoxFields, OptionId } from './options.ts';
import type { FieldRefusal } from './refusals.ts';
import type { Template, TemplateChoice } from './template.ts';

/** The chosen template of a form; null: none was chosen yet, or the document is given in another way. */
export function templateOf({ way, template }: Pick<FormValues, 'way' | 'template'>): TemplateChoice | null {
  return way === 'template' ? template : null;
}

/**
 * The options that the form leaves out because the template decides them: always delivery and order, and what the
 * template's author has locked.
 */
export function optionsFixedByTemplate(template: Template | null): ReadonlySet<OptionId> {
  const fixed = (template?.locks ?? []).filter((lock) => lock !== 'fields');
  return new Set<OptionId>(['delivery', 'order', ...fixed]);
}

/**
 * Keeps only the refusals of options that the form asks for. An option that the template decides is not sent, so its
 * refusal does not matter.
 */
export function askedRefusals(form: FormValues, refusals: OptionRefusals): OptionRefusals {
  if (form.way !== 'template') return refusals;
  const fixed = optionsFixedByTemplate(form.template?.template ?? null);
  return Object.fromEntries(Object.entries(refusals).filter(([id]) => !fixed.has(id as OptionId)));
}

type OptionRefusals = Partial<Record<OptionId, FieldRefusal>>;

/**
 * The form as Box will send it: with the template's own texts where nothing was typed, or where the template decides.
 */
export function withTemplateTexts(form: FormValues): FormValues {
  const template = templateOf(form)?.template;
  if (!template) return form;
  const own: Partial<Record<OptionId, string>> = {
    subject: template.subject,
    message: template.message,
    daysValid: template.daysValid === null ? '' : String(template.daysValid),
  };
  const fixed = optionsFixedByTemplate(template);
  const left = Object.entries(own).filter(([id]) => fixed.has(id as OptionId) || form[id as OptionId] === '');
  return { ...form, ...Object.fromEntries(left) };
}

/** Box's names of the options that a template may decide. */
const boxNames: Partial<Record<OptionId, string>> = {
  delivery: 'is_document_preparation_needed',
  subject: 'email_subject',
  message: 'email_message',
  name: 'name',
  daysValid: 'days_valid',
};

/** The options for Box's create call, without those that the template decides. */
export function withoutTemplateOptions(fields: BoxFields, form: FormValues): BoxFields {
  const chosen = templateOf(form);
  if (chosen === null) return fields;
  const fixed = [...optionsFixedByTemplate(chosen.template)].map((id) => boxNames[id]);
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !fixed.includes(name)));
}
