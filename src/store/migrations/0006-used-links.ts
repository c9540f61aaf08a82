/** For links to Box that were used up: what they were is kept, so that whoever opens one again gets another. */
import type { Kysely } from 'kysely';

/** Adds the column. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('oauth_states').addColumn('link_hash', 'text').execute();
  await db.schema.createIndex('oauth_states_link').on('oauth_states').columns(['link_hash']).execute();
}
