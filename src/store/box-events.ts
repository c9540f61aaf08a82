/** How far the event stream of the Box enterprise has been read, for each tenant. */
import type { Kysely } from 'kysely';
import { cleanText } from './columns.ts';
import type { Tables } from './tables.ts';

export interface BoxEventStore {
  /** The position up to which the stream was read, and when (ms); null: it was never read. */
  get(tenant: string): Promise<{ readonly position: string; readonly readAt: number } | null>;
  /** Records that all events before this position have been handled. */
  save(tenant: string, position: string): Promise<void>;
}

/** Creates the store of positions. */
export function createBoxEventStore(db: Kysely<Tables>, now: () => number): BoxEventStore {
  return {
    async get(tenant) {
      const query = db.selectFrom('box_events').select(['position', 'read_at']).where('tenant', '=', tenant);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : { position: row.position, readAt: row.read_at };
    },
    async save(tenant, position) {
      const row = { position: cleanText(position), read_at: now() };
      await db
        .insertInto('box_events')
        .values({ tenant, ...row })
        .onConflict((conflict) => conflict.column('tenant').doUpdateSet(row))
        .execute();
    },
  };
}
