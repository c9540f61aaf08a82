/**
 * Distinguishes an unreachable database, or a full disk, from a bug of our own. After such an error a retry is safe:
 * the write was not made, or the retry finds it done. Messages are matched as well, because many of these errors have
 * no code.
 */

/**
 * Codes of the system, of PostgreSQL (also of a statement or lock that took too long:
 * https://www.postgresql.org/docs/current/errcodes-appendix.html) and of SQLite.
 */
const errorCodes =
  /^(ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|08(?!P01)...|57014|57P0[1-3]|55P03|53[13]00|SQLITE_FULL|SQLITE_IOERR.*)$/;
/** How messages of PostgreSQL's driver begin. */
const messages =
  /^(Connection terminated|timeout expired|timeout exceeded when trying to connect|Query read timeout|Client (has encountered a connection error|was closed))/;

/** Whether the store failed because its database could not be reached, closed the connection, or could not write. */
export function isDatabaseFailure(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = 'code' in error && typeof error.code === 'string' ? error.code : '';
  return errorCodes.test(code) || messages.test(error.message);
}
