/** Tables as CSV, for spreadsheets. Pure. https://www.rfc-editor.org/rfc/rfc4180 */

/** The first characters that make a spreadsheet run a text as a formula. */
const formula = /^[=+\-@\t\r]/;

/** Turns lines of cells into CSV. A text that a spreadsheet would run as a formula gets an apostrophe before it. */
export function csv(lines: readonly (readonly string[])[]): string {
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}

function cell(text: string): string {
  const harmless = formula.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
