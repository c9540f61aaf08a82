/**
 * Removes the marks around an address or a link that was copied from a mail, a list or a spreadsheet: quotes, brackets,
 * bullets, emoji, a full stop. Hardly any address or Box link begins or ends with one of them.
 */
/**
 * White space, symbols and punctuation of all scripts (of ASCII, only those listed last), and invisible characters,
 * except U+202D and U+202E, which reverse text.
 */
const mark = new RegExp(
  '[\\s\\u2800[\\p{Default_Ignorable_Code_Point}--[\\u202d\\u202e]][[\\p{P}\\p{S}]--[\\x21-\\x7e]]' +
    '"\'\\x60\\(\\)\\[\\]\\{\\}<>,;:.*#\\|~]',
  'v',
);
/** Marks that are removed only at the end. */
const endMark = /[!?]/;

/** The text without marks around it. */
export function withoutMarks(text: string): string {
  const letters = Array.from(text);
  const start = letters.findIndex((letter) => !mark.test(letter));
  const end = letters.findLastIndex((letter) => !mark.test(letter) && !endMark.test(letter));
  const inner = letters.slice(Math.max(start, 0), end + 1).join('');
  // Slack's italics. An underscore on one side alone may belong to the address or link.
  return /^_.*_$/s.test(inner) ? inner.slice(1, -1) : inner;
}
