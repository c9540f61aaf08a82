/**
 * Rows that belong to one Slack user, and rows of some other tables that name a person. Every table is listed here, so
 * that a new one does not compile until it is considered.
 */
import { type Kysely, sql } from 'kysely';
import { Fault } from '../failure.ts';
import { fromJson } from './columns.ts';
import { type PersonIdentity, personMatcher } from './identity.ts';
import type { Tables } from './tables.ts';

/** A Slack user of a tenant. */
export interface TenantUser {
  readonly tenant: string;
  readonly user: string;
}

/** A table whose rows belong to one Slack user each. */
interface OwnRows {
  /** The name of the column with the Slack user id. */
  readonly user: string;
  /** The names of the columns that an export shows: nothing encrypted, no hash of a secret. */
  readonly shows: readonly string[];
}

const sharedReadAt = ['shared_asked_at', 'shared_listed_at', 'shared_failed_at', 'shared_refusal'];

/**
 * For each table, which rows belong to a user. `elsewhere`: the table is handled in `personal-data.ts`, in
 * `personal-messages.ts`, or below. `nobody`: its rows do not name a person.
 */
const ownership: Readonly<Record<keyof Tables, OwnRows | 'elsewhere' | 'nobody'>> = {
  sign_requests: 'elsewhere',
  people: 'elsewhere',
  connections: 'elsewhere',
  drafts: 'elsewhere',
  jobs: 'elsewhere',
  // Ids of messages to signers contain a Slack user id: see `personal-messages.ts`. Other cards go with their
  // requests.
  cards: 'elsewhere',
  // A row holds an encrypted token, but not whose token it was.
  revocations: 'nobody',
  spent_states: 'nobody',
  look_budget: 'nobody',
  webhook_events: 'nobody',
  webhooks: {
    user: 'slack_user_id',
    shows: ['tenant', 'slack_user_id', 'folder_id', 'state', 'created_at', 'last_heard_at'],
  },
  box_events: 'nobody',
  notices: { user: 'to_user', shows: ['tenant', 'request_id', 'kind', 'to_user', 'owed_at', 'told_at'] },
  installations: { user: 'installed_by', shows: ['tenant', 'installed_by', 'created_at'] },
  pending_connections: {
    user: 'slack_user_id',
    shows: ['tenant', 'slack_user_id', 'tries', 'created_at', 'expires_at'],
  },
  oauth_states: { user: 'slack_user_id', shows: ['tenant', 'slack_user_id', 'created_at', 'expires_at'] },
  request_lists: {
    user: 'user_id',
    shows: [...['tenant', 'user_id', 'asked_at', 'listed_at', 'failed_at', 'refusal'], ...sharedReadAt],
  },
  // The requests that another user sees may name the person.
  shared_requests: 'elsewhere',
  // The search in another user's list may name the person.
  list_views: 'elsewhere',
  batches: {
    user: 'user_id',
    shows: [
      ...['tenant', 'user_id', 'verb', 'reason', 'entries'],
      ...['created_at', 'confirmed_at', 'share_sent_at', 'finished_at'],
    ],
  },
  departures: { user: 'user_id', shows: ['tenant', 'user_id', 'name', 'found_at'] },
  welcomes: { user: 'user_id', shows: ['tenant', 'user_id', 'welcomed_at'] },
  settings: { user: 'user_id', shows: ['tenant', 'user_id', 'chosen', 'changed_at'] },
  history: { user: 'user_id', shows: ['tenant', 'user_id', 'request_id', 'deed', 'result', 'at'] },
  homes: { user: 'user_id', shows: ['tenant', 'user_id', 'opened_at', 'drawn_at'] },
};

const userTables = Object.entries(ownership).flatMap(([table, how]) =>
  typeof how === 'string' ? [] : [{ table, ...how }],
);

