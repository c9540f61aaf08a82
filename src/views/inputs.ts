/** Builds the input blocks of modals. Each has one control. */
import type { InputBlock, KnownBlock, PlainTextInput, PlainTextOption } from '@slack/types';
import { plainText } from './blocks.ts';
import { truncate } from './clean.ts';

/** The value of a ticked checkbox. */
export const checkedValue = 'yes';

/** Slack's limit for a placeholder, in characters. */
const placeholderLimit = 150;

/** Matches unpaired surrogates. They are removed, because Slack refuses a view that contains one. */
const unpairedSurrogates = /\p{Cs}/gu;

/** The fields that all input blocks share. The builders below use the block id as the action id, too. */
export function inputBlock(id: string, label: string) {
  return { type: 'input' as const, block_id: id, label: plainText(label), optional: true };
}

/** Options of a text input. */
export interface TextOptions {
  /** The longest text that can be typed, in characters. */
  readonly most: number;
  readonly isRequired?: boolean;
  readonly isLong?: boolean;
  readonly placeholder?: string;
  readonly hint?: string;
}

/** The text as a text input can show it: cut to `most` UTF-16 units, without unpaired surrogates. */
export function shownInInput(text: string, most: number): string {
  return truncate(text.replace(unpairedSurrogates, ''), most);
}

/** A text input. */
export function textInput(id: string, label: string, value: string, options: TextOptions): InputBlock {
  const initial = shownInInput(value, options.most);
  const element: PlainTextInput = {
    type: 'plain_text_input',
    action_id: id,
    multiline: options.isLong === true,
    max_length: options.most,
    ...(initial !== '' && { initial_value: initial }),
    ...(options.placeholder !== undefined && {
      placeholder: plainText(options.placeholder, placeholderLimit),
    }),
  };
  return {
    ...inputBlock(id, label),
    optional: options.isRequired !== true,
    ...(options.hint !== undefined && { hint: plainText(options.hint) }),
    element,
  };
}

/**
 * A picker for people of the workspace. Slack offers everyone whom the person can see, so who may sign is checked
 * later.
 */
export function peopleInput(
  id: string,
  label: string,
  chosen: readonly string[],
  options: { readonly most: number; readonly placeholder: string },
): InputBlock {
  return {
    ...inputBlock(id, label),
    element: {
      type: 'multi_users_select',
      action_id: id,
      placeholder: plainText(options.placeholder, placeholderLimit),
      max_selected_items: options.most,
      ...(chosen.length > 0 && { initial_users: chosen.slice(0, options.most) }),
    },
  };
}

/** A field for files from the person's computer. */
export function fileInput(id: string, label: string, most: number, hint: string): InputBlock {
  return {
    ...inputBlock(id, label),
    optional: false,
    hint: plainText(hint),
    element: { type: 'file_input', action_id: id, max_files: most },
  };
}

/** A picker for one person of the workspace. */
export function personInput(
  id: string,
  label: string,
  chosen: string | null,
  placeholder: string,
): InputBlock {
  return {
    ...inputBlock(id, label),
    element: {
      type: 'users_select',
      action_id: id,
      placeholder: plainText(placeholder, placeholderLimit),
      ...(chosen !== null && { initial_user: chosen }),
    },
  };
}

/** A picker for a day. @param chosen YYYY-MM-DD; empty: none */
export function dateInput(id: string, label: string, chosen: string, placeholder: string): InputBlock {
  return {
    ...inputBlock(id, label),
    element: {
      type: 'datepicker',
      action_id: id,
      placeholder: plainText(placeholder, placeholderLimit),
      ...(chosen !== '' && { initial_date: chosen }),
    },
  };
}

/** Radio buttons or a menu; one entry is always chosen. */
export function choiceInput(
  type: 'radio_buttons' | 'static_select',
  id: string,
  label: string,
  options: PlainTextOption[],
  chosen: PlainTextOption,
): InputBlock {
  return {
    ...inputBlock(id, label),
    optional: false,
    element: { type, action_id: id, options, initial_option: chosen },
  };
}

/**
 * A menu whose entries the app finds while the person types, and when the menu is opened, for an empty text. Several
 * can be chosen.
 */
export function searchInput(
  id: string,
  label: string,
  options: {
    readonly chosen: PlainTextOption[];
    readonly most: number;
    readonly placeholder: string;
    readonly hint: string;
    readonly isRequired?: boolean;
  },
): InputBlock {
  return {
    ...inputBlock(id, label),
    optional: options.isRequired === false,
    hint: plainText(options.hint),
    element: {
      type: 'multi_external_select',
      action_id: id,
      min_query_length: 0,
      max_selected_items: options.most,
      placeholder: plainText(options.placeholder, placeholderLimit),
      ...(options.chosen.length > 0 && { initial_options: options.chosen.slice(0, options.most) }),
    },
  };
}

/** As `searchInput`, but only one entry can be chosen. */
export function searchOneInput(
  id: string,
  label: string,
  options: {
    readonly chosen: PlainTextOption | null;
    readonly placeholder: string;
    readonly hint: string;
  },
): InputBlock {
  return {
    ...inputBlock(id, label),
    optional: false,
    hint: plainText(options.hint),
    element: {
      type: 'external_select',
      action_id: id,
      min_query_length: 0,
      placeholder: plainText(options.placeholder, placeholderLimit),
      ...(options.chosen && { initial_option: options.chosen }),
    },
  };
}

/** A menu of which any number of entries may be chosen. */
export function multiSelectInput(
  id: string,
  label: string,
  options: PlainTextOption[],
  chosen: PlainTextOption[],
  words: { readonly hint: string; readonly placeholder: string },
): InputBlock {
  return {
    ...inputBlock(id, label),
    hint: plainText(words.hint),
    element: {
      type: 'multi_static_select',
      action_id: id,
      options,
      placeholder: plainText(words.placeholder, placeholderLimit),
      ...(chosen.length > 0 && { initial_options: chosen }),
    },
  };
}

/** A single checkbox. */
export function checkboxInput(
  id: string,
  label: string,
  option: PlainTextOption,
  isChecked: boolean,
): InputBlock {
  return {
    ...inputBlock(id, label),
    element: {
      type: 'checkboxes',
      action_id: id,
      options: [option],
      ...(isChecked && { initial_options: [option] }),
    },
  };
}

/**
 * The block, altered so that Slack reports changes of its input. Blocks without an input, or with files, stay as they
 * are.
 */
export function withChangesReported(block: KnownBlock): KnownBlock {
  if (block.type !== 'input') return block;
  const { element } = block;
  // Chosen files are shown with a button that replaces them, so changes need not be reported.
  if (element.type === 'file_input') return block;
  const dispatch_action_config = { trigger_actions_on: ['on_character_entered' as const] };
  return {
    ...block,
    dispatch_action: true,
    element: element.type === 'plain_text_input' ? { ...element, dispatch_action_config } : element,
  };
}
