/**
 * Blocks as a person reads them: lines of text, with controls in brackets. What only programs see (ids, values,
 * metadata) is left out.
 */
import { placedElements } from './block-kit/walk.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectAt, objectsAt, textAt } from './json.ts';
import type { SlackState, ViewValues } from './state.ts';
import { decoded, readable } from './text.ts';
import { optionsOf, optionText, shownValue } from './values.ts';

/** What is needed to write blocks as text: names, entered values and errors. */
export interface ControlState {
  readonly state: SlackState;
  readonly values: ViewValues;
  /** Errors below inputs, by block id. */
  readonly errors: Record<string, string>;
}

/** All visible text of blocks, line by line. */
export function plainBlocks(blocks: readonly JsonObject[], shown: ControlState): string[] {
  return blocks.flatMap((block) => blockLines(block, shown)).filter((line) => line.trim() !== '');
}

/** All visible text of attachments, line by line. Buttons in attachments cannot be pressed in this sandbox. */
export function plainAttachments(attachments: readonly JsonObject[], shown: ControlState): string[] {
  return attachments.flatMap((one) => {
    const blocks = objectsAt(one, 'blocks');
    const texts = ['pretext', 'title', 'text'].map((key) => readable(textAt(one, key), shown.state));
    const fields = objectsAt(one, 'fields').map(
      (field) => `${textAt(field, 'title')}: ${textAt(field, 'value')}`,
    );
    const written = [...texts, ...fields, ...plainBlocks(blocks, shown)].filter((line) => line.trim() !== '');
    return written.length > 0 ? written : [textAt(one, 'fallback')];
  });
}

/** The texts of all elements that can be pressed: buttons, and the options of overflow menus. */
export function pressables(blocks: readonly JsonObject[]): string[] {
  return placedElements(blocks).flatMap(({ element }) => pressableTexts(element));
}

/** The texts by which one element can be pressed; none for selects and inputs. */
export function pressableTexts(element: JsonObject): string[] {
  const type = textAt(element, 'type');
  if (type === 'overflow') return optionsOf(element).map(optionText);
  return type.endsWith('button') ? [textAt(objectAt(element, 'text') ?? {}, 'text')] : [];
}

/** A text object's text as a person reads it: only mrkdwn has markup. */
export function textOf(object: JsonObject | null, state: SlackState): string {
  if (!object) return '';
  const text = textAt(object, 'text');
  return object['type'] === 'mrkdwn' ? readable(text, state) : decoded(text);
}

function blockLines(block: JsonObject, shown: ControlState): string[] {
  const { state } = shown;
  switch (textAt(block, 'type')) {
    case 'section':
      return [
        textOf(objectAt(block, 'text'), state),
        ...objectsAt(block, 'fields').map((field) => textOf(field, state)),
        ...controlsText(block, shown),
      ];
    case 'header':
    case 'alert':
      return [textOf(objectAt(block, 'text'), state)];
    case 'markdown':
      return [textAt(block, 'text')];
    case 'context':
      return [
        objectsAt(block, 'elements')
          .map((part) => (part['type'] === 'image' ? `(${textAt(part, 'alt_text')})` : textOf(part, state)))
          .join(' '),
      ];
    case 'image':
      return [textOf(objectAt(block, 'title'), state), `(${textAt(block, 'alt_text')})`];
    case 'rich_text':
      return objectsAt(block, 'elements').flatMap((part) => richLines(part, state));
    case 'input':
      return inputLines(block, shown);
    case 'divider':
      return [];
    default:
      return [...otherTexts(block, state), ...controlsText(block, shown)];
  }
}

/** The texts of a block whose type has no case in `blockLines`, in order, without its controls. */
function otherTexts(block: JsonObject, state: SlackState): string[] {
  return Object.entries(block)
    .filter(([key]) => !['elements', 'actions'].includes(key))
    .flatMap(([key, part]) =>
      key === 'title' && typeof part === 'string' ? [part] : nestedTexts(part, state),
    );
}

function nestedTexts(part: unknown, state: SlackState): string[] {
  if (Array.isArray(part)) return part.flatMap((item) => nestedTexts(item, state));
  if (!isObject(part)) return [];
  if (part['type'] === 'rich_text') {
    return objectsAt(part, 'elements').flatMap((element) => richLines(element, state));
  }
  return typeof part['text'] === 'string'
    ? [textOf(part, state)]
    : Object.values(part).flatMap((item) => nestedTexts(item, state));
}

