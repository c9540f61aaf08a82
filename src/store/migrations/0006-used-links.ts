/**
 * For used links to Box: the attempt of a used link stays known, so that a person who opens it again gets a new one.
 */
import type { Kysely } from 'kysely';

/** Adds the column. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('oauth_states').addColumn('link_hash', 'text').execute();
  await db.schema.createIndex('oauth_states_link').on('oauth_states').columns(['link_hash']).execute();
}
