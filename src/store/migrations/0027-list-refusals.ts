/**
 * The list says why Box refused to give it. An older process beside a newer one does not clear the reason: until the
 * newer one reads the list again, a later failure may be shown with it.
 */
import type { Kysely } from 'kysely';

/** Adds the columns, for the person's own requests and for those shared with them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const column of ['refusal', 'shared_refusal'])
    await db.schema.alterTable('request_lists').addColumn(column, 'text').execute();
}
