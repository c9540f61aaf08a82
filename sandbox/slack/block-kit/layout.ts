/**
 * The long-standing blocks as strict schemas. https://docs.slack.dev/reference/block-kit/blocks
 */
import { z } from 'zod';
import { anyText, hasOneImageSource, id255, imageSource, plainText, url } from './composition.ts';
import { element } from './elements.ts';

/** The field that every block has. */
export const base = { block_id: id255.optional() };
const selects = [
  element.static_select,
  element.external_select,
  element.users_select,
  element.conversations_select,
  element.channels_select,
  element.multi_static_select,
  element.multi_external_select,
  element.multi_users_select,
  element.multi_conversations_select,
  element.multi_channels_select,
] as const;
const pickers = [element.datepicker, element.timepicker] as const;
const boxes = [element.checkboxes, element.radio_buttons] as const;

const accessory = z.discriminatedUnion('type', [
  element.button,
  element.overflow,
  element.image,
  element.workflow_button,
  ...selects,
  ...pickers,
  ...boxes,
]);

export const section = z
  .strictObject({
    type: z.literal('section'),
    text: anyText(3000).optional(),
    fields: z.array(anyText(2000)).min(1).max(10).optional(),
    accessory: accessory.optional(),
    expand: z.boolean().optional(),
    ...base,
  })
  .refine((block) => block.text !== undefined || block.fields !== undefined, {
    error: 'missing required field: text',
  });

export const actions = z.strictObject({
  type: z.literal('actions'),
  elements: z
    .array(
      z.discriminatedUnion('type', [
        element.button,
        element.overflow,
        element.workflow_button,
        element.datetimepicker,
        element.rich_text_input,
        ...selects,
        ...pickers,
        ...boxes,
      ]),
    )
    .min(1)
    .max(25),
  ...base,
});

export const input = z.strictObject({
  type: z.literal('input'),
  label: plainText(2000),
  hint: plainText(2000).optional(),
  optional: z.boolean().optional(),
  dispatch_action: z.boolean().optional(),
  element: z.discriminatedUnion('type', [
    element.plain_text_input,
    element.email_text_input,
    element.url_text_input,
    element.number_input,
    element.rich_text_input,
    element.file_input,
    element.datetimepicker,
    ...selects,
    ...pickers,
    ...boxes,
  ]),
  ...base,
});

export const context = z.strictObject({
  type: z.literal('context'),
  elements: z
    .array(z.discriminatedUnion('type', [anyText(3000), element.image]))
    .min(1)
    .max(10),
  ...base,
});

export const image = z
  .strictObject({
    type: z.literal('image'),
    alt_text: z.string().min(1).max(2000),
    title: plainText(2000).optional(),
    ...imageSource,
    ...base,
  })
  .refine(hasOneImageSource, { error: 'must provide exactly one of image_url and slack_file' });

export const video = z.strictObject({
  type: z.literal('video'),
  video_url: url(),
  thumbnail_url: url(),
  alt_text: z.string().min(1),
  title: plainText(200),
  title_url: url().optional(),
  author_name: z.string().max(50).optional(),
  provider_name: z.string().optional(),
  provider_icon_url: url().optional(),
  description: plainText(200).optional(),
  ...base,
});

export const divider = z.strictObject({ type: z.literal('divider'), ...base });
export const header = z.strictObject({ type: z.literal('header'), text: plainText(150), ...base });
export const markdown = z.strictObject({
  type: z.literal('markdown'),
  text: z.string().min(1).max(12_000),
  ...base,
});
export const alert = z.strictObject({
  type: z.literal('alert'),
  text: anyText(200),
  level: z.enum(['default', 'info', 'warning', 'error', 'success']).optional(),
  ...base,
});
export const contextActions = z.strictObject({
  type: z.literal('context_actions'),
  elements: z
    .array(z.discriminatedUnion('type', [element.feedback_buttons, element.icon_button]))
    .min(1)
    .max(5),
  ...base,
});
