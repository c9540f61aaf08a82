/**
 * Distinguishes an unreachable database, or a full disk, from a bug of our own. After such an error a retry is safe: the
 * write was not made, or the retry finds it done. The drivers' messages are matched, because most of these errors have no code.
 */

/**
 * Error codes of an unreachable database: the system's, PostgreSQL's
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html), and SQLite's.
 */
const codes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08...|57P0[1-3]|53[13]00|SQLITE_FULL|SQLITE_IOERR.*)$/;
const words =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed))/;

/** Whether the store failed because its database could not be reached, closed the connection, or could not write. */
export function isUnreachable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return codes.test(code) || words.test(error.message);
}
