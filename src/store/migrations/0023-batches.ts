/** For the list: what a person does with several requests at once. */
import type { Kysely, RawBuilder } from 'kysely';

/** Adds the table. */
export async function up(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await db.schema
    .createTable('batches')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('verb', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('entries', json as never, (column) => column.notNull())
    .addColumn('view_id', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('confirmed_at', 'bigint')
    .addColumn('share_sent_at', 'bigint')
    .addColumn('finished_at', 'bigint')
    .addPrimaryKeyConstraint('batches_key', ['tenant', 'id'])
    .execute();
}
