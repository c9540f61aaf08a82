/**
 * Slack's limits as a table (https://docs.slack.dev/reference/block-kit), for everything that the views use. A key or
 * type that is not in the table is an error, as it is for Slack.
 */
import { isViewTooLarge } from '../../../sandbox/slack/block-kit/check.ts';

/** Checks a value, and adds its faults to `faults`. */
type Check = (value: unknown, path: string, faults: string[]) => void;
interface Shape {
  readonly required: Readonly<Record<string, Check>>;
  readonly optional?: Readonly<Record<string, Check>>;
}

const text =
  (most: number, least = 1): Check =>
  (value, path, faults) => {
    if (typeof value !== 'string') faults.push(`${path}: must provide a string`);
    else if (value.length < least) faults.push(`${path}: must be more than ${least - 1} characters`);
    else if (value.length > most) faults.push(`${path}: must be less than ${most + 1} characters`);
    else if (/\p{Cs}/u.test(value)) faults.push(`${path}: half a character`);
  };
const url: Check = (value, path, faults) => {
  text(3000)(value, path, faults);
  if (typeof value === 'string' && !/^https?:\/\/\S+$/.test(value)) faults.push(`${path}: no URL`);
};
const bool: Check = (value, path, faults) => {
  if (typeof value !== 'boolean') faults.push(`${path}: must be a boolean`);
};
const whole =
  (least: number, most: number): Check =>
  (value, path, faults) => {
    if (!Number.isInteger(value) || Number(value) < least || Number(value) > most) {
      faults.push(`${path}: must be a whole number from ${least} to ${most}`);
    }
  };
const oneOf =
  (...words: string[]): Check =>
  (value, path, faults) => {
    if (!words.includes(String(value)))
      faults.push(`${path}: ${String(value)} is none of ${words.join(', ')}`);
  };
const list =
  (check: Check, least: number, most: number): Check =>
  (value, path, faults) => {
    if (!Array.isArray(value)) return void faults.push(`${path}: must be a list`);
    if (value.length < least) faults.push(`${path}: no fewer than ${least} items allowed`);
    if (value.length > most) faults.push(`${path}: no more than ${most} items allowed`);
    value.forEach((item, index) => {
      check(item, `${path}/${index}`, faults);
    });
  };

/** Checks an object: required and optional keys, and no others. */
function shape({ required, optional = {} }: Shape): Check {
  return (value, path, faults) => {
    if (typeof value !== 'object' || value === null) return void faults.push(`${path}: must be an object`);
    const given = Object.entries(value);
    for (const key of Object.keys(required)) {
      if (!given.some(([name]) => name === key)) faults.push(`${path}: missing required field: ${key}`);
    }
    for (const [key, item] of given) {
      const check = required[key] ?? optional[key];
      if (check) check(item, `${path}/${key}`, faults);
      else faults.push(`${path}: invalid additional property: ${key}`);
    }
  };
}

/** Checks an object by the row for its `type`. */
function typed(table: Readonly<Record<string, Shape>>): Check {
  return (value, path, faults) => {
    const type = typeof value === 'object' && value !== null && 'type' in value ? String(value.type) : '';
    const row = Object.hasOwn(table, type) ? table[type] : undefined;
    if (!row) return void faults.push(`${path}: unsupported type: ${type}`);
    shape({ ...row, required: { type: oneOf(type), ...row.required } })(value, path, faults);
  };
}

const plainRow = (most: number): Shape => ({ required: { text: text(most) }, optional: { emoji: bool } });
const mrkdwnRow = (most: number): Shape => ({ required: { text: text(most) }, optional: { verbatim: bool } });
const plain = (most: number) => typed({ plain_text: plainRow(most) });
const anyText = (most: number) => typed({ plain_text: plainRow(most), mrkdwn: mrkdwnRow(most) });

const option = shape({
  required: { text: anyText(75), value: text(75) },
  optional: { description: anyText(75) },
});
const confirm = shape({
  required: { title: plain(100), text: anyText(300), confirm: plain(30), deny: plain(30) },
});
const id = text(255);

const buttonRow: Shape = {
  required: { action_id: id, text: plain(75) },
  optional: {
    value: text(2000),
    url,
    style: oneOf('primary', 'danger'),
    confirm,
    accessibility_label: text(75),
  },
};

const menuOption = shape({ required: { text: plain(75), value: text(75) }, optional: { url } });
const pressableRows = {
  button: buttonRow,
  overflow: { required: { action_id: id, options: list(menuOption, 1, 5) }, optional: { confirm } },
};
const pressable = typed(pressableRows);
const menuRow: Shape = {
  required: { action_id: id, options: list(option, 1, 100) },
  optional: { initial_option: option },
};

const leafStyle = shape({ required: {}, optional: { bold: bool, italic: bool, code: bool, strike: bool } });
const leaf = typed({
  text: { required: { text: text(3000) }, optional: { style: leafStyle } },
  user: { required: { user_id: id } },
  link: { required: { url }, optional: { text: text(3000), style: leafStyle } },
  date: {
    required: { timestamp: whole(-1e13, 1e13), format: text(3000) },
    optional: { fallback: text(3000) },
  },
});

