/**
 * Which characters cannot be seen: with them one text poses as another. They are no part of an address, and names are
 * shown without them. Pure.
 */

/**
 * What Unicode lets programs leave out when they draw text, annotation marks, and letters and symbols that are drawn as
 * nothing: a Braille cell without dots, a musical note head, a Khitan filler, two Egyptian blanks.
 */
const invisible =
  '[\\p{Default_Ignorable_Code_Point}\\ufff9-\\ufffb\\u2800\\u{1d159}\\u{16fe4}\\u{13441}\\u{13442}]';

/** Scripts in which a joiner between two letters changes how they are drawn (https://unicode.org/reports/tr31/#Layout_and_Format_Control_Characters). */
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
/** The first group is what stays: emoji are made of such characters, and so are words of some scripts. */
const invisibleInText = new RegExp(
  `(\\p{RGI_Emoji}|(?<=[${joining}])[\\u200c\\u200d](?=[${joining}]))|${invisible}`,
  'gv',
);

/** Whether the text has a character that cannot be seen. */
export function holdsInvisible(text: string): boolean {
  return oneInvisible.test(text);
}

/** The text without characters that cannot be seen, but for those that emoji and words of some scripts are made of. */
export function withoutInvisible(text: string): string {
  return text.replace(invisibleInText, '$1');
}

/** The text with each character that cannot be seen replaced by its number, as in `b[U+3164]o@client.com`. */
export function invisibleShown(text: string): string {
  return text.replace(everyInvisible, numbered);
}

/** As `invisibleShown`, but what emoji and words of some scripts are made of stays. */
export function invisibleShownInText(text: string): string {
  return text.replace(invisibleInText, (found, kept?: string) => kept ?? numbered(found));
}

function numbered(character: string): string {
  return `[U+${character.codePointAt(0)?.toString(16).toUpperCase().padStart(4, '0')}]`;
}
