/**
 * The text of a message without its markup. Box allows a few HTML tags in messages; here they are dropped or shown as
 * text, so none of them has to be trusted.
 */

/** The named HTML entities that are decoded, with their characters. */
const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};
/** The tags that Box's reference of `email_message` lists. */
const TAG = /<\/?(?:a|abbr|acronym|b|blockquote|code|em|i|ul|li|ol|strong)(?:\s[^<>]*)?>/gi;

/** Drops the tags that Box allows and decodes common entities; everything else stays as it was written. */
export function plainText(html: string): string {
  return html
    .replace(TAG, '')
    .replace(
      /&(?:#(\d{1,7})|([a-z]{2,4}));/gi,
      (whole, code: string | undefined, name: string | undefined) => {
        if (code !== undefined) return Number(code) <= 0x10ffff ? String.fromCodePoint(Number(code)) : whole;
        return NAMED[name?.toLowerCase() ?? ''] ?? whole;
      },
    );
}
