/** Characters that surround addresses and links when they are pasted. */

/** Quotes of many languages. */
export const quotes = ['"', "'", '“', '”', '„', '«', '»', '‘', '’', '‹', '`', '「'];

/** Characters around a pasted address. None is listed twice, so each is drawn equally often. */
export const marks = [
  ...['', '', '', '(', ')', '[', ']', '<', '>', '{'],
  ...['•', '·', '–', '*', ':', '!', '.', '✉️'],
];

/** Characters that are invisible or drawn as a blank. */
export const unseen = ['\u200b', '\ufe0f', '\u2060', '\ufeff', '\u00a0', '\u3164', '\u2800'];
