/**
 * Cleans text that people chose before it is shown: makes it one line without invisible characters, and cuts it to a
 * length. Only `escapeMrkdwn` escapes, and it is called where blocks and messages are built.
 */

import { withoutInvisible } from '../signing/invisible.ts';

const breaks = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu;
const loneSurrogates = /\p{Cs}/gu;

/** The text as one line without control and invisible characters, cut to at most `most` UTF-16 units. */
export function clean(text: string, most: number): string {
  // Cut roughly first, so that the patterns need not run over a megabyte.
  const near = text.slice(0, most * 4 + 16);
  return truncate(withoutInvisible(near.replace(loneSurrogates, '')).replace(breaks, ' ').trim(), most);
}

/** As `clean`, but keeps line breaks, with at most one empty line in a row. */
export function cleanLines(text: string, most: number): string {
  const lines = text.slice(0, most * 4 + 16).split(/\r\n|[\n\r\u2028\u2029]/u);
  const cleaned = lines.map((line) => clean(line, most)).join('\n');
  return truncate(cleaned.replace(/\n{3,}/g, '\n\n').trim(), most);
}

/** The text cut to at most `most` UTF-16 units, never inside a code point. An ellipsis marks the cut. */
export function truncate(text: string, most: number): string {
  if (text.length <= most) return text;
  let kept = '';
  for (const point of text) {
    if (kept.length + point.length > most - 1) break;
    kept += point;
  }
  return `${kept.trimEnd()}…`;
}

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/**
 * Escapes text for mrkdwn, and cuts the result to at most `most` UTF-16 units, never inside an entity. Only the
 * characters in `entities` have to be replaced (https://docs.slack.dev/messaging/formatting-message-text).
 */
export function escapeMrkdwn(text: string, most: number): string {
  let escaped = '';
  let shorter = '';
  for (const point of text) {
    escaped += entities[point] ?? point;
    if (escaped.length < most) shorter = escaped;
    if (escaped.length > most) return `${shorter}…`;
  }
  return escaped;
}
