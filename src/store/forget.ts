/**
 * Deletes everything stored for a tenant, after the app was uninstalled there. Only its Box tokens are kept, without
 * the tenant, until they are revoked.
 */
import { type Kysely, type SqlBool, sql, type Transaction } from 'kysely';
import { NO_TENANT } from './jobs.ts';
import { pendingConnectionIn } from './pending-connections.ts';
import { revokeLater, tokenToRevoke } from './revocations.ts';
import { readableOrNull, type Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';
import { openTokens } from './token-columns.ts';
import type { Transact } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/**
 * Every table: a new one is a compile error until it is listed here, so that none is missed when data is erased or
 * backed up. In those that say `stays`, a tenant may have rows that never expire although it has none elsewhere.
 */
export const allTables = {
  cards: 'goes',
  notices: 'goes',
  look_budget: 'goes',
  webhooks: 'stays',
  webhook_events: 'goes',
  box_events: 'stays',
  sign_requests: 'stays',
  drafts: 'goes',
  people: 'goes',
  connections: 'stays',
  oauth_states: 'goes',
  pending_connections: 'stays',
  revocations: 'goes',
  request_lists: 'stays',
  list_views: 'goes',
  batches: 'goes',
  shared_requests: 'goes',
  installations: 'stays',
  departures: 'goes',
  welcomes: 'stays',
  settings: 'stays',
  homes: 'goes',
  history: 'goes',
  spent_states: 'goes',
  jobs: 'goes',
} as const satisfies Readonly<Record<keyof Tables, 'stays' | 'goes'>>;

/** Names of all tables. `Object.keys` is typed as text; the keys are those of the object above. */
const tableNames = Object.keys(allTables) as (keyof Tables)[];

/** Every tenant that has a waiting job, or stored data that does not expire by itself. */
export async function tenantsIn(db: Kysely<Tables>): Promise<string[]> {
  const stay = tableNames.filter((table) => allTables[table] === 'stays');
  const found = stay.map((table) => db.selectFrom(table).select('tenant').distinct().execute());
  const jobs = db.selectFrom('jobs').select('tenant').distinct();
  const waiting = jobs.where('state', '=', 'waiting').where('tenant', '<>', NO_TENANT).execute();
  const tenants = (await Promise.all([...found, waiting])).flat().map(({ tenant }) => tenant);
  return [...new Set(tenants)].sort();
}

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly rules: WorkRules;
  readonly now: () => number;
}

/**
 * Deletes everything of the tenant in one transaction. Returns false, and deletes nothing, when the app was installed
 * again meanwhile.
 *
 * @param generation that of the installation which has ended; null when the store has no installation of the tenant
 */
export function forgetTenant(tools: Tools, tenant: string, generation: number | null): Promise<boolean> {
  return tools.transact(async (unit) => {
    const { tx } = unit;
    if (generation === null) {
      const query = tx.selectFrom('installations').select('tenant').where('tenant', '=', tenant);
      if ((await query.executeTakeFirst()) !== undefined) return false;
    } else {
      const { numDeletedRows } = await tx
        .deleteFrom('installations')
        .where('tenant', '=', tenant)
        .where('generation', '=', generation)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
    }
    for (const token of await takeBoxTokens(tx, tools.secrets, tenant)) {
      await revokeLater(unit, tools, NO_TENANT, token);
    }
    for (const table of tableNames) {
      await tx.deleteFrom(table).where('tenant', '=', tenant).execute();
    }
    return true;
  });
}

/**
 * Deletes the tenant's OAuth attempts and all rows with Box refresh tokens, and returns those tokens. A person who
 * connects at this moment needs an attempt or a pending connection, and both are deleted first: so their connection
 * either exists when the connections are deleted, or is never made. A token that no key decrypts cannot be revoked; Box
 * ends it when it has not been used for 60 days.
 */
async function takeBoxTokens(tx: Transaction<Tables>, secrets: Secrets, tenant: string): Promise<string[]> {
  await tx.deleteFrom('oauth_states').where('tenant', '=', tenant).execute();
  const ofTenant = sql<SqlBool>`tenant = ${tenant}`;
  const pending = await tx.deleteFrom('pending_connections').where(ofTenant).returningAll().execute();
  const connections = await tx.deleteFrom('connections').where(ofTenant).returningAll().execute();
  const revocations = await tx.deleteFrom('revocations').where(ofTenant).returningAll().execute();
  const readers = [
    ...connections.map((row) => () => openTokens(secrets, tenant, row.slack_user_id, row)?.refreshToken),
    ...pending.map((row) => () => pendingConnectionIn(row, secrets).tokens.refreshToken),
    ...revocations.map((row) => () => tokenToRevoke(row, secrets)),
  ];
  return readers.flatMap((read) => readableOrNull(read) ?? []);
}
