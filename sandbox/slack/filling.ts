/**
 * Fills in a modal by the words on the screen, as strictly as Slack's client: only existing controls can be filled in,
 * only offered options can be chosen, and no text can be longer than allowed.
 */
import type { Placed } from './block-kit/walk.ts';
import { chosenFile, maxValues } from './file-input.ts';
import { askForOptions, pressInView } from './interactions.ts';
import type { JsonObject } from './json.ts';
import { numberAt, objectAt, objectsAt, textAt } from './json.ts';
import type { Field } from './seen.ts';
import { fieldsOf, offeredConversation, offeredPerson } from './seen.ts';
import type { User, View } from './state.ts';
import { holdsMany, isEmpty, optionsOf, optionText, valueKey } from './values.ts';
import type { World } from './world.ts';

/** What a person enters into a control: text, one choice or several, on or off; null empties the control. */
export type Filling = string | number | boolean | readonly string[] | null;

/**
 * Fills one control of the view, named by its label or by the text of a checkbox or radio option. If the control
 * reports changes, the app is told. Returns the warning when the app did not acknowledge that, else null.
 */
export async function fillField(
  world: World,
  user: User,
  view: View,
  name: string,
  filling: Filling,
): Promise<string | null> {
  const { field, option } = controlNamed(world, view, name);
  const { placed } = field;
  const held = option
    ? chosenOption(placed, view, option, filling)
    : await heldValue(world, user, view, field, filling);
  const value = { type: textAt(placed.element, 'type'), [valueKey(placed.element) ?? 'value']: held };
  view.values[placed.blockId] = { ...view.values[placed.blockId], [placed.actionId]: value };
  const reports = placed.place !== 'input' || placed.block['dispatch_action'] === true;
  return reports ? pressInView(world, user, view, { placed, value }) : null;
}

/** The control with this label, else the first option with this text. Throws for two such labels, or when none fits. */
function controlNamed(world: World, view: View, name: string): { field: Field; option: JsonObject | null } {
  const fields = fieldsOf(view, world.state);
  const byLabel = fields.filter((field) => field.label === name);
  if (byLabel.length > 1) throw new Error(`"${name}" is there ${byLabel.length} times`);
  const [field] = byLabel;
  if (field) return { field, option: null };
  for (const candidate of fields.filter(({ placed }) => showsItsOptions(placed.element))) {
    const option = optionsOf(candidate.placed.element).find((one) => optionText(one) === name);
    if (option) return { field: candidate, option };
  }
  const there = fields.flatMap(({ label, placed }) => [
    label,
    ...(showsItsOptions(placed.element) ? optionsOf(placed.element).map(optionText) : []),
  ]);
  throw new Error(
    `There is no "${name}" in this form. It has: ${there.map((text) => `"${text}"`).join(', ')}`,
  );
}

function showsItsOptions(element: JsonObject): boolean {
  return ['checkboxes', 'radio_buttons'].includes(textAt(element, 'type'));
}

/** The control's new value after one of its options was ticked or unticked. */
function chosenOption(placed: Placed, view: View, option: JsonObject, filling: Filling): unknown {
  if (placed.element['type'] === 'radio_buttons') {
    if (filling !== true) throw new Error(`"${optionText(option)}" can only be chosen (true)`);
    return option;
  }
  const value = view.values[placed.blockId]?.[placed.actionId] ?? {};
  const others = objectsAt(value, 'selected_options').filter((one) => one['value'] !== option['value']);
  return filling === true ? [...others, option] : others;
}

/** The control's new value, in the shape of `state.values`. */
async function heldValue(
  world: World,
  user: User,
  view: View,
  field: Field,
  filling: Filling,
): Promise<unknown> {
  const { element } = field.placed;
  if (filling === null) return holdsMany(element) ? [] : null;
  if (typeof filling === 'boolean') return singleCheckbox(field, filling);
  const texts = (Array.isArray(filling) ? filling : [filling]).map(String);
  const most = maxValues(element);
  if (most !== null && texts.length > most) throw new Error(`"${field.label}" takes at most ${most}`);
  const held: unknown[] = [];
  for (const text of texts) held.push(await oneValue(world, user, view, field, text));
  if (holdsMany(element)) return held;
  if (held.length !== 1) throw new Error(`"${field.label}" takes one value`);
  return held[0];
}

/** The new value of a control that is a single checkbox. Throws for any other control. */
function singleCheckbox({ label, placed }: Field, isOn: boolean): unknown {
  const options = optionsOf(placed.element);
  if (placed.element['type'] !== 'checkboxes' || options.length !== 1) {
    throw new Error(`"${label}" is not a single checkbox: name the option`);
  }
  return isOn ? options : [];
}

/** One chosen or typed value, checked against what the control offers. */
async function oneValue(world: World, user: User, view: View, field: Field, text: string): Promise<unknown> {
  const { element } = field.placed;
  const type = textAt(element, 'type').replace(/^multi_/, '');
  switch (type) {
    case 'users_select':
      return offeredPerson(world, text).id;
    case 'conversations_select':
    case 'channels_select':
      return offeredConversation(world, user, element, text).id;
    case 'file_input':
      return chosenFile(world, user, field.placed, text);
    case 'external_select':
      return suggestedOption(world, user, view, field, text);
    case 'static_select':
    case 'checkboxes':
    case 'radio_buttons':
      return optionWithText(field, optionsOf(element), text);
    case 'datetimepicker':
      return Number(text);
    default:
      return checkedText(field, text);
  }
}

