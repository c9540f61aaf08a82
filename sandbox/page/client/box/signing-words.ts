/** The text in a signer's fields while they are being filled in. */
import type { Field } from './field-words.ts';

/** The date as it will appear in the document. */
export function todayWords(): string {
  return new Date().toISOString().slice(0, 10);
}

/** The text that a field shows so far; empty when there is none. */
export function wordsIn(
  { id, type, value }: Field,
  { name, values }: { readonly name: string; readonly values: Readonly<Record<string, string>> },
): string {
  switch (type) {
    case 'signature':
    case 'name':
      return name;
    case 'date':
      return value ?? todayWords();
    case 'checkbox':
      return values[id] ? '✓' : '';
    case 'text':
      return values[id] ?? '';
  }
}
