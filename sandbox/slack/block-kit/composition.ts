/**
 * Composition objects of Block Kit (text, option, confirm) as strict schemas. Lengths are counted in UTF-16 units:
 * where Slack counts differently this is the stricter reading.
 * https://docs.slack.dev/reference/block-kit/composition-objects
 */
import { z } from 'zod';

/** The schema of a block id, action id, callback id or external id. */
export const id255 = z.string().max(255);

export function plainText(max: number) {
  return z.strictObject({
    type: z.literal('plain_text'),
    text: z.string().min(1).max(max),
    emoji: z.boolean().optional(),
  });
}

function mrkdwn(max: number) {
  return z.strictObject({
    type: z.literal('mrkdwn'),
    text: z.string().min(1).max(max),
    verbatim: z.boolean().optional(),
  });
}

export function mrkdwnOnly(max: number) {
  return mrkdwn(max);
}

export function anyText(max: number) {
  return z.discriminatedUnion('type', [plainText(max), mrkdwn(max)]);
}

/** The schema of a link with a scheme that Slack follows: http, https, slack, mailto or tel. */
export function url(max = 3000) {
  return z.string().min(1).max(max).refine(isLink, { error: 'must be a valid URL' });
}

function isLink(text: string): boolean {
  return URL.canParse(text) && /^(https?|slack|mailto|tel):/i.test(text);
}

const optionValue = z.string().min(1).max(75);

/** The schema of an option of a select. */
export const plainOption = z.strictObject({
  text: plainText(75),
  value: optionValue,
  description: plainText(75).optional(),
});

/** The schema of an option of checkboxes or radio buttons, which may carry markup. */
export const markedOption = z.strictObject({
  text: anyText(75),
  value: optionValue,
  description: anyText(75).optional(),
});

/** The schema of an option of an overflow menu, which may be a link. */
export const overflowOption = z.strictObject({
  text: plainText(75),
  value: optionValue.optional(),
  description: plainText(75).optional(),
  url: url().optional(),
});

export const optionGroup = z.strictObject({
  label: plainText(75),
  options: z.array(plainOption).min(1).max(100),
});

export const confirm = z.strictObject({
  title: plainText(100).optional(),
  text: anyText(300),
  confirm: plainText(30).optional(),
  deny: plainText(30).optional(),
  style: z.enum(['primary', 'danger']).optional(),
});

/** The fields for the source of an image: a public URL, or a file in Slack. */
export const imageSource = {
  image_url: url().optional(),
  slack_file: z.strictObject({ id: z.string().optional(), url: z.string().optional() }).optional(),
};

export function hasOneImageSource(image: { image_url?: unknown; slack_file?: unknown }): boolean {
  return (image.image_url === undefined) !== (image.slack_file === undefined);
}
