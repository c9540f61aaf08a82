/** The settings that workspaces and people have set. */
import type { Kysely, RawBuilder } from 'kysely';

/** Adds the table. */
export async function up(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await db.schema
    .createTable('settings')
    .addColumn('tenant', 'text', (column) => column.notNull())
    // An empty `user_id` stands for the settings of the whole workspace.
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('chosen', json as never, (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('settings_key', ['tenant', 'user_id'])
    .execute();
}
