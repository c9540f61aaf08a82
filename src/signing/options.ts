/** The collapsed part of the form: how long a request lasts, and texts whose length Box limits. */
import { quoted, visibleText } from './quote.ts';
import type { FieldRefusal, FieldRefusals } from './refusals.ts';
import type { FormValues } from './sign-request.ts';

/** Box's limit for `days_valid` (https://developer.box.com/reference/post-sign-requests/). */
export const maxDaysValid = 730;

/**
 * Longest texts, in characters. The name becomes a file name, which Box limits to 255 with `.pdf` added. For the
 * others Box documents no limit: a mail's subject should fit one header line, a message one Slack field.
 */
export const maxCharacters = { name: 250, subject: 250, message: 3000 } as const;

/**
 * Reads the days until expiry.
 * @returns null when the field was left empty: the request never expires
 */
export function readExpiry(text: string): number | null | FieldRefusal {
  const typed = visibleText(text);
  if (typed === '') return null;
  const days = /^\d{1,6}$/.test(typed) ? Number(typed) : 0;
  if (days >= 1 && days <= maxDaysValid) return days;
  return { code: 'expiry_out_of_range', text: quoted(typed), most: maxDaysValid };
}

/** Refusals of texts that are too long, by field; empty when all fit. */
export function readOptions(texts: Pick<FormValues, keyof typeof maxCharacters>): FieldRefusals {
  const refusals: FieldRefusals = {};
  for (const field of ['name', 'subject', 'message'] as const) {
    const most = maxCharacters[field];
    if ([...texts[field]].length > most) refusals[field] = { code: 'text_too_long', most };
  }
  return refusals;
}
