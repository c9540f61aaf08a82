/** The organisation and the workspaces that Slack says a person belongs to, on Enterprise Grid. */
import { type Kysely, type RawBuilder, sql } from 'kysely';

/** Adds the columns. Rows without them are not used: they are read from Slack again. */
export async function up(db: Kysely<unknown>, json: RawBuilder<unknown>): Promise<void> {
  await db.schema.alterTable('people').addColumn('enterprise_id', 'text').execute();
  await db.schema.alterTable('people').addColumn('workspace_ids', sql`${json}`).execute();
}
