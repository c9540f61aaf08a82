/** Who was welcomed in the app's messages, so that nobody is welcomed twice. */
import type { Kysely } from 'kysely';
import type { Work } from '../signing/work.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

export interface WelcomeStore {
  /** Whether it is recorded that the person is welcomed, or needs no welcome. */
  has(tenant: string, userId: string): Promise<boolean>;
  /**
   * Records that the person is welcomed, and enqueues `next` in the same transaction; does nothing if that is recorded
   * already. `next` null: the person needs no welcome.
   */
  begin(tenant: string, userId: string, next: Work | null): Promise<void>;
}

/** Creates the store of welcomes. */
export function createWelcomeStore(
  db: Kysely<Tables>,
  { transact, now }: { readonly transact: Transact; readonly now: () => number },
): WelcomeStore {
  return {
    async has(tenant, userId) {
      const query = db.selectFrom('welcomes').select('user_id').where('tenant', '=', tenant);
      return (await query.where('user_id', '=', userId).executeTakeFirst()) !== undefined;
    },
    begin: (tenant, userId, next) =>
      transact(async ({ tx, enqueue }) => {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('welcomes')
          .values({ tenant, user_id: userId, welcomed_at: now() })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (numInsertedOrUpdatedRows === 1n && next !== null) await enqueue(tenant, next);
      }),
  };
}
