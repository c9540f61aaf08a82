/** For the list: requests of others that Box lets a person see. */
import type { Kysely, RawBuilder } from 'kysely';

/** Adds the table, and the columns that say when Box was asked. */
export async function up(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await db.schema
    .createTable('shared_requests')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('box_id', 'text', (column) => column.notNull())
    .addColumn('record', json as never, (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('shared_requests_key', ['tenant', 'id'])
    .addUniqueConstraint('shared_requests_of_person', ['tenant', 'user_id', 'box_id'])
    .execute();
  for (const column of ['shared_asked_at', 'shared_listed_at', 'shared_failed_at'])
    await db.schema.alterTable('request_lists').addColumn(column, 'bigint').execute();
}
