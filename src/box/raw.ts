/**
 * Reading Box's JSON as it came. Box adds words and leaves fields out, and the SDK's own reading fails a
 * whole page over one odd field; so every reader here takes anything and answers null for what it can not use.
 */

export type RawRecord = Readonly<Record<string, unknown>>;

/** The value as an object with fields, or null (also for arrays). */
export function asRecord(value: unknown): RawRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawRecord) : null;
}

/** The value as a list; anything else is an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a text with something in it, or null. */
export function asText(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

/** Box's date text as milliseconds, or null. */
export function asTime(value: unknown): number | null {
  const text = asText(value);
  if (text === null) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
