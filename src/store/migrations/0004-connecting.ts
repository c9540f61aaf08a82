/**
 * For connecting a Box account: links and OAuth states, connections that wait for their person to type a code, and
 * tokens that are to be revoked in Box.
 */
import type { Kysely } from 'kysely';

/** Adds the tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('oauth_states')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('slack_user_id', 'text', (column) => column.notNull())
    .addColumn('state_hash', 'text', (column) => column.notNull())
    .addColumn('stage', 'text', (column) => column.notNull())
    .addColumn('browser_hash', 'text')
    .addColumn('view_id', 'text')
    .addColumn('draft_id', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('oauth_states_key', ['tenant', 'id'])
    .addUniqueConstraint('oauth_states_hash', ['state_hash'])
    .execute();
  await db.schema.createIndex('oauth_states_age').on('oauth_states').columns(['expires_at']).execute();
  await db.schema
    .createTable('pending_connections')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('slack_user_id', 'text', (column) => column.notNull())
    .addColumn('connection', 'text', (column) => column.notNull())
    .addColumn('view_id', 'text')
    .addColumn('draft_id', 'text')
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('tries', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('pending_connections_key', ['tenant', 'id'])
    .addUniqueConstraint('pending_connections_user', ['tenant', 'slack_user_id'])
    .execute();
  await db.schema
    .createTable('revocations')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('token', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('revocations_key', ['tenant', 'id'])
    .execute();
}
