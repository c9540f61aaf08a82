/** Reads the form's fields for a template's roles and tags. `template-blocks.ts` draws them. */
import type { StateValue, ViewState } from '../shapes.ts';
import type { FieldRefusals, Phone, TemplateField } from '../signing/form.ts';
import { noChoice } from '../signing/options.ts';
import { readPhone } from '../signing/phones.ts';
import type { FieldRefusal } from '../signing/refusals.ts';
import { signerRef } from '../signing/signer-choices.ts';
import {
  chosenTemplate,
  mostFields,
  nobodyInRole,
  type RolePerson,
  type Template,
  type TemplateChoice,
  type TemplateTag,
  ticked,
} from '../signing/template.ts';
import { personInRole, phoneField, roleField } from '../signing/template-people.ts';
import { isDate, longestValue, tagField } from '../signing/template-values.ts';
import { checkedValue, shownInInput } from './inputs.ts';

/**
 * Action ids. Slack keeps what was typed as long as block id and action id stay the same, so the block id contains the
 * template's id.
 */
export const templateActions = {
  person: 'role_person',
  address: 'role_address',
  phone: 'role_phone',
  value: 'tag_value',
} as const;

/** Slack's limit for a block id. */
const longestBlockId = 255;

/** The id of the block with a template's field; errors are shown there. */
export function templateBlockId(field: string, templateId: string): string {
  return `${field}@${templateId}`.slice(0, longestBlockId);
}

/** The id of the block in which a person of the workspace is picked for a role. */
export function personBlockId(index: number, templateId: string): string {
  return templateBlockId(`${roleField(index)}_person`, templateId);
}

/** The ids of all blocks that roles of this template may have. */
export function roleBlockIds(templateId: string): string[] {
  return Array.from({ length: mostFields }, (_role, index) => [
    personBlockId(index, templateId),
    templateBlockId(roleField(index), templateId),
    templateBlockId(phoneField(index), templateId),
  ]).flat();
}

/**
 * Whether the form must ask for a role's phone number: the role needs one, and the template does not name the person.
 */
export function needsPhone({ roles }: Template, index: number): boolean {
  return roles[index]?.email === null && roles[index]?.needs === 'phone';
}

/** The phone numbers that were typed for roles that need one, and the refusals of the wrong ones, by field. */
export function readTemplatePhones(
  state: ViewState,
  choice: TemplateChoice | null,
): { readonly phones: readonly Phone[]; readonly refusals: FieldRefusals } {
  const template = choice?.template ?? null;
  const phones: Phone[] = [];
  const refusals: Partial<Record<TemplateField, FieldRefusal>> = {};
  for (const index of template?.roles.keys() ?? []) {
    const who = choice && personInRole(choice, index);
    if (!template || !who || !needsPhone(template, index)) continue;
    const field = state[templateBlockId(phoneField(index), template.id)]?.[templateActions.phone];
    const read = readPhone(field?.value ?? '');
    if ('number' in read) phones.push({ who: signerRef(who), number: read.number });
    else refusals[phoneField(index)] = read.refusal;
  }
  return { phones, refusals: refusals as FieldRefusals };
}

/**
 * The template choice with what was filled in; null: none was chosen. If another template was chosen than the view was
 * drawn for, its description is still missing (null).
 *
 * @param chosen the state of the menu of templates; undefined: the view does not have it
 * @param drawnId the template whose fields the view has; null: none
 */
export function readTemplateChoice(
  chosen: StateValue | undefined,
  state: ViewState,
  previous: TemplateChoice | null,
  drawnId: string | null,
): TemplateChoice | null {
  if (chosen === undefined) return previous;
  const option = chosen.selected_option;
  if (!option || option.value === noChoice) return null;
  const template = previous?.id === option.value ? previous.template : null;
  if (!previous || !template || drawnId !== template.id)
    return chosenTemplate(option.value, option.text?.text ?? '');
  return {
    ...previous,
    people: template.roles.map((_role, index) => personIn(state, index, template.id, previous.people[index])),
    values: template.tags.map((tag, index) => {
      const field = state[templateBlockId(tagField(index), template.id)]?.[templateActions.value];
      return field === undefined ? (previous.values[index] ?? '') : valueIn(tag, field);
    }),
  };
}

function personIn(state: ViewState, index: number, id: string, before = nobodyInRole): RolePerson {
  const picked = state[personBlockId(index, id)]?.[templateActions.person];
  const typed = state[templateBlockId(roleField(index), id)]?.[templateActions.address];
  return {
    slackUserId: picked === undefined ? before.slackUserId : (picked.selected_user ?? null),
    address: typed === undefined ? before.address : (typed.value ?? '').trim(),
  };
}

/**
 * A value as the form can show it: a long text is cut, and an invalid date is left out, because Slack would refuse the
 * view.
 */
export function shownValue({ kind }: TemplateTag, value: string): string {
  if (kind === 'text') return shownInInput(value, longestValue);
  return kind !== 'date' || isDate(value) ? value : '';
}

/**
 * The value of a field, not trimmed. An untouched field keeps the author's whole value, even if it was shown cut.
 */
function valueIn(tag: TemplateTag, field: StateValue): string {
  const value = filledIn(tag, field);
  return value === shownValue(tag, tag.value) ? tag.value : value;
}

function filledIn({ kind }: TemplateTag, field: StateValue): string {
  if (kind === 'text') return field.value ?? '';
  if (kind === 'date') return field.selected_date ?? '';
  const [option] = field.selected_options ?? [];
  if (option === undefined) return '';
  return option.value === checkedValue ? ticked : option.value;
}
