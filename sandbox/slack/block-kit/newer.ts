/**
 * Recent blocks (tables, cards, plans) as strict schemas. Only messages accept them.
 * https://docs.slack.dev/reference/block-kit/blocks
 */
import { z } from 'zod';
import { anyText, mrkdwnOnly, plainText, url } from './composition.ts';
import { element } from './elements.ts';
import { actions, base, context, divider, header, image, input, section, video } from './layout.ts';
import { richText } from './rich-text.ts';

const rawText = z.strictObject({ type: z.literal('raw_text'), text: z.string() });
const rawNumber = z.strictObject({ type: z.literal('raw_number'), value: z.number(), text: z.string() });
const row = z
  .array(z.discriminatedUnion('type', [richText, rawText, rawNumber]))
  .min(1)
  .max(20);
export const table = z.strictObject({
  type: z.literal('table'),
  rows: z.array(row).min(1).max(100),
  column_settings: z
    .array(
      z.strictObject({
        align: z.enum(['left', 'center', 'right']).optional(),
        is_wrapped: z.boolean().optional(),
      }),
    )
    .max(20)
    .optional(),
  ...base,
});
export const dataTable = z.strictObject({
  type: z.literal('data_table'),
  rows: z.array(row).min(1),
  caption: z.string().min(1),
  page_size: z.number().int().min(1).max(100).optional(),
  row_header_column_index: z.number().int().min(0).optional(),
  ...base,
});

export const card = z.strictObject({
  type: z.literal('card'),
  hero_image: element.image.optional(),
  icon: element.image.optional(),
  title: mrkdwnOnly(150).optional(),
  subtitle: mrkdwnOnly(150).optional(),
  body: mrkdwnOnly(200).optional(),
  actions: z.array(element.button).min(1).optional(),
  ...base,
});
export const carousel = z.strictObject({
  type: z.literal('carousel'),
  elements: z.array(card).min(1).max(10),
  ...base,
});
export const container = z.strictObject({
  type: z.literal('container'),
  title: plainText(150).optional(),
  rich_text_title: richText.optional(),
  subtitle: anyText(150).optional(),
  child_blocks: z
    .array(
      z.discriminatedUnion('type', [
        actions,
        context,
        divider,
        header,
        image,
        input,
        richText,
        section,
        table,
        video,
      ]),
    )
    .min(1)
    .max(10),
  width: z.enum(['narrow', 'standard', 'wide', 'full']).optional(),
  icon: element.image.optional(),
  is_collapsible: z.boolean().optional(),
  default_collapsed: z.boolean().optional(),
  has_header_divider: z.boolean().optional(),
  ...base,
});
export const taskCard = z.strictObject({
  type: z.literal('task_card'),
  task_id: z.string().min(1),
  title: z.string().min(1),
  details: richText.optional(),
  output: richText.optional(),
  sources: z.array(z.strictObject({ type: z.literal('url'), url: url(), text: z.string() })).optional(),
  status: z.enum(['pending', 'in_progress', 'complete', 'error']),
  ...base,
});
export const plan = z.strictObject({
  type: z.literal('plan'),
  title: z.string().min(1),
  tasks: z.array(taskCard).optional(),
  ...base,
});