/** The rows that belong to the user, by table. */
export async function ownRowsOf(
  db: Kysely<Tables>,
  { tenant, user }: TenantUser,
): Promise<Record<string, readonly object[]>> {
  const rows: Record<string, readonly object[]> = {};
  for (const { table, user: column, shows } of userTables) {
    const columns = sql.join(shows.map((name) => sql.ref(name)));
    const found = await sql<object>`select ${columns} from ${sql.table(table)}
      where tenant = ${tenant} and ${sql.ref(column)} = ${user}`.execute(db);
    rows[table] = found.rows;
  }
  return rows;
}

/** Tenants with a row about the user, or one that names them. */
export async function tenantsNaming(db: Kysely<Tables>, user: string): Promise<string[]> {
  const named: string[] = [];
  const isNaming = personMatcher({ tenant: null, user, addresses: [], names: [] });
  for (const table of Object.keys(columnsNaming) as (keyof typeof columnsNaming)[]) {
    const { texts, json } = columnsNaming[table];
    const list = sql.join([...texts, ...json, 'tenant'].map((name) => sql.ref(name)));
    const { rows } = await sql<{ tenant: string }>`select ${list} from ${sql.table(table)}`.execute(db);
    named.push(...rows.filter((row) => isNaming(partNaming(table, row))).map(({ tenant }) => tenant));
  }
  for (const { table, user: column } of userTables) {
    const found = await sql<{ tenant: string }>`select distinct tenant from ${sql.table(table)}
      where ${sql.ref(column)} = ${user}`.execute(db);
    named.push(...found.rows.map(({ tenant }) => tenant));
  }
  return [...new Set(named)].sort();
}

/** Columns of other tables that may name people, because they hold Slack user ids or text that people have written. */
const columnsNaming = {
  sign_requests: { texts: ['requester', 'fingerprint'], json: ['form', 'signers', 'details', 'refusal'] },
  people: { texts: ['user_id'], json: [] },
  connections: { texts: ['slack_user_id'], json: [] },
  drafts: { texts: ['user_id', 'shown'], json: ['form', 'problem'] },
  cards: { texts: ['id'], json: [] },
  list_views: { texts: ['user_id'], json: ['state'] },
  shared_requests: { texts: ['user_id'], json: ['record'] },
  batches: { texts: ['reason'], json: [] },
  jobs: { texts: ['dedupe_key', 'lane', 'last_error'], json: ['args'] },
} as const satisfies {
  [Table in keyof Tables]?: Record<'texts' | 'json', readonly (string & keyof Tables[Table])[]>;
};

/** The values of a row in the columns that may name people. */
export function partNaming(table: keyof typeof columnsNaming, row: object): readonly unknown[] {
  const { texts, json } = columnsNaming[table];
  const values = new Map<string, unknown>(Object.entries(row));
  return [...texts.map((name) => values.get(name)), ...json.map((name) => fromJson(values.get(name)))];
}

/** Jobs, open lists, reasons in batches and shared requests that have this person's id or address. */
export async function rowsNaming(
  db: Kysely<Tables>,
  identity: PersonIdentity,
): Promise<{
  readonly list_views: readonly ViewRow[];
  readonly shared_requests: readonly SharedShown[];
  readonly batch_reasons: readonly ReasonShown[];
  readonly jobs: readonly JobShown[];
}> {
  const isNaming = personMatcher(identity);
  const { tenant } = identity;
  let views = db.selectFrom('list_views').select(['tenant', 'id', 'user_id', 'state', 'changed_at']);
  let shared = db.selectFrom('shared_requests').select(['tenant', 'id', 'user_id', 'record', 'seen_at']);
  let batches = db.selectFrom('batches').select(['tenant', 'id', 'reason']).where('reason', 'is not', null);
  let jobs = db
    .selectFrom('jobs')
    .select(['tenant', 'id', 'request_id', 'step', 'args', 'dedupe_key', 'lane', 'state', 'last_error'])
    .select(['created_at', 'finished_at']);
  if (tenant !== null) {
    views = views.where('tenant', '=', tenant);
    shared = shared.where('tenant', '=', tenant);
    batches = batches.where('tenant', '=', tenant);
    jobs = jobs.where('tenant', '=', tenant);
  }
  const isIn = (table: keyof typeof columnsNaming) => (row: object) => isNaming(partNaming(table, row));
  return {
    list_views: (await views.execute()).filter(isIn('list_views')),
    shared_requests: (await shared.execute())
      .filter(isIn('shared_requests'))
      .map((row) => ({ ...row, record: fromJson(row.record) })),
    batch_reasons: (await batches.execute()).filter(isIn('batches')),
    jobs: (await jobs.execute()).filter(isIn('jobs')),
  };
}

