/**
 * Loaded into the app's process before the app: counts commits to the store, and kills the process right before or
 * right after one of them. Both databases are instrumented below the app's own code, which is not changed. A write
 * outside of a transaction is wrapped in one, so that it has a "before".
 *
 * `KILL_ORDERS` is a file with `{ round, at, phase }`, read at every commit; a new round counts from 1. `KILL_LOG` gets
 * a line for each commit: round, number, what was written.
 */
import { appendFileSync, readFileSync } from 'node:fs';
import Database from 'libsql';
import pg from 'pg';

const { KILL_ORDERS: ordersFile = '', KILL_LOG: logFile = '' } = process.env;
const writePattern = /^\s*(insert into|update|delete from)\s+"?(\w+)"?/i;
/**
 * Matches renewals of leases. They are not counted, because they depend on time: the numbers of all commits would
 * differ from run to run.
 */
const leaseRenewal = /^update "jobs" set "locked_until"/;

let round = 0;
let count = 0;

/**
 * Counts a commit and kills the process if it is due. Call it right before the commit, and what it returns right after.
 */
function beforeCommit(written) {
  if (written.length === 0) return () => undefined;
  const orders = JSON.parse(readFileSync(ordersFile, 'utf8'));
  if (orders.round !== round) {
    round = orders.round;
    count = 0;
  }
  count += 1;
  const isDue = orders.at === count;
  appendFileSync(logFile, `${round} ${count} ${written.join(', ')}\n`);
  if (isDue && orders.phase === 'before') process.kill(process.pid, 'SIGKILL');
  return () => {
    if (isDue && orders.phase === 'after') process.kill(process.pid, 'SIGKILL');
  };
}

/** The kind of write and the table of a statement, in two words; null for a lease renewal, or if it writes nothing. */
function writeOf(sql) {
  const found = leaseRenewal.test(sql) ? null : writePattern.exec(sql);
  return found ? `${found[1].split(' ')[0].toLowerCase()} ${found[2]}` : null;
}

const prepare = Database.prototype.prepare;
const inSqlite = new WeakMap();

Database.prototype.prepare = function prepareCounted(sql, ...more) {
  const statement = prepare.call(this, sql, ...more);
  const run = (verb) => (parameters) => runOnSqlite(this, sql, () => statement[verb](parameters));
  return { reader: statement.reader, all: run('all'), run: run('run') };
};

/** Runs a statement on SQLite and counts commits. */
function runOnSqlite(database, sql, execute) {
  const written = inSqlite.get(database) ?? null;
  const write = writeOf(sql);
  if (sql === 'begin') inSqlite.set(database, []);
  if (sql === 'rollback') inSqlite.delete(database);
  if (sql === 'commit') {
    const committed = beforeCommit(written ?? []);
    const result = execute();
    inSqlite.delete(database);
    committed();
    return result;
  }
  if (write === null) return execute();
  if (written === null) database.exec('begin');
  const result = execute();
  const hasWritten = Array.isArray(result) ? result.length > 0 : result.changes > 0;
  if (written !== null) {
    if (hasWritten) written.push(write);
    return result;
  }
  const committed = beforeCommit(hasWritten ? [write] : []);
  database.exec('commit');
  committed();
  return result;
}

const query = pg.Client.prototype.query;
const inPostgres = new WeakMap();

pg.Client.prototype.query = function queryCounted(sql, ...more) {
  return typeof sql === 'string'
    ? runOnPostgres(this, sql, () => query.call(this, sql, ...more))
    : query.call(this, sql, ...more);
};

/** Runs a statement on PostgreSQL and counts commits. */
async function runOnPostgres(client, sql, execute) {
  const written = inPostgres.get(client) ?? null;
  const write = writeOf(sql);
  if (sql === 'begin') inPostgres.set(client, []);
  if (sql === 'rollback') inPostgres.delete(client);
  if (sql === 'commit') {
    const committed = beforeCommit(written ?? []);
    inPostgres.delete(client);
    const result = await execute();
    committed();
    return result;
  }
  if (write === null) return execute();
  if (written === null) return inOwnTransaction(client, write, execute);
  const result = await execute();
  if (result.rowCount > 0) written.push(write);
  return result;
}

/** Runs a write that is in no transaction in a transaction of its own. */
async function inOwnTransaction(client, write, execute) {
  await query.call(client, 'begin');
  let result;
  try {
    result = await execute();
  } catch (error) {
    await query.call(client, 'rollback');
    throw error;
  }
  const committed = beforeCommit(result.rowCount > 0 ? [write] : []);
  await query.call(client, 'commit');
  committed();
  return result;
}