/** The option with this text. Throws, naming the offered ones. */
function optionWithText(field: Field, options: readonly JsonObject[], text: string): JsonObject {
  const option = options.find((one) => optionText(one) === text);
  if (option) return option;
  const there = options.map((one) => `"${optionText(one)}"`).join(', ');
  throw new Error(`"${field.label}" does not offer "${text}". It offers: ${there}`);
}

/** The app's options for text that is typed into the control with this label; their descriptions are in brackets. */
export async function suggestedTexts(
  world: World,
  user: User,
  view: View,
  name: string,
  text: string,
): Promise<string[]> {
  const options = await loadOptions(world, user, view, controlNamed(world, view, name).field, text);
  return options.map((one) => {
    const description = textAt(objectAt(one, 'description') ?? {}, 'text');
    return description === '' ? optionText(one) : `${optionText(one)} (${description})`;
  });
}

/** The app's options for the text. @throws when it is shorter than the control requires, or the answer is unusable */
async function loadOptions(
  world: World,
  user: User,
  view: View,
  field: Field,
  text: string,
): Promise<JsonObject[]> {
  const least = numberAt(field.placed.element, 'min_query_length') ?? 3;
  if (text.length < least) throw new Error(`"${field.label}" asks for options from ${least} characters on`);
  const options = await askForOptions(world, user, view, field.placed, text);
  if (!options) throw new Error(`"${field.label}" could not load options`);
  return options;
}

/** The app's option that the typed text chooses: the only one that contains it, else the one with exactly this text. */
async function suggestedOption(world: World, user: User, view: View, field: Field, text: string) {
  const options = await loadOptions(world, user, view, field, text);
  const close = options.filter((one) => optionText(one).includes(text));
  // A pasted link chooses the only entry, although its text does not contain the link but the file's name.
  if (options.length === 1 && options[0] && text.startsWith('https://')) return options[0];
  return close.length === 1 && close[0] ? close[0] : optionWithText(field, options, text);
}

/** What the text must look like, for the types of fields that accept only some texts. */
const TYPED_AS: Record<string, RegExp> = {
  datepicker: /^\d{4}-\d{2}-\d{2}$/,
  timepicker: /^\d{2}:\d{2}$/,
  number_input: /^-?\d+(\.\d+)?$/,
};

/** Returns the text unchanged. Throws when it cannot be typed into this field. */
export function checkedText({ label, placed }: Field, text: string): string {
  const { element } = placed;
  const form = TYPED_AS[textAt(element, 'type')];
  if (form && !form.test(text)) throw new Error(`"${text}" can not be entered at "${label}"`);
  const most = numberAt(element, 'max_length') ?? (element['type'] === 'plain_text_input' ? 3000 : null);
  if (most !== null && text.length > most) throw new Error(`"${label}" takes at most ${most} characters`);
  if (element['type'] === 'plain_text_input' && element['multiline'] !== true && text.includes('\n')) {
    throw new Error(`"${label}" has one line`);
  }
  return text;
}

/** The errors for which the client itself refuses to submit, by block id; the app then gets no submission. */
export function clientErrors(view: View): Record<string, string> {
  const errors: Record<string, string> = {};
  for (const block of objectsAt(view.content, 'blocks')) {
    const element = objectAt(block, 'element');
    if (!element || textAt(block, 'type') !== 'input') continue;
    const blockId = textAt(block, 'block_id');
    const error = clientError(block, element, view.values[blockId]?.[textAt(element, 'action_id')]);
    if (error) errors[blockId] = error;
  }
  return errors;
}

function clientError(block: JsonObject, element: JsonObject, value: JsonObject | undefined): string | null {
  if (isEmpty(value)) return block['optional'] === true ? null : 'Please complete this required field.';
  const text = textAt(value ?? {}, 'value');
  const least = numberAt(element, 'min_length') ?? 0;
  if (text.length < least) return `Please enter at least ${least} characters.`;
  if (element['type'] === 'email_text_input' && !/^\S+@\S+\.\S+$/.test(text)) {
    return 'Please enter a valid email address.';
  }
  if (element['type'] === 'url_text_input' && !URL.canParse(text)) return 'Please enter a valid URL.';
  return element['type'] === 'number_input' ? numberError(element, text) : null;
}

function numberError(element: JsonObject, text: string): string | null {
  if (element['is_decimal_allowed'] !== true && text.includes('.')) return 'Please enter a whole number.';
  const [least, most] = [textAt(element, 'min_value'), textAt(element, 'max_value')];
  if (least && Number(text) < Number(least)) return `Please enter a number of at least ${least}.`;
  if (most && Number(text) > Number(most)) return `Please enter a number of at most ${most}.`;
  return null;
}
