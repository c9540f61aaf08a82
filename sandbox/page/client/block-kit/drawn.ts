/**
 * Everything the page can draw, by Slack's names. The tables of components are typed by these lists, so a name here
 * without a component does not compile; a test compares the lists with all that the app shows.
 */

export const drawnBlocks = [
  'actions',
  'alert',
  'card',
  'carousel',
  'container',
  'context',
  'context_actions',
  'data_table',
  'divider',
  'header',
  'image',
  'input',
  'markdown',
  'plan',
  'rich_text',
  'section',
  'table',
  'task_card',
  'video',
] as const;

export const drawnElements = [
  'button',
  'channels_select',
  'checkboxes',
  'conversations_select',
  'datepicker',
  'datetimepicker',
  'email_text_input',
  'external_select',
  'feedback_buttons',
  'file_input',
  'icon_button',
  'image',
  'multi_channels_select',
  'multi_conversations_select',
  'multi_external_select',
  'multi_static_select',
  'multi_users_select',
  'number_input',
  'overflow',
  'plain_text_input',
  'radio_buttons',
  'rich_text_input',
  'static_select',
  'timepicker',
  'url_text_input',
  'users_select',
  'workflow_button',
] as const;

export const drawnRichParts = [
  'rich_text_list',
  'rich_text_preformatted',
  'rich_text_quote',
  'rich_text_section',
] as const;

export const drawnRichLeaves = [
  'broadcast',
  'channel',
  'color',
  'date',
  'emoji',
  'link',
  'team',
  'text',
  'user',
  'usergroup',
] as const;

export const drawnTexts = ['mrkdwn', 'plain_text'] as const;

export type DrawnBlock = (typeof drawnBlocks)[number];
export type DrawnElement = (typeof drawnElements)[number];
export type DrawnRichPart = (typeof drawnRichParts)[number];
export type DrawnRichLeaf = (typeof drawnRichLeaves)[number];

/** Looks up a type in a table of components, ignoring inherited keys (`constructor`). */
export function componentOf<T>(table: Readonly<Record<string, T>>, type: string): T | undefined {
  return Object.hasOwn(table, type) ? table[type] : undefined;
}
