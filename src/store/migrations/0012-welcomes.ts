/** For welcoming each person once: a table of the people who were welcomed. */
import type { Kysely } from 'kysely';

/** Adds the table. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('welcomes')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('welcomed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('welcomes_key', ['tenant', 'user_id'])
    .execute();
}
