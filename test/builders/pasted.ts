/** Characters that surround addresses and links when they are pasted. */

/** Quotes of many languages. */
export const quotes = ['"', "'", '“', '”', '„', '«', '»', '‘', '’', '‹', '`', '「'];

/** Marks around a pasted address; nothing stands here three times, so that it is drawn more often. */
export const marks = [
  ...['', '', '', '(', ')', '[', ']', '<', '>', '{'],
  ...['•', '·', '–', '*', ':', '!', '.', '✉️'],
];

/** Characters that are invisible or drawn as a blank. */
export const unseen = ['\u200b', '\ufe0f', '\u2060', '\ufeff', '\u00a0', '\u3164', '\u2800'];
