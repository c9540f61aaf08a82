/** The chosen options of a request as lines of text, for the check before sending and for Details. */

import { formSent } from '../signing/decide.ts';
import { type Option, type OptionId, type OptionValues, optionRows } from '../signing/options.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { isOver } from '../signing/status.ts';
import { askedTags, ticked } from '../signing/template.ts';
import { templateOf, withTemplateTexts } from '../signing/template-options.ts';
import { nameLimit } from './blocks.ts';
import { clean, cleanLines } from './clean.ts';
import type { FieldRow } from './option-inputs.ts';
import { tagName } from './template-blocks.ts';
import type { CheckWords, ChoiceWords } from './texts/en-options.ts';
import type { Texts } from './texts/index.ts';
import { type Phrase, time } from './texts/phrase.ts';

/**
 * The lines of a request's chosen options.
 *
 * @param most longest text that is shown, in characters
 */
export function optionLines(record: SignRequest, most: number, t: Texts): Phrase[] {
  const { details } = record;
  const form = withTemplateTexts(formSent(record));
  const isTemplate = templateOf(form) !== null;
  // A request that has ended neither expires nor sends reminders.
  const hasEnded = isOver(record);
  return optionRows().flatMap(([id, row]): Phrase[] => {
    if (id === 'daysValid') return hasEnded ? [] : expiryLine({ ...record, form }, t);
    // A template decides the order itself.
    if (id === 'order' && isTemplate) return [];
    const isMeaningless = row.endsWithRequest && (hasEnded || details.madeIn === 'box');
    return row.isShownElsewhere || isMeaningless ? [] : lineOf(id, row, form, most, t);
  });
}

/** Lines with the values that were filled in for the fields of a template. */
export function prefilledLines({ form }: SignRequest, most: number, t: Texts): Phrase[] {
  const chosen = templateOf(form);
  const { template } = chosen ?? {};
  if (!chosen || !template) return [];
  return askedTags(template).flatMap((tag, index): Phrase[] => {
    const value = chosen.values[index] ?? '';
    const isTick = tag.kind === 'checkbox';
    const said = isTick ? t.template[value === ticked ? 'ticked' : 'notTicked'] : clean(value, most);
    return said === '' ? [] : [t.details.fact(tagName(template, tag, t), [said])];
  });
}

/** The lines of the options that have their fields in one part of the form. */
export function valueLines(part: Option['formPart'], values: OptionValues, most: number, t: Texts): Phrase[] {
  return optionRows().flatMap(([id, row]) => (row.formPart === part ? lineOf(id, row, values, most, t) : []));
}

function lineOf(id: OptionId, row: Option, values: OptionValues, most: number, t: Texts): Phrase[] {
  const words = t.option[id];
  const said = optionText(row, values[id], words, most);
  return said === '' ? [] : [t.details.fact(words.label, [said])];
}

/**
 * The value of an option or setting in words. Empty for an empty text, a default choice, or a checkbox without words.
 */
export function optionText(row: FieldRow, value: string | boolean, words: object, most: number): string {
  if (row.kind === 'text') {
    const text = String(value);
    return row.isLong ? cleanLines(text, most) : clean(text, most);
  }
  if (row.kind === 'check') {
    const { on, off = '' } = words as CheckWords;
    return value === true ? on : off;
  }
  return value === row.values[0] ? '' : ((words as ChoiceWords).values[String(value)] ?? '');
}

function expiryLine({ details, form }: SignRequest, t: Texts): Phrase[] {
  if (details.expiresAt !== null)
    return [t.details.fact(t.details.labels.expires, [time(details.expiresAt)])];
  const days = clean(form.daysValid, nameLimit);
  return days === '' ? [] : [t.details.fact(t.details.labels.expires, [t.details.expiresAfter(days)])];
}
