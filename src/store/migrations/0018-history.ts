/** For the history in Details: a table of what people did with requests from Slack. */
import type { Kysely } from 'kysely';

/** Adds the table. */
export async function up(db: Kysely<unknown>): Promise<void> {
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
