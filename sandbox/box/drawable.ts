/** Text that can be drawn with the fonts that every PDF reader has: Western letters, in lines that fit. */
import type { PDFFont } from '@cantoo/pdf-lib';

/** A character that the fonts' encoding (WinAnsi) has. */
const LETTER = /[\x20-\x7e\xa0-\xff€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]/;
/** Letters that Unicode does not decompose into letter and accent, with their plain form. */
const ALIKE: Readonly<Record<string, string>> = { Ł: 'L', ł: 'l', Đ: 'D', đ: 'd', ı: 'i', Ħ: 'H', ħ: 'h' };

/** Drops accents that the fonts lack; replaces other letters that they lack by question marks. */
export function drawable(text: string): string {
  return Array.from(text.normalize('NFC'), (letter) => {
    if (LETTER.test(letter)) return letter;
    const plain = ALIKE[letter] ?? letter.normalize('NFKD').replace(/\p{M}/gu, '');
    return plain !== '' && [...plain].every((one) => LETTER.test(one)) ? plain : '?';
  }).join('');
}

/** Limit of characters in a line; even the narrowest letters fill a line with fewer. */
const MAX_LETTERS_IN_LINE = 200;

/** The text in lines no wider than `width` points; a word that is wider is split. */
export function wrapped(text: string, width: number, font: PDFFont, size: number): string[] {
  const lines: string[] = [];
  let line = '';
  // Text beyond the limit fits in no line, and is not measured: a file may be one word of millions of letters.
  const fits = (candidate: string) =>
    candidate.length <= MAX_LETTERS_IN_LINE && font.widthOfTextAtSize(candidate, size) <= width;
  for (const word of drawable(text).split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (fits(longer)) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = word;
    while (!fits(line)) {
      let end = Math.min(line.length - 1, MAX_LETTERS_IN_LINE);
      while (end > 1 && !fits(line.slice(0, end))) end -= 1;
      lines.push(line.slice(0, end));
      line = line.slice(end);
    }
  }
  return [...lines, line];
}

/** The largest font size up to `most` (points) at which the text is no wider than `width`. */
export function fittingSize(text: string, width: number, font: PDFFont, most: number): number {
  const wide = font.widthOfTextAtSize(text, 1);
  return wide === 0 ? most : Math.min(most, width / wide);
}
