/**
 * Where the app is installed, when people install it themselves: the encrypted bot tokens, the claims that keep them
 * from being renewed twice, and the used OAuth states. Also people who have left the workspace.
 */
import type { Kysely } from 'kysely';

/** Adds the tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('installations')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('team_id', 'text')
    .addColumn('enterprise_id', 'text')
    .addColumn('is_enterprise_install', 'integer', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('bot_user_id', 'text', (column) => column.notNull())
    .addColumn('bot_id', 'text', (column) => column.notNull())
    .addColumn('scopes', 'text', (column) => column.notNull())
    .addColumn('installed_by', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('stopped_at', 'bigint')
    .addColumn('stopped_why', 'text')
    .addColumn('bot_token', 'text', (column) => column.notNull())
    .addColumn('refresh_token', 'text')
    .addColumn('expires_at', 'bigint')
    .addColumn('generation', 'integer', (column) => column.notNull())
    .addColumn('refresh_claim', 'text')
    .addColumn('refresh_until', 'bigint')
    .addPrimaryKeyConstraint('installations_key', ['tenant'])
    .execute();
  await db.schema
    .createTable('departures')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('found_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('departures_key', ['tenant', 'user_id'])
    .execute();
  await db.schema
    .createTable('spent_states')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('spent_states_key', ['tenant', 'id'])
    .execute();
}
