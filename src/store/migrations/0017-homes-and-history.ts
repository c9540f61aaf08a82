/** For App Home: who has opened it, and what it shows. For Details: what people did from Slack. */
import type { Kysely } from 'kysely';

/** Adds the tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('homes')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('opened_at', 'bigint', (column) => column.notNull())
    .addColumn('drawn_at', 'bigint')
    .addColumn('drawn_hash', 'text')
    .addColumn('view_hash', 'text')
    .addPrimaryKeyConstraint('homes_key', ['tenant', 'user_id'])
    .execute();
  await db.schema
    .createTable('history')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('deed', 'text', (column) => column.notNull())
    .addColumn('result', 'text', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('history_key', ['tenant', 'id'])
    .addForeignKeyConstraint(
      'history_request',
      ['tenant', 'request_id'],
      'sign_requests',
      ['tenant', 'id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute();
  await db.schema.createIndex('history_of_request').on('history').columns(['tenant', 'request_id']).execute();
}