type ViewRow = Pick<Tables['list_views'], 'tenant' | 'id' | 'user_id' | 'changed_at'>;
type SharedShown = Pick<Tables['shared_requests'], 'tenant' | 'id' | 'user_id' | 'seen_at'>;
type ReasonShown = Pick<Tables['batches'], 'tenant' | 'id' | 'reason'>;
type JobShown = Pick<Tables['jobs'], 'tenant' | 'id' | 'step' | 'state' | 'finished_at'>;

/**
 * Deletes the rows that `rowsNaming` finds; of batches, only the reason. Returns how many there were, by table.
 *
 * @param hasOpen an open request still names the person: then jobs that have not finished stay
 */
export async function deleteRowsNaming(
  tx: Kysely<Tables>,
  identity: PersonIdentity,
  { hasOpen }: { readonly hasOpen: boolean },
): Promise<Record<string, number>> {
  const { list_views: views, shared_requests: shared, batch_reasons, jobs } = await rowsNaming(tx, identity);
  for (const { tenant, id } of batch_reasons) {
    const batch = tx.updateTable('batches').set({ reason: null }).where('tenant', '=', tenant);
    await batch.where('id', '=', id).execute();
  }
  const over = hasOpen ? jobs.filter(({ finished_at }) => finished_at !== null) : jobs;
  for (const [table, rows] of [
    ['list_views', views],
    ['shared_requests', shared],
    ['jobs', over],
  ] as const) {
    for (const { tenant, id } of rows) {
      await tx.deleteFrom(table).where('tenant', '=', tenant).where('id', '=', id).execute();
    }
  }
  return {
    ...{ list_views: views.length, shared_requests: shared.length },
    ...{ batch_reasons: batch_reasons.length, jobs: over.length },
  };
}

/** The tables of which `deleteOwnRows` deletes the user's rows. */
const deletedTables = [
  'oauth_states',
  'request_lists',
  'batches',
  'departures',
  'webhooks',
  'welcomes',
  'settings',
  'homes',
  'history',
] as const satisfies readonly (keyof Tables)[];

/**
 * Deletes the rows that belong to the user, and removes the user from the installations that they made. Pending
 * connections are left, because their tokens have to be revoked in Box. Returns how many rows there were, by table.
 */
export async function deleteOwnRows(
  tx: Kysely<Tables>,
  { tenant, user }: TenantUser,
): Promise<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const table of deletedTables) {
    const query = sql`delete from ${sql.table(table)}
      where tenant = ${tenant} and ${sql.ref(userColumnOf(table))} = ${user}`;
    counts[table] = Number((await query.execute(tx)).numAffectedRows ?? 0n);
  }
  const installed = await tx
    .updateTable('installations')
    .set({ installed_by: '' })
    .where('tenant', '=', tenant)
    .where('installed_by', '=', user)
    .executeTakeFirst();
  return { ...counts, installations: Number(installed.numUpdatedRows) };
}

function userColumnOf(table: keyof Tables): string {
  const how = ownership[table];
  if (typeof how === 'string') throw new Fault(`${table} has no rows of one person`);
  return how.user;
}
