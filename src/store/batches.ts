/** Stores batches: actions of people on several requests, with the chosen requests and the result for each. */
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import type { Batch, BatchEntry, BatchVerb } from '../signing/batch.ts';
import type { Work } from '../signing/work.ts';
import { holdLease, type Lease } from './claims.ts';
import { cleanText, cleanTextOrNull, fromJson, toJson } from './columns.ts';
import type { Engine } from './engine.ts';
import type { BatchRow, Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** How long a confirmed batch that never ends is stored (ms). */
const UNFINISHED_LIFE_MS = 7 * DAY_MS;

/**
 * Whether a batch has expired, and counts as missing: a day after its end, a day after it was made if it was never
 * confirmed, or seven days after it was confirmed if it never ended.
 */
export function isBatchExpired(nowAt: number): Expression<SqlBool> {
  return sql<SqlBool>`(case when finished_at is not null then finished_at <= ${nowAt - DAY_MS}
    when confirmed_at is null then created_at <= ${nowAt - DAY_MS}
    else confirmed_at <= ${nowAt - UNFINISHED_LIFE_MS} end)`;
}

export interface BatchStore {
  /** Stores a new batch, with the requests from which the person chooses. */
  add(tenant: string, batch: Pick<Batch, 'id' | 'user' | 'verb' | 'entries'>): Promise<void>;
  /** Stores the action and which requests the person has chosen, unless the batch was confirmed already. */
  choose(tenant: string, batch: Pick<Batch, 'id' | 'user' | 'verb' | 'entries'>): Promise<void>;
  /** A batch; null when there is none with this id, it has expired, or it is another person's. */
  get(tenant: string, user: string, id: string): Promise<Batch | null>;
  /**
   * Confirms the batch with these entries, and enqueues its job `next` in the same transaction, without waking the
   * workers. Returns false, and changes nothing, when it was confirmed before.
   */
  confirm(
    tenant: string,
    batch: Pick<Batch, 'id' | 'user' | 'reason' | 'entries' | 'viewId'>,
    next: Work,
  ): Promise<boolean>;
  /**
   * Stores the progress of the batch, and enqueues `next` in the same transaction. The reason is deleted when the batch
   * has ended. Throws LeaseLost and writes nothing unless the job is still leased.
   */
  save(tenant: string, batch: Batch, lease: Lease, next?: Work | null): Promise<void>;
}

/** Creates the store of batches. */
export function createBatchStore(
  engine: Engine,
  { transact, now }: { readonly transact: Transact; readonly now: () => number },
): BatchStore {
  return {
    async add(tenant, { id, user, verb, entries }) {
      await engine.db
        .insertInto('batches')
        .values({ tenant, id, user_id: user, verb, entries: toJson(entries), created_at: now() })
        .execute();
    },
    async choose(tenant, { id, user, verb, entries }) {
      await engine.db
        .updateTable('batches')
        .set({ verb, entries: toJson(entries) })
        .where('tenant', '=', tenant)
        .where('id', '=', id)
        .where('user_id', '=', user)
        .where('confirmed_at', 'is', null)
        .execute();
    },
    get: (tenant, user, id) => readBatch(engine.db, tenant, user, id, now()),
    confirm: (tenant, { id, user, reason, entries, viewId }, next) =>
      transact(
        async ({ tx, enqueue }) => {
          const { numUpdatedRows } = await tx
            .updateTable('batches')
            .set({
              reason: cleanTextOrNull(reason),
              ...{ entries: toJson(entries), view_id: viewId, confirmed_at: now() },
            })
            .where('tenant', '=', tenant)
            .where('id', '=', id)
            .where('user_id', '=', user)
            .where('confirmed_at', 'is', null)
            .executeTakeFirst();
          if (numUpdatedRows === 0n) return false;
          await enqueue(tenant, next);
          return true;
        },
        { wake: false },
      ),
    save: (tenant, batch, lease, next = null) =>
      transact(async ({ tx, enqueue }) => {
        await holdLease(tx, engine, lease);
        const { entries, viewId, shareSentAt, finishedAt } = batch;
        await tx
          .updateTable('batches')
          .set({
            entries: toJson(entries),
            view_id: viewId,
            share_sent_at: shareSentAt,
            finished_at: finishedAt,
            ...(finishedAt !== null && { reason: null }),
          })
          .where('tenant', '=', tenant)
          .where('id', '=', batch.id)
          .execute();
        if (next) await enqueue(tenant, next);
      }),
  };
}

async function readBatch(
  db: Kysely<Tables>,
  tenant: string,
  user: string,
  id: string,
  nowAt: number,
): Promise<Batch | null> {
  const query = db.selectFrom('batches').selectAll().where('tenant', '=', tenant);
  // The id is cleaned because it may come from outside the app.
  const own = query.where('id', '=', cleanText(id)).where('user_id', '=', user);
  const row = await own.where(sql<SqlBool>`not ${isBatchExpired(nowAt)}`).executeTakeFirst();
  return row === undefined ? null : toBatch(row as BatchRow);
}

function toBatch(row: BatchRow): Batch {
  return {
    id: row.id,
    user: row.user_id,
    // Only this store writes batches, so the column holds a valid verb.
    verb: row.verb as BatchVerb,
    reason: row.reason,
    entries: fromJson<BatchEntry[]>(row.entries),
    viewId: row.view_id,
    confirmedAt: row.confirmed_at,
    shareSentAt: row.share_sent_at,
    finishedAt: row.finished_at,
  };
}
