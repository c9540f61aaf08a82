/** How many calls may still be spent on polling Box: a token bucket, shared by all processes of this store. */
import type { Kysely } from 'kysely';
import { type Bucket, bucketOf } from '../signing/polling.ts';
import { NO_TENANT } from './jobs.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

export interface PollBudget {
  /** The share of the budget that is left, at most 1; below 0 when it is overdrawn. */
  left(): Promise<number>;
  /** Counts calls that were made, whether or not the budget allowed them. */
  take(calls: number): Promise<void>;
}

/** Creates the budget. @param callsPerMonth how many calls to Box polling may make in a month */
export function createPollBudget(
  db: Kysely<Tables>,
  { transact, callsPerMonth, now }: { transact: Transact; callsPerMonth: number; now: () => number },
): PollBudget {
  const { fill, share } = bucketOf(callsPerMonth);
  const read = async (from: Pick<Kysely<Tables>, 'selectFrom'>): Promise<Bucket | null> => {
    const query = from.selectFrom('look_budget').select(['calls', 'at']).where('tenant', '=', NO_TENANT);
    return (await query.executeTakeFirst()) ?? null;
  };
  return {
    left: async () => share(fill(await read(db), now())),
    take: (calls) =>
      transact(async ({ tx }) => {
        const filled = fill(await read(tx), now());
        const row = { calls: filled.calls - calls, at: filled.at };
        await tx
          .insertInto('look_budget')
          .values({ tenant: NO_TENANT, ...row })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet(row))
          .execute();
      }),
  };
}
