/** For forms that somebody went back to from the link to Box: what comes of that way must not take their place. */
import type { Kysely } from 'kysely';

/** Adds the column. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('drafts').addColumn('back_in_view', 'text').execute();
}
