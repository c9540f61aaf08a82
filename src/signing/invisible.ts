/**
 * Which characters are invisible: with them one text can pose as another. Addresses may not contain them, and names
 * are shown without them. Pure.
 */

/**
 * The invisible characters: those that Unicode lets programs ignore when they draw text, annotation marks, and letters
 * and symbols that have no shape: a Braille cell without dots, a musical note head, a Khitan filler, two Egyptian
 * blanks.
 */
const invisible =
  '[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb\\u2800\\u{1d159}\\u{16fe4}\\u{13441}\\u{13442}]';

/**
 * Scripts in which a joiner between two letters changes how they are drawn
 * (https://unicode.org/reports/tr31/#Layout_and_Format_Control_Characters).
 */
const joining = [
  'Arab',
  'Syrc',
  'Mong',
  'Nkoo',
  'Deva',
  'Beng',
  'Guru',
  'Gujr',
  'Orya',
  'Taml',
  'Telu',
  'Knda',
  'Mlym',
]
  .concat(['Sinh', 'Khmr', 'Mymr', 'Tibt'])
  .map((script) => `\\p{scx=${script}}`)
  .join('');

const everyInvisible = new RegExp(invisible, 'gv');
const oneInvisible = new RegExp(invisible, 'v');
/**
 * Matches an invisible character. The first group matches those that are kept, in emoji and in words of some scripts.
 * The lookahead makes it fast: an emoji is tried only where one can begin.
 */
const invisibleInText = new RegExp(
  `((?=\\p{Emoji})\\p{RGI_Emoji}|(?<=[${joining}])[\\u200c\\u200d](?=[${joining}]))|${invisible}`,
  'gv',
);

/** Whether the text has an invisible character. */
export function holdsInvisible(text: string): boolean {
  return oneInvisible.test(text);
}

/** The text without invisible characters, except those that emoji and words of some scripts need. */
export function withoutInvisible(text: string): string {
  return replaceInvisible(text, (kept) => kept);
}

/** The text with each invisible character replaced by its code point, as in `b[U+3164]o@client.com`. */
export function invisibleShown(text: string): string {
  return text.replace(everyInvisible, codePointText);
}

/** As `invisibleShown`, but keeps the invisible characters that emoji and words of some scripts need. */
export function invisibleShownInText(text: string): string {
  return replaceInvisible(text, (kept, found) => kept || codePointText(found));
}

/**
 * Replaces the invisible characters of a text. Most texts have none, and are not searched for emoji, which takes ten
 * times as long.
 *
 * @param replace gets what must be kept of the match (may be empty), and the whole match
 */
function replaceInvisible(text: string, replace: (kept: string, found: string) => string): string {
  return holdsInvisible(text)
    ? text.replace(invisibleInText, (found, kept = '') => replace(kept, found))
    : text;
}

function codePointText(character: string): string {
  return `[U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`;
}
