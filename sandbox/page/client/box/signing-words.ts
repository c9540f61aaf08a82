/** What a signer's fields say while they are being filled in. */
import type { Field } from './field-words.ts';

/** The date as it will stand in the document. */
export function todayWords(): string {
  return new Date().toISOString().slice(0, 10);
}

/** What stands in a field so far; '' when nothing does. */
export function wordsIn(
  { id, type }: Field,
  { name, values }: { readonly name: string; readonly values: Readonly<Record<string, string>> },
): string {
  switch (type) {
    case 'signature':
    case 'name':
      return name;
    case 'date':
      return todayWords();
    case 'checkbox':
      return values[id] ? '✓' : '';
    case 'text':
      return values[id] ?? '';
  }
}
