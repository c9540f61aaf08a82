/** For following requests automatically: the budget of calls for polling Box, and the notices that people are owed. */
import type { Kysely } from 'kysely';

/** Adds the tables. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('look_budget')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('calls', 'double precision', (column) => column.notNull())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('look_budget_key', ['tenant'])
    .execute();
  await db.schema
    .createTable('notices')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('about', 'text', (column) => column.notNull())
    .addColumn('to_user', 'text', (column) => column.notNull())
    .addColumn('owed_at', 'bigint', (column) => column.notNull())
    .addColumn('message_key', 'text')
    .addColumn('told_at', 'bigint')
    .addPrimaryKeyConstraint('notices_key', ['tenant', 'request_id', 'kind', 'about', 'to_user'])
    .addForeignKeyConstraint(
      'notices_request',
      ['tenant', 'request_id'],
      'sign_requests',
      ['tenant', 'id'],
      (constraint) => constraint.onDelete('cascade'),
    )
    .execute();
  await db.schema
    .createIndex('notices_of_user')
    .on('notices')
    .columns(['tenant', 'to_user', 'told_at'])
    .execute();
}
