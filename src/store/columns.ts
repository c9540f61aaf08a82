/**
 * Converts values to columns and back, in the same way for both engines. PostgreSQL refuses the NUL character and lone
 * surrogates, SQLite accepts them: text from outside the app is cleaned of both before it is written, so that no name a
 * person chose can make a write fail on one engine only. Knows no table.
 */

/** Text as both engines can store it: without NUL, lone surrogates replaced. */
export function cleanText(text: string): string {
  return text.replaceAll('\0', '').replace(/\p{Surrogate}/gu, '\uFFFD');
}

/** As `cleanText`; null stays null. */
export function cleanTextOrNull(text: string | null): string | null {
  return text === null ? null : cleanText(text);
}

/** A value as JSON text for a JSON column. */
export function toJson(value: object): string {
  return JSON.stringify(value, (_key, part: unknown) => (typeof part === 'string' ? cleanText(part) : part));
}

/** As `toJson`; null becomes SQL's null. */
export function toJsonOrNull(value: object | null): string | null {
  return value === null ? null : toJson(value);
}

/**
 * The value of a JSON column: SQLite returns text, PostgreSQL the parsed value. The type is not checked: only this
 * store writes these columns.
 */
export function fromJson<T>(column: unknown): T {
  return (typeof column === 'string' ? JSON.parse(column) : column) as T;
}
