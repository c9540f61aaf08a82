/** For App Home: who has opened it, and which view was published last. */
import type { Kysely } from 'kysely';

/** Adds the table. */
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
}
