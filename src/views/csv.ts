/** Builds the text of a CSV file (RFC 4180) that spreadsheets open correctly. */

/** Excel reads a file as UTF-8 only when it begins with this mark. */
const byteOrderMark = '\uFEFF';

/**
 * The rows as CSV, with every cell in quotes. Text that a spreadsheet would run as a formula gets an apostrophe before
 * it, because names are untrusted. This is also done inside a cell, because some spreadsheets split cells at
 * semicolons, tabs and line breaks.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  const harmless = text.replace(/(^|[;,\t\r\n])(?=[^\S\t\r\n]*"*[=+\-@\t\r])/g, "$1'");
  return `"${harmless.replaceAll('"', '""')}"`;
}
