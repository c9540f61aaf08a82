/** The text in a signer's fields while they are being filled in. */
import type { Field } from './field-words.ts';

/** The date as it will appear in the document. @param now by the sandbox's clock, ms since the epoch */
export function todayWords(now: number): string {
  return new Date(now).toISOString().slice(0, 10);
}

/** The text that a field shows so far; empty when there is none. */
export function wordsIn(
  { id, type, value }: Field,
  { name, values }: { readonly name: string; readonly values: Readonly<Record<string, string>> },
  now: number,
): string {
  switch (type) {
    case 'signature':
    case 'name':
      return name;
    case 'date':
      return value ?? todayWords(now);
    case 'checkbox':
      return values[id] ? '✓' : '';
    case 'text':
      return values[id] ?? '';
  }
}