function controlsText(block: JsonObject, shown: ControlState): string[] {
  const all = placedElements([block]).map(({ element, blockId, actionId }) =>
    controlText(element, shown.values[blockId]?.[actionId], shown),
  );
  return [all.join(' ')];
}

function controlText(element: JsonObject, value: JsonObject | undefined, shown: ControlState): string {
  const type = textAt(element, 'type');
  if (type === 'overflow') return `[⋯ ${pressableTexts(element).join(' / ')}]`;
  if (type.endsWith('button')) return `[${pressableTexts(element)[0]}]`;
  if (type === 'checkboxes' || type === 'radio_buttons') return choiceLines(element, value).join(' ');
  const held = value ? shownValue(value, nameIn(shown.state)) : '';
  return `[${held || textOf(objectAt(element, 'placeholder'), shown.state) || '…'} ▾]`;
}

function inputLines(block: JsonObject, shown: ControlState): string[] {
  const element = objectAt(block, 'element') ?? {};
  const blockId = textAt(block, 'block_id');
  const value = shown.values[blockId]?.[textAt(element, 'action_id')];
  const label = textOf(objectAt(block, 'label'), shown.state);
  const optional = block['optional'] === true ? ' (optional)' : '';
  const type = textAt(element, 'type');
  const isChoice = type === 'checkboxes' || type === 'radio_buttons';
  const held = value ? shownValue(value, nameIn(shown.state)) : '';
  const error = shown.errors[blockId];
  return [
    isChoice ? `${label}${optional}` : `${label}${optional}: ${held}`,
    ...(isChoice ? choiceLines(element, value) : []),
    textOf(objectAt(block, 'hint'), shown.state),
    ...(error ? [`! ${error}`] : []),
  ];
}

function choiceLines(element: JsonObject, value: JsonObject | undefined): string[] {
  const one = value ? objectAt(value, 'selected_option') : null;
  const chosen = [...(one ? [one] : []), ...objectsAt(value ?? {}, 'selected_options')].map((o) =>
    textAt(o, 'value'),
  );
  const marks = element['type'] === 'checkboxes' ? ['[x]', '[ ]'] : ['(•)', '( )'];
  return optionsOf(element).map((option) => {
    const description = textAt(objectAt(option, 'description') ?? {}, 'text');
    const mark = chosen.includes(textAt(option, 'value')) ? marks[0] : marks[1];
    return `${mark} ${optionText(option)}${description ? ` — ${description}` : ''}`;
  });
}

/** Returns a function that turns a user or channel id into the name that a person sees. */
export function nameIn(state: SlackState): (id: string) => string {
  return (id) => {
    const channel = state.channels[id];
    return channel ? `#${channel.name}` : `@${state.users[id]?.handle ?? id}`;
  };
}

function richLines(part: JsonObject, state: SlackState): string[] {
  const elements = objectsAt(part, 'elements');
  if (part['type'] === 'rich_text_list') {
    return elements.map((item, index) => {
      const mark = part['style'] === 'ordered' ? `${index + 1}.` : '•';
      return `${mark} ${richText(objectsAt(item, 'elements'), state)}`;
    });
  }
  return richText(elements, state).split('\n');
}

function richText(leaves: readonly JsonObject[], state: SlackState): string {
  return leaves.map((leaf) => richLeaf(leaf, state)).join('');
}

function richLeaf(leaf: JsonObject, state: SlackState): string {
  switch (textAt(leaf, 'type')) {
    case 'link':
      return textAt(leaf, 'text') || textAt(leaf, 'url');
    case 'user':
      return nameIn(state)(textAt(leaf, 'user_id'));
    case 'channel':
      return nameIn(state)(textAt(leaf, 'channel_id'));
    case 'broadcast':
      return `@${textAt(leaf, 'range')}`;
    case 'date':
      return textAt(leaf, 'fallback');
    case 'emoji':
      return `:${textAt(leaf, 'name')}:`;
    case 'team':
      return textAt(leaf, 'team_id');
    case 'usergroup':
      return `@${textAt(leaf, 'usergroup_id')}`;
    case 'color':
      return textAt(leaf, 'value');
    default:
      return textAt(leaf, 'text');
  }
}
