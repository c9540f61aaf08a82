/** Phone numbers for checks by text message, encrypted. */
import type { Kysely } from 'kysely';

/** Adds the columns. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const table of ['drafts', 'sign_requests']) {
    await db.schema.alterTable(table).addColumn('phones', 'text').execute();
  }
}
