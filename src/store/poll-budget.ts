/** How many calls may still be spent on polling Box: a token bucket, shared by all processes of this store. */
import type { Kysely } from 'kysely';
import { type CallBudget, callBudgetOf } from '../signing/polling.ts';
import { NO_TENANT } from './jobs.ts';
import type { Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

/** The calls that may still be spent on polling Box. */
export interface PollBudget {
  /** The share of the budget that is left, at most 1; below 0 when it is overdrawn. */
  left(): Promise<number>;
  /** Counts calls that were made, whether or not the budget allowed them. */
  take(calls: number): Promise<void>;
  /** The number of calls since this month began (UTC), and the limit for a month. */
  usage(): Promise<{ readonly used: number; readonly perMonth: number }>;
}

interface StoredBudget extends CallBudget {
  readonly used: number | null;
  /** The month (UTC) of `used`, such as `2026-11`. */
  readonly used_in: string | null;
}

/** Creates the budget. @param pollCallsPerMonth how many calls to Box polling may make in a month */
export function createPollBudget(
  db: Kysely<Tables>,
  { transact, pollCallsPerMonth, now }: { transact: Transact; pollCallsPerMonth: number; now: () => number },
): PollBudget {
  const { fill, share } = callBudgetOf(pollCallsPerMonth);
  const columns = ['calls', 'at', 'used', 'used_in'] as const;
  const read = async (): Promise<StoredBudget | null> => {
    const query = db.selectFrom('look_budget').select(columns).where('tenant', '=', NO_TENANT);
    return (await query.executeTakeFirst()) ?? null;
  };
  const month = (): string => new Date(now()).toISOString().slice(0, 7);
  const usedIn = (stored: StoredBudget | null): number =>
    stored?.used_in === month() ? Number(stored.used ?? 0) : 0;
  return {
    left: async () => share(fill(await read(), now())),
    usage: async () => ({ used: usedIn(await read()), perMonth: pollCallsPerMonth }),
    take: (calls) =>
      transact(async ({ tx }) => {
        // An upsert that changes nothing locks the row until the transaction ends, even if it did not exist.
        const stored = await tx
          .insertInto('look_budget')
          .values({ tenant: NO_TENANT, ...fill(null, now()) })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet({ tenant: NO_TENANT }))
          .returning(columns)
          .executeTakeFirstOrThrow();
        const { calls: left, at } = fill(stored, now());
        const used = { used: usedIn(stored) + calls, used_in: month() };
        const query = tx.updateTable('look_budget').set({ calls: left - calls, at, ...used });
        await query.where('tenant', '=', NO_TENANT).execute();
      }),
  };
}
