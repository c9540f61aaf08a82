/** Text for a CSV file (RFC 4180) that spreadsheets open as it is meant. */

/** Excel reads a file as UTF-8 only when it begins with this mark. */
const byteOrderMark = '\uFEFF';

/**
 * The rows as CSV, with every cell in quotes. What a spreadsheet would take for a formula follows an apostrophe: names of
 * files and people are text of others. That is so within a cell as well, because a spreadsheet may split at semicolons,
 * tabs and line breaks, where its country's comma is a decimal point.
 */
export function csvOf(rows: readonly (readonly string[])[]): string {
  return byteOrderMark + rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(text: string): string {
  const harmless = text.replace(/(^|[;,\t\r\n])(?=[^\S\t\r\n]*"*[=+\-@\t\r])/g, "$1'");
  return `"${harmless.replaceAll('"', '""')}"`;
}
