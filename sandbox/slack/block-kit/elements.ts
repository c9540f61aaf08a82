/**
 * Interactive elements of Block Kit as strict schemas, one for each type, with the limits Slack documents.
 * https://docs.slack.dev/reference/block-kit/block-elements
 */
import { z } from 'zod';
import {
  anyText,
  confirm,
  hasOneImageSource,
  id255,
  imageSource,
  overflowOption,
  plainText,
  url,
} from './composition.ts';
import { richText } from './rich-text.ts';
import { selectBase, selects } from './selects.ts';

const withActionId = { action_id: id255.optional() };
const withConfirm = { confirm: confirm.optional() };
const withFocus = { focus_on_load: z.boolean().optional() };
const withPlaceholder = { placeholder: plainText(150).optional() };
const withDispatch = {
  dispatch_action_config: z
    .strictObject({
      trigger_actions_on: z
        .array(z.enum(['on_enter_pressed', 'on_character_entered']))
        .min(1)
        .max(2),
    })
    .optional(),
};
const textInputFields = { ...withActionId, ...withDispatch, ...withFocus, ...withPlaceholder };
const buttonStyle = z.enum(['primary', 'danger']).optional();
const button = z.strictObject({
  type: z.literal('button'),
  text: plainText(75),
  value: z.string().max(2000).optional(),
  url: url().optional(),
  style: buttonStyle,
  accessibility_label: z.string().max(75).optional(),
  ...withActionId,
  ...withConfirm,
});

const overflow = z.strictObject({
  type: z.literal('overflow'),
  options: z.array(overflowOption).min(1).max(5),
  ...withActionId,
  ...withConfirm,
});

const date = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);
const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);
const decimal = z.string().regex(/^-?\d+(\.\d+)?$/);

/** The schema of each element, by its type. */
export const element = {
  button,
  overflow,
  ...selects,
  datepicker: z.strictObject({ type: z.literal('datepicker'), initial_date: date.optional(), ...selectBase }),
  timepicker: z.strictObject({
    type: z.literal('timepicker'),
    initial_time: time.optional(),
    timezone: z.string().optional(),
    ...selectBase,
  }),
  datetimepicker: z.strictObject({
    type: z.literal('datetimepicker'),
    initial_date_time: z.number().int().min(1_000_000_000).max(9_999_999_999).optional(),
    ...withActionId,
    ...withConfirm,
    ...withFocus,
  }),
  plain_text_input: z.strictObject({
    type: z.literal('plain_text_input'),
    initial_value: z.string().max(3000).optional(),
    multiline: z.boolean().optional(),
    min_length: z.number().int().min(0).max(3000).optional(),
    max_length: z.number().int().min(1).max(3000).optional(),
    ...textInputFields,
  }),
  email_text_input: z.strictObject({
    type: z.literal('email_text_input'),
    initial_value: z.string().optional(),
    ...textInputFields,
  }),
  url_text_input: z.strictObject({
    type: z.literal('url_text_input'),
    initial_value: z.string().optional(),
    ...textInputFields,
  }),
  number_input: z.strictObject({
    type: z.literal('number_input'),
    is_decimal_allowed: z.boolean(),
    initial_value: decimal.optional(),
    min_value: decimal.optional(),
    max_value: decimal.optional(),
    ...textInputFields,
  }),
  rich_text_input: z.strictObject({
    type: z.literal('rich_text_input'),
    initial_value: richText.optional(),
    min_lines: z.number().int().optional(),
    max_lines: z.number().int().optional(),
    ...textInputFields,
  }),
  file_input: z.strictObject({
    type: z.literal('file_input'),
    filetypes: z.array(z.string()).optional(),
    max_files: z.number().int().min(1).max(10).optional(),
    ...withActionId,
  }),
  image: z
    .strictObject({ type: z.literal('image'), alt_text: z.string().min(1).max(2000), ...imageSource })
    .refine(hasOneImageSource, { error: 'must provide exactly one of image_url and slack_file' }),
  workflow_button: z.strictObject({
    type: z.literal('workflow_button'),
    text: plainText(75),
    workflow: z.strictObject({
      trigger: z.strictObject({
        url: url(),
        customizable_input_parameters: z
          .array(z.strictObject({ name: z.string(), value: z.string() }))
          .optional(),
      }),
    }),
    style: buttonStyle,
    accessibility_label: z.string().max(75).optional(),
    ...withActionId,
  }),
  icon_button: z.strictObject({
    type: z.literal('icon_button'),
    icon: z.literal('trash'),
    text: plainText(75),
    value: z.string().max(2000).optional(),
    accessibility_label: z.string().max(75).optional(),
    visible_to_user_ids: z.array(z.string()).optional(),
    ...withActionId,
    ...withConfirm,
  }),
  feedback_buttons: z.strictObject({
    type: z.literal('feedback_buttons'),
    positive_button: feedbackButton(),
    negative_button: feedbackButton(),
    ...withActionId,
  }),
  text: anyText(3000),
};

function feedbackButton() {
  return z.strictObject({
    text: plainText(75),
    value: z.string().max(2000),
    accessibility_label: z.string().max(75).optional(),
  });
}
