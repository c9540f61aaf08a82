/** A draft keeps the state in which its form was last shown, such as whether More options is expanded. */
import type { Kysely } from 'kysely';

/** Adds the column. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('drafts').addColumn('shown', 'text').execute();
}
