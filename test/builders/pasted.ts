/** Characters that surround addresses and links when they are pasted. */

/** Quotes of many languages. */
export const quotes = ['"', "'", '“', '”', '„', '«', '»', '‘', '’', '‹', '`', '「'];

/** What can surround a pasted address. The empty text is listed three times, so that often nothing does. */
export const marks = [
  ...['', '', '', '(', ')', '[', ']', '<', '>', '{'],
  ...['•', '·', '–', '*', ':', '!', '.', '✉️'],
];

/** Characters that are invisible or drawn as a blank. */
export const unseen = ['\u200b', '\ufe0f', '\u2060', '\ufeff', '\u00a0', '\u3164', '\u2800'];
