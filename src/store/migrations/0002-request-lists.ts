/**
 * For the list of a person's sign requests: the texts a request is found by, the lists that are open now, and when
 * Box was last asked for a person's list.
 */
import { type Kysely, type RawBuilder, sql } from 'kysely';

/** Adds the columns and tables; `json` is the engine's type of JSON columns. */
export async function up(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  for (const name of ['words', 'documents']) {
    await db.schema
      .alterTable('sign_requests')
      // An older version that still runs at the same time writes rows without them.
      .addColumn(name, 'text', (column) => column.notNull().defaultTo(''))
      .execute();
  }
  await db.schema
    .createTable('request_lists')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('asked_at', 'bigint')
    .addColumn('listed_at', 'bigint')
    .addColumn('failed_at', 'bigint')
    .addPrimaryKeyConstraint('request_lists_key', ['tenant', 'user_id'])
    .execute();
  await db.schema
    .createTable('list_views')
    .addColumn('tenant', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('user_id', 'text', (column) => column.notNull())
    .addColumn('state', sql`${json}`, (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('list_views_key', ['tenant', 'id'])
    .execute();
  await db.schema.createIndex('list_views_of_user').on('list_views').columns(['tenant', 'user_id']).execute();
  await db.schema.createIndex('list_views_age').on('list_views').columns(['changed_at']).execute();
}
