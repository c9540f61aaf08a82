/**
 * Values of stateful elements: the initial value, whether it is empty, and which values survive when the app replaces
 * the blocks. Shapes as in `view.state.values`.
 * https://docs.slack.dev/reference/interaction-payloads/view-interactions-payload
 */
import type { Placed } from './block-kit/walk.ts';
import { placedElements } from './block-kit/walk.ts';
import type { JsonObject } from './json.ts';
import { objectAt, objectsAt, stringsAt, textAt } from './json.ts';
import type { ViewValues } from './state.ts';

/**
 * For each stateful type of element: the key of its value, the key of its initial value, and whether it holds several.
 */
const STATEFUL_TYPES: Record<string, { key: string; initial: string; many?: boolean }> = {
  plain_text_input: { key: 'value', initial: 'initial_value' },
  email_text_input: { key: 'value', initial: 'initial_value' },
  url_text_input: { key: 'value', initial: 'initial_value' },
  number_input: { key: 'value', initial: 'initial_value' },
  rich_text_input: { key: 'rich_text_value', initial: 'initial_value' },
  static_select: { key: 'selected_option', initial: 'initial_option' },
  external_select: { key: 'selected_option', initial: 'initial_option' },
  users_select: { key: 'selected_user', initial: 'initial_user' },
  conversations_select: { key: 'selected_conversation', initial: 'initial_conversation' },
  channels_select: { key: 'selected_channel', initial: 'initial_channel' },
  multi_static_select: { key: 'selected_options', initial: 'initial_options', many: true },
  multi_external_select: { key: 'selected_options', initial: 'initial_options', many: true },
  multi_users_select: { key: 'selected_users', initial: 'initial_users', many: true },
  multi_conversations_select: { key: 'selected_conversations', initial: 'initial_conversations', many: true },
  multi_channels_select: { key: 'selected_channels', initial: 'initial_channels', many: true },
  checkboxes: { key: 'selected_options', initial: 'initial_options', many: true },
  radio_buttons: { key: 'selected_option', initial: 'initial_option' },
  datepicker: { key: 'selected_date', initial: 'initial_date' },
  timepicker: { key: 'selected_time', initial: 'initial_time' },
  datetimepicker: { key: 'selected_date_time', initial: 'initial_date_time' },
  file_input: { key: 'files', initial: '', many: true },
};

/** The key of an element's value, or null for elements without one (buttons). */
export function valueKey(element: JsonObject): string | null {
  return STATEFUL_TYPES[textAt(element, 'type')]?.key ?? null;
}

/** Whether an element's value is a list. */
export function holdsMany(element: JsonObject): boolean {
  return STATEFUL_TYPES[textAt(element, 'type')]?.many === true;
}

/** An element's value before any change. */
function initialValue(element: JsonObject): JsonObject | null {
  const type = textAt(element, 'type');
  const holds = STATEFUL_TYPES[type];
  if (!holds) return null;
  const given = element[holds.initial];
  return { type, [holds.key]: given === undefined ? (holds.many ? [] : null) : given };
}

/** Whether a value is empty, as a required field counts it. */
export function isEmpty(value: JsonObject | undefined): boolean {
  if (!value) return true;
  const held = Object.entries(value).find(([key]) => key !== 'type')?.[1];
  return held === null || held === undefined || held === '' || (Array.isArray(held) && held.length === 0);
}

/** The initial values of new blocks. */
export function initialValues(blocks: readonly JsonObject[]): ViewValues {
  return collected(placedElements(blocks), ({ element }) => initialValue(element));
}

/**
 * Values after an update: a value is kept only where block id, action id and type are the same and a chosen option is
 * still offered. It then wins over the new block's initial value. Everything else is reset.
 */
export function carriedValues(
  before: readonly JsonObject[],
  typed: ViewValues,
  after: readonly JsonObject[],
): ViewValues {
  const previous = placedElements(before);
  return collected(placedElements(after), (placed) => {
    const same = previous.some(
      (old) =>
        old.blockId === placed.blockId &&
        old.actionId === placed.actionId &&
        textAt(old.element, 'type') === textAt(placed.element, 'type'),
    );
    const kept = same ? typed[placed.blockId]?.[placed.actionId] : undefined;
    return kept && isStillOffered(kept, placed.element) ? kept : initialValue(placed.element);
  });
}

function isStillOffered(value: JsonObject, element: JsonObject): boolean {
  const offered = optionsOf(element).map((option) => textAt(option, 'value'));
  if (offered.length === 0) return true;
  const one = objectAt(value, 'selected_option');
  const chosen = [...(one ? [one] : []), ...objectsAt(value, 'selected_options')];
  return chosen.every((option) => offered.includes(textAt(option, 'value')));
}

/** The options of an element, including those of its groups. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...objectsAt(element, 'options'),
    ...objectsAt(element, 'option_groups').flatMap((group) => objectsAt(group, 'options')),
  ];
}

/** Text of an option. */
export function optionText(option: JsonObject): string {
  return textAt(objectAt(option, 'text') ?? {}, 'text');
}

/** A value in the words that a person sees in the control. `name` turns ids into names. */
export function shownValue(value: JsonObject, name: (id: string) => string): string {
  const option = objectAt(value, 'selected_option');
  if (option) return optionText(option);
  const ids = ['selected_user', 'selected_conversation', 'selected_channel'].map((key) => textAt(value, key));
  const lists = ['selected_users', 'selected_conversations', 'selected_channels'];
  const people = [...ids.filter(Boolean), ...lists.flatMap((key) => stringsAt(value, key))].map(name);
  if (people.length > 0) return people.join(', ');
  const options = objectsAt(value, 'selected_options').map(optionText);
  if (options.length > 0) return options.join(', ');
  const files = objectsAt(value, 'files').map((file) => textAt(file, 'name'));
  if (files.length > 0) return files.join(', ');
  const plain = ['value', 'selected_date', 'selected_time'].map((key) => textAt(value, key)).find(Boolean);
  return plain ?? String(value['selected_date_time'] ?? '');
}

/** Values by block and action id, for elements that have one. */
function collected(elements: readonly Placed[], heldBy: (placed: Placed) => JsonObject | null): ViewValues {
  const values: ViewValues = {};
  for (const placed of elements) {
    const value = heldBy(placed);
    if (!value) continue;
    values[placed.blockId] = { ...values[placed.blockId], [placed.actionId]: value };
  }
  return values;
}