const inputElement = typed({
  plain_text_input: {
    required: { action_id: id },
    optional: {
      multiline: bool,
      max_length: whole(1, 3000),
      min_length: whole(0, 3000),
      initial_value: text(3000),
      placeholder: plain(150),
      dispatch_action_config: shape({
        required: {
          trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2),
        },
      }),
    },
  },
  multi_users_select: {
    required: { action_id: id },
    optional: {
      initial_users: list(id, 1, 100),
      max_selected_items: whole(1, 1000),
      placeholder: plain(150),
    },
  },
  users_select: { required: { action_id: id }, optional: { initial_user: id, placeholder: plain(150) } },
  conversations_select: {
    required: { action_id: id },
    optional: {
      initial_conversation: id,
      placeholder: plain(150),
      filter: shape({
        required: {},
        optional: {
          include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
          exclude_external_shared_channels: bool,
          exclude_bot_users: bool,
        },
      }),
    },
  },
  datepicker: { required: { action_id: id }, optional: { initial_date: text(10), placeholder: plain(150) } },
  checkboxes: {
    required: { action_id: id, options: list(option, 1, 10) },
    optional: { initial_options: list(option, 1, 10) },
  },
  radio_buttons: {
    required: { action_id: id, options: list(option, 1, 10) },
    optional: { initial_option: option },
  },
  file_input: {
    required: { action_id: id },
    optional: { filetypes: list(text(20), 1, 100), max_files: whole(1, 10) },
  },
  static_select: menuRow,
  multi_external_select: {
    required: { action_id: id, min_query_length: whole(0, 3000) },
    optional: {
      initial_options: list(option, 1, 100),
      max_selected_items: whole(1, 1000),
      placeholder: plain(150),
    },
  },
  external_select: {
    required: { action_id: id, min_query_length: whole(0, 3000) },
    optional: { initial_option: option, placeholder: plain(150) },
  },
});

const blockId = { block_id: id };
const blocks: Readonly<Record<string, Shape>> = {
  section: {
    required: { text: anyText(3000) },
    optional: { ...blockId, accessory: typed({ ...pressableRows, static_select: menuRow }) },
  },
  context: { required: { elements: list(anyText(3000), 1, 10) }, optional: blockId },
  actions: { required: { elements: list(pressable, 1, 25) }, optional: blockId },
  rich_text: {
    required: {
      elements: list(typed({ rich_text_section: { required: { elements: list(leaf, 1, 100) } } }), 1, 50),
    },
    optional: blockId,
  },
  input: {
    required: { label: plain(2000), element: inputElement },
    optional: { ...blockId, hint: plain(2000), optional: bool, dispatch_action: bool },
  },
};

const modalShape = typed({
  modal: {
    required: { title: plain(24), blocks: list(typed(blocks), 0, 100) },
    optional: {
      submit: plain(24),
      close: plain(24),
      callback_id: id,
      private_metadata: text(3000),
      notify_on_close: bool,
      clear_on_close: bool,
      external_id: id,
    },
  },
});

/** The errors of a modal, as Slack would name them; empty if Slack would accept it. */
export function faultsOfModal(view: unknown): string[] {
  const faults: string[] = [];
  modalShape(view, '/view', faults);
  const hasInput = every(view, 'type').includes('input');
  if (hasInput && !Object.keys(view as object).includes('submit')) faults.push('/view: input without submit');
  if (isViewTooLarge(view)) faults.push('/view: view_too_large');
  addRepeats(view, faults);
  return faults;
}

const messageBlocks = Object.fromEntries(Object.entries(blocks).filter(([type]) => type !== 'input'));
/** Limit (characters) for the text of a message. Stricter than Slack's, which is 4,000 for `chat.update`. */
const maxOfText = 3000;
/** Limit (characters) for all strings in a message. Stricter than Slack's: 12,000 for the text of all blocks. */
const maxOfMessage = 10_000;

/** The errors of a message, of its text and its blocks. */
export function faultsOfMessage(message: {
  readonly text: string;
  readonly blocks: readonly unknown[];
}): string[] {
  const faults: string[] = [];
  text(maxOfText)(message.text, '/text', faults);
  list(typed(messageBlocks), 1, 50)(message.blocks, '/blocks', faults);
  const size = message.text.length + strings(message.blocks).join('').length;
  if (size > maxOfMessage) faults.push(`msg_blocks_too_long: ${size}`);
  addRepeats(message.blocks, faults);
  return faults;
}

/** Adds errors for block ids that repeat in a surface, and action ids that repeat in a block. */
function addRepeats(root: unknown, faults: string[]): void {
  const listed = Array.isArray(root) ? root : (root as { blocks: unknown[] }).blocks;
  const repeated = (ids: string[]) => ids.filter((each, index) => ids.indexOf(each) !== index);
  faults.push(...repeated(every(listed, 'block_id')).map((each) => `block_id ${each} twice`));
  for (const block of listed) {
    faults.push(...repeated(every(block, 'action_id')).map((each) => `action_id ${each} twice in a block`));
  }
}

/** All strings in a value, including the addresses of links and buttons. */
export function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

/** All strings under this key, at any depth; values of other types are left out. */
export function every(value: unknown, key: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) =>
    name === key && typeof item === 'string' ? [item] : every(item, key),
  );
}
