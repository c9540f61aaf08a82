/** For `/sign workspace`: how many calls polling has made in this month. */
import type { Kysely } from 'kysely';

/** Adds the columns; null in rows of older versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('look_budget').addColumn('used', 'bigint').execute();
  await db.schema.alterTable('look_budget').addColumn('used_in', 'text').execute();
}
