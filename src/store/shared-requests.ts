/**
 * The requests of others that Box shows to a person, as Box last listed them: for drawing the list, and for sending
 * each reminder or cancel only once. They are kept apart from the requests that people make with the app, and only for
 * a day.
 */
import type { Selectable, Transaction } from 'kysely';
import type { Decision, SignRequest } from '../signing/sign-request.ts';
import type { Work } from '../signing/work.ts';
import { holdLease, type Lease } from './claims.ts';
import { cleanText, fromJson, toJson } from './columns.ts';
import type { Engine } from './engine.ts';
import { holdConnection } from './held-connection.ts';
import type { ChangeResult } from './sign-requests.ts';
import type { SharedRequestRow, Tables } from './tables.ts';
import type { Transact, TransactOptions } from './transaction.ts';

/** How long a shared request is stored (ms) after Box last listed it. */
export const SHARED_LIFE_MS = 24 * 60 * 60 * 1000;

/** Number of rows that one statement writes. */
const rowsPerStatement = 500;

/** The person to whom Box shows the requests of others. */
export interface SharedWith {
  readonly tenant: string;
  readonly user: string;
}

export interface SharedRequestStore {
  list(whose: SharedWith): Promise<SignRequest[]>;
  /** A shared request; null when there is none with this id, or it is another person's. */
  get(whose: SharedWith, id: string): Promise<SignRequest | null>;
  /**
   * Replaces all shared requests of the person by those that Box lists now; `decide` makes the new records from the
   * stored ones. A reminder or cancel that is recorded at the same time is kept. Also stores when the list was read,
   * unless `listedAt` is null. Throws LeaseLost and writes nothing unless the job is still leased; and
   * ConnectionChanged with `since`, as `holdConnection` does.
   */
  replaceAll(
    whose: SharedWith,
    decide: (known: readonly SignRequest[]) => readonly SignRequest[],
    lease: Lease,
    read: { readonly since: number | null; readonly listedAt: number | null },
  ): Promise<void>;
  /**
   * Changes a shared request as `decide` says, and then enqueues `next` instead of the decision's own steps. Returns
   * null when there is no such request. With `lease`, throws LeaseLost and writes nothing unless the job is still
   * leased.
   */
  change(
    whose: SharedWith,
    id: string,
    decide: (record: SignRequest) => Decision | null,
    next: readonly Work[],
    options?: TransactOptions & { readonly lease?: Lease | undefined },
  ): Promise<ChangeResult | null>;
}

/** Creates the store of shared requests. */
export function createSharedRequestStore(
  engine: Engine,
  { transact, now }: { readonly transact: Transact; readonly now: () => number },
): SharedRequestStore {
  const rowsOf = (db: Pick<Engine['db'], 'selectFrom'>, { tenant, user }: SharedWith) =>
    db.selectFrom('shared_requests').selectAll().where('tenant', '=', tenant).where('user_id', '=', user);
  return {
    list: async (whose) => (await rowsOf(engine.db, whose).orderBy('id').execute()).map(toRecord),
    get: async (whose, id) => {
      // The id is cleaned because it may come from outside the app.
      const row = await rowsOf(engine.db, whose).where('id', '=', cleanText(id)).executeTakeFirst();
      return row === undefined ? null : toRecord(row);
    },
    replaceAll: (whose, decide, lease, { since, listedAt }) =>
      transact(async ({ tx }) => {
        await holdConnection(tx, engine, whose, since);
        await holdLease(tx, engine, lease);
        if (listedAt !== null) await setListedAt(tx, whose, listedAt);
        const query = rowsOf(tx, whose);
        const known = await (engine.locksRows ? query.forUpdate() : query).execute();
        const records = decide(known.map(toRecord));
        const { tenant, user } = whose;
        const listed = new Set(records.map(({ id }) => id));
        const gone = known.flatMap(({ id }) => (listed.has(id) ? [] : [id]));
        for (const ids of portions(gone))
          await tx
            .deleteFrom('shared_requests')
            .where('tenant', '=', tenant)
            .where('id', 'in', ids)
            .execute();
        const rows = records.map((record) => ({
          ...{ tenant, user_id: user, id: record.id, box_id: record.boxId ?? '' },
          ...{ record: toJson(record), seen_at: now() },
        }));
        for (const values of portions(rows)) {
          await tx
            .insertInto('shared_requests')
            .values(values)
            .onConflict((conflict) =>
              conflict.columns(['tenant', 'user_id', 'box_id']).doUpdateSet(({ ref }) => ({
                record: ref('excluded.record'),
                seen_at: ref('excluded.seen_at'),
              })),
            )
            .execute();
        }
      }),
    change: (whose, id, decide, next, { lease, ...options } = {}) =>
      transact(async ({ tx, enqueue }) => {
        const query = rowsOf(tx, whose).where('id', '=', id);
        const row = await (engine.locksRows ? query.forUpdate() : query).executeTakeFirst();
        if (lease !== undefined) await holdLease(tx, engine, lease);
        if (row === undefined) return null;
        const record = toRecord(row);
        const decision = decide(record);
        if (decision === null || 'refusal' in decision) return { record, isChanged: false };
        await tx
          .updateTable('shared_requests')
          .set({ record: toJson(decision.record) })
          .where('tenant', '=', whose.tenant)
          .where('id', '=', id)
          .execute();
        for (const work of next) await enqueue(whose.tenant, work);
        return { record: decision.record, isChanged: true };
      }, options),
  };
}

/**
 * Deletes a person's shared requests, and when Box last listed or refused them, within the caller's transaction,
 * because their connection has ended or is being replaced.
 */
export async function deleteSharedRequests(
  tx: Transaction<Tables>,
  { tenant, user }: SharedWith,
): Promise<void> {
  // The row about the list is locked first, as in `replaceAll`, so that the two cannot deadlock.
  const lists = tx.updateTable('request_lists').where('tenant', '=', tenant).where('user_id', '=', user);
  await lists.set({ shared_listed_at: null, shared_failed_at: null, shared_refusal: null }).execute();
  const shared = tx.deleteFrom('shared_requests').where('tenant', '=', tenant);
  await shared.where('user_id', '=', user).execute();
}

async function setListedAt(tx: Transaction<Tables>, { tenant, user }: SharedWith, at: number): Promise<void> {
  const lists = tx.updateTable('request_lists').set({ shared_listed_at: at }).where('tenant', '=', tenant);
  await lists.where('user_id', '=', user).execute();
}

/** Splits the list into parts of at most `rowsPerStatement`. */
function portions<T>(all: readonly T[]): T[][] {
  const count = Math.ceil(all.length / rowsPerStatement);
  return Array.from({ length: count }, (_, part) =>
    all.slice(part * rowsPerStatement, (part + 1) * rowsPerStatement),
  );
}

function toRecord(row: Selectable<SharedRequestRow>): SignRequest {
  return fromJson<SignRequest>(row.record);
}
