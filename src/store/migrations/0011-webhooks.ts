/** For webhooks: those that the app has created in Box, and which of their notifications have arrived. */
import type { Kysely } from 'kysely';

/** Adds the tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('webhooks')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('slack_user_id', 'text', (column) => column.notNull())
    .addColumn('folder_id', 'text', (column) => column.notNull())
    .addColumn('box_id', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('address', 'text', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('last_heard_at', 'bigint')
    .addPrimaryKeyConstraint('webhooks_key', ['tenant', 'slack_user_id', 'folder_id'])
    .execute();
  await db.schema.createIndex('webhooks_box_id').on('webhooks').columns(['box_id']).execute();
  await db.schema
    .createTable('webhook_events')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('webhook_events_key', ['tenant', 'id'])
    .execute();
  await db.schema.createIndex('webhook_events_seen').on('webhook_events').columns(['seen_at']).execute();
}
