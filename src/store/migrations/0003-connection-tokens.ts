/**
 * People's own Box tokens, encrypted; the claims that keep them from being refreshed twice; and, for people without
 * own tokens, when they were pinned to their Box user. Earlier rows hold no tokens.
 */
import type { Kysely } from 'kysely';

/** Adds the columns. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const name of ['access_token', 'refresh_token', 'ended_why', 'refresh_claim']) {
    await db.schema.alterTable('connections').addColumn(name, 'text').execute();
  }
  for (const name of ['expires_at', 'ended_at', 'pinned_at', 'refresh_until']) {
    await db.schema.alterTable('connections').addColumn(name, 'bigint').execute();
  }
  await db.schema
    .alterTable('connections')
    .addColumn('generation', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await db.schema
    .alterTable('connections')
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('active'))
    .execute();
}
