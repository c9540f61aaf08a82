/**
 * Reads fields of Box's JSON. Box adds values and leaves fields out, and the SDK's own parsing fails for a whole page
 * because of one odd field. So each function here accepts any value, and returns null (or an empty list) for one that
 * it cannot use.
 */

/** A JSON object whose fields have not been checked yet. */
export type RawRecord = Readonly<Record<string, unknown>>;

/** The value as an object with fields, or null (also for arrays). */
export function asRecord(value: unknown): RawRecord | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as RawRecord) : null;
}

/** The value as a list; anything else is an empty one. */
export function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The value as a non-empty text, or null. NUL is removed: PostgreSQL refuses a whole statement over it. */
export function asText(value: unknown): string | null {
  const text = typeof value === 'string' ? value.replaceAll('\0', '') : '';
  return text === '' ? null : text;
}

/** Box's ids are short; a longer text is not an id, and a very long one would not fit into an index. */
const longestId = 200;

/** The value as an id, or null. */
export function asId(value: unknown): string | null {
  const text = asText(value);
  return text === null || text.length > longestId ? null : text;
}

/** Box's date text as milliseconds, or null. */
export function asTime(value: unknown): number | null {
  const text = asText(value);
  if (text === null) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}
