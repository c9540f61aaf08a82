/** The people who have opened the app's Home tab, and what it shows. The tab is redrawn for these people only. */
import type { Kysely } from 'kysely';
import type { Work } from '../signing/work.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

/** How long Home is redrawn (ms) for a person who does not open it. Opening it starts this anew. */
export const HOME_LIFE_MS = 30 * 24 * 60 * 60 * 1000;

/** The Home of a person who has opened it. */
export interface Home {
  /** When Home was last published for the person (ms). */
  readonly drawnAt: number | null;
  /** Hash of the view that was published; null: Slack may show something else. */
  readonly drawnHash: string | null;
}

export interface HomeStore {
  /** The Home of a person; null: they have never opened it, or not for a long time. */
  get(tenant: string, userId: string): Promise<Home | null>;
  /**
   * Records that the person has opened it, and enqueues `next` in the same transaction.
   *
   * @param viewHash Slack's hash of the view that the person sees; null: there is none. If it differs from the hash of
   * the last published view, the next drawing is published even if nothing has changed
   */
  recordOpened(tenant: string, userId: string, viewHash: string | null, next: Work): Promise<void>;
  /** Records that Home was published: our hash of the view, and Slack's hash of it. */
  recordDrawn(tenant: string, userId: string, drawn: { hash: string; viewHash: string }): Promise<void>;
  /** Stops redrawing Home until the person opens it again. */
  remove(tenant: string, userId: string): Promise<void>;
}

/** Creates the store of the Home tabs that people have opened. */
export function createHomeStore(
  db: Kysely<Tables>,
  { transact, now }: { readonly transact: Transact; readonly now: () => number },
): HomeStore {
  return {
    async get(tenant, userId) {
      const query = db.selectFrom('homes').select(['drawn_at', 'drawn_hash']).where('tenant', '=', tenant);
      const row = await query.where('user_id', '=', userId).executeTakeFirst();
      return row === undefined ? null : { drawnAt: row.drawn_at, drawnHash: row.drawn_hash };
    },
    recordOpened: (tenant, userId, viewHash, next) =>
      transact(async ({ tx, enqueue }) => {
        const opened = { opened_at: now() };
        await tx
          .insertInto('homes')
          .values({ tenant, user_id: userId, ...opened, drawn_at: null, drawn_hash: null, view_hash: null })
          .onConflict((conflict) => conflict.columns(['tenant', 'user_id']).doUpdateSet(opened))
          .execute();
        await tx
          .updateTable('homes')
          .set({ drawn_hash: null })
          .where('tenant', '=', tenant)
          .where('user_id', '=', userId)
          .where('view_hash', 'is distinct from', viewHash)
          .execute();
        await enqueue(tenant, next);
      }),
    async recordDrawn(tenant, userId, { hash, viewHash }) {
      await db
        .updateTable('homes')
        .set({ drawn_at: now(), drawn_hash: hash, view_hash: viewHash })
        .where('tenant', '=', tenant)
        .where('user_id', '=', userId)
        .execute();
    },
    async remove(tenant, userId) {
      await db.deleteFrom('homes').where('tenant', '=', tenant).where('user_id', '=', userId).execute();
    },
  };
}
