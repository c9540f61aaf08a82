/**
 * Rows that are about one Slack user and name them by id alone. Which table is looked at where is decided here, so that
 * a table that is added must be thought of.
 */

import { type Kysely, sql } from 'kysely';
import { Fault } from '../failure.ts';
import { fromJson } from './columns.ts';
import type { Tables } from './tables.ts';

/** A member of a tenant. */
export interface Member {
  readonly tenant: string;
  readonly user: string;
}

interface Own {
  readonly user: string;
  /** What is shown of a row: nothing sealed, no hash of a secret. */
  readonly shows: readonly string[];
}

/** `elsewhere`: in `personal-data.ts`, or below. `nobody`: no person is named. */
const tables: Readonly<Record<keyof Tables, Own | 'elsewhere' | 'nobody'>> = {
  sign_requests: 'elsewhere',
  people: 'elsewhere',
  connections: 'elsewhere',
  drafts: 'elsewhere',
  jobs: 'elsewhere',
  // Found through their requests.
  cards: 'nobody',
  // A sealed token, and nothing about whose it was.
  revocations: 'nobody',
  spent_states: 'nobody',
  installations: { user: 'installed_by', shows: ['tenant', 'installed_by', 'created_at'] },
  pending_connections: {
    user: 'slack_user_id',
    shows: ['tenant', 'slack_user_id', 'tries', 'created_at', 'expires_at'],
  },
  oauth_states: { user: 'slack_user_id', shows: ['tenant', 'slack_user_id', 'created_at', 'expires_at'] },
  request_lists: { user: 'user_id', shows: ['tenant', 'user_id', 'asked_at', 'listed_at', 'failed_at'] },
  list_views: { user: 'user_id', shows: ['tenant', 'user_id', 'state', 'changed_at'] },
  departures: { user: 'user_id', shows: ['tenant', 'user_id', 'name', 'found_at'] },
};

const own = Object.entries(tables).flatMap(([table, how]) =>
  typeof how === 'string' ? [] : [{ table, ...how }],
);

/** Rows by the name of their table. */
export async function rowsOf(
  db: Kysely<Tables>,
  { tenant, user }: Member,
): Promise<Record<string, readonly object[]>> {
  const rows: Record<string, readonly object[]> = {};
  for (const { table, user: column, shows } of own) {
    const columns = sql.join(shows.map((name) => sql.ref(name)));
    const found = await sql<object>`select ${columns} from ${sql.table(table)}
      where tenant = ${tenant} and ${sql.ref(column)} = ${user}`.execute(db);
    rows[table] = found.rows;
  }
  return { ...rows, jobs: await finishedJobsOf(db, { tenant, user }) };
}

/** Tenants with a row about the user. */
export async function tenantsWith(db: Kysely<Tables>, user: string): Promise<string[]> {
  const named: string[] = [];
  for (const { table, user: column } of own) {
    const found = await sql<{ tenant: string }>`select distinct tenant from ${sql.table(table)}
      where ${sql.ref(column)} = ${user}`.execute(db);
    named.push(...found.rows.map(({ tenant }) => tenant));
  }
  return named;
}

/**
 * Deletes them; of an installation only who made it. A pending connection is left: Box has to be told of its end. So are
 * jobs that have not ended, because something is still to be done. Returns how many rows there were, by table.
 */
export async function forgetRowsOf(
  tx: Kysely<Tables>,
  { tenant, user }: Member,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of ['oauth_states', 'request_lists', 'list_views', 'departures'] as const) {
    const query = sql`delete from ${sql.table(table)}
      where tenant = ${tenant} and ${sql.ref(columnOf(table))} = ${user}`;
    counts[table] = Number((await query.execute(tx)).numAffectedRows ?? 0n);
  }
  const installed = await tx
    .updateTable('installations')
    .set({ installed_by: '' })
    .where('tenant', '=', tenant)
    .where('installed_by', '=', user)
    .executeTakeFirst();
  const jobs = await finishedJobsOf(tx, { tenant, user });
  for (const { id } of jobs) {
    await tx.deleteFrom('jobs').where('tenant', '=', tenant).where('id', '=', id).execute();
  }
  return { ...counts, installations: Number(installed.numUpdatedRows), jobs: jobs.length };
}

function columnOf(table: keyof Tables): string {
  const how = tables[table];
  if (typeof how === 'string') throw new Fault(`${table} has no rows of one person`);
  return how.user;
}

/** Jobs that have ended and were about the user. */
async function finishedJobsOf(db: Kysely<Tables>, { tenant, user }: Member) {
  const jobs = await db
    .selectFrom('jobs')
    .select(['tenant', 'id', 'step', 'args', 'state', 'created_at', 'finished_at'])
    .where('tenant', '=', tenant)
    .where('finished_at', 'is not', null)
    .execute();
  return jobs.filter(({ args }) => Object.values(fromJson<object>(args ?? '{}')).includes(user));
}
