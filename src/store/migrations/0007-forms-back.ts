/**
 * For forms that a person went back to from the link to Box, so that the result of connecting does not replace them.
 */
import type { Kysely } from 'kysely';

/** Adds the column. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('drafts').addColumn('back_in_view', 'text').execute();
}
