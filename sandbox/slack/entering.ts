/**
 * Checks a value that a person enters into a control on the page, in the shape of `state.values`, as strictly as
 * Slack's client: only options that are offered can be chosen, and no text can be longer than allowed.
 */
import type { Placed } from './block-kit/walk.ts';
import { chosenFile, maxValues } from './file-input.ts';
import { checkedText } from './filling.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectAt, stringsAt, textAt } from './json.ts';
import { offeredConversation, offeredPerson } from './seen.ts';
import type { User } from './state.ts';
import { holdsMany, optionsOf, valueKey } from './values.ts';
import type { World } from './world.ts';

/** Returns a value as it is stored. Throws for a value that this person could not have entered here. */
export function checkedValue(world: World, user: User, placed: Placed, value: JsonObject): JsonObject {
  const { element } = placed;
  const key = valueKey(element);
  if (key === null) throw new Error(`"${placed.actionId}" holds no value`);
  const given = value[key] ?? null;
  const type = textAt(element, 'type');
  if (!holdsMany(element))
    return { type, [key]: given === null ? null : checkedSingle(world, user, placed, given) };
  const list: unknown[] = Array.isArray(given) ? given : [];
  const most = maxValues(element);
  if (most !== null && list.length > most) throw new Error(`"${placed.actionId}" takes at most ${most}`);
  return { type, [key]: list.map((item) => checkedSingle(world, user, placed, item)) };
}

/**
 * Whether a change is reported to the app: always for controls outside inputs, for inputs when they ask for it.
 * `isEntered`: Enter was pressed in a text field.
 */
export function isReported({ place, block, element }: Placed, isEntered: boolean): boolean {
  if (place !== 'input') return true;
  if (block['dispatch_action'] !== true) return false;
  if (!textAt(element, 'type').endsWith('_input')) return true;
  // Typed text is reported at Enter, or with every character where the element says so.
  const asked = stringsAt(objectAt(element, 'dispatch_action_config') ?? {}, 'trigger_actions_on');
  return isEntered
    ? asked.length === 0 || asked.includes('on_enter_pressed')
    : asked.includes('on_character_entered');
}

/** A single value of the control, checked. */
function checkedSingle(world: World, user: User, placed: Placed, given: unknown): unknown {
  const { element, actionId } = placed;
  switch (textAt(element, 'type').replace(/^multi_/, '')) {
    case 'users_select':
      return offeredPerson(world, String(given)).id;
    case 'conversations_select':
    case 'channels_select':
      return offeredConversation(world, user, element, String(given)).id;
    case 'external_select':
      return checkedSuggestion(actionId, given);
    case 'static_select':
    case 'checkboxes':
    case 'radio_buttons':
      return optionWithValue(placed, given);
    case 'datetimepicker':
      if (!Number.isInteger(given)) throw new Error(`"${actionId}" takes seconds since 1970`);
      return given;
    case 'rich_text_input':
      if (!isObject(given)) throw new Error(`"${actionId}" takes rich text`);
      return given;
    case 'file_input':
      return chosenFile(world, user, placed, isObject(given) ? textAt(given, 'id') : String(given));
    default:
      return checkedText({ label: actionId, placed }, String(given));
  }
}

/** The control's option with this value. Throws when there is none. */
function optionWithValue({ element, actionId }: Placed, given: unknown): JsonObject {
  const value = isObject(given) ? textAt(given, 'value') : '';
  const option = optionsOf(element).find((each) => textAt(each, 'value') === value);
  if (!option) throw new Error(`"${actionId}" does not offer "${value}"`);
  return option;
}

/**
 * Checks the shape of a value that the app suggested; suggestions are not stored, so nothing else can be
 * checked.
 */
function checkedSuggestion(actionId: string, given: unknown): JsonObject {
  const isOption = isObject(given) && objectAt(given, 'text') !== null && textAt(given, 'value') !== '';
  if (!isOption) throw new Error(`"${actionId}" takes an option`);
  return given;
}
