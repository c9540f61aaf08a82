/**
 * The history of what people did, from Slack, with sign requests. Entries are never changed. They are deleted with
 * their request, or with the data of their person.
 */
import type { Kysely, Transaction } from 'kysely';
import type { Deed, DeedResult, HistoryEntry } from '../signing/history.ts';
import { work } from '../signing/work.ts';
import { currentCause } from '../telemetry.ts';
import { timeOrderedId } from './new-job.ts';
import type { Tables } from './tables.ts';
import type { Transact, UnitOfWork } from './transaction.ts';

/** A history entry, and when it was stored (ms). */
export interface StoredEntry extends HistoryEntry {
  readonly at: number;
  /** Reference of the press; null in entries of older versions. */
  readonly reference: string | null;
}

/** An entry with its workspace and request, and the person's name and Box's number of the request, where known. */
export interface LoggedEntry extends StoredEntry {
  readonly tenant: string;
  readonly requestId: string;
  readonly name: string | null;
  readonly number: string | null;
}

/** Stores what people did with requests from Slack. */
export interface HistoryStore {
  /** Adds an entry that a person has shared the request in a channel, and enqueues a redraw. */
  addShared(tenant: string, requestId: string, by: string): Promise<void>;
  /**
   * Deletes the card in a channel, adds an entry that a person has withdrawn it, and enqueues a redraw. When the card
   * is gone, there is no entry.
   */
  addWithdrawn(
    tenant: string,
    card: { readonly id: string; readonly requestId: string },
    by: string,
  ): Promise<void>;
  /** All entries of a workspace, or with null of all workspaces, one after another; the oldest of each first. */
  all(tenant: string | null): Promise<LoggedEntry[]>;
  /** The history entries of a request, oldest first. */
  of(tenant: string, requestId: string): Promise<StoredEntry[]>;
}

/** Adds entries within the caller's transaction. */
export async function addHistory(
  tx: Transaction<Tables>,
  { tenant, id: requestId }: { readonly tenant: string; readonly id: string },
  entries: readonly HistoryEntry[],
  at: number,
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map(({ deed, by, result }) => ({
    tenant,
    id: timeOrderedId(at),
    request_id: requestId,
    user_id: by,
    deed,
    result,
    at,
    reference: currentCause()?.reference ?? null,
  }));
  await tx.insertInto('history').values(rows).execute();
}

/** Creates the store of the history. */
export function createHistoryStore(
  db: Kysely<Tables>,
  { transact, now }: { readonly transact: Transact; readonly now: () => number },
): HistoryStore {
  const add = async (unit: UnitOfWork, tenant: string, requestId: string, entry: HistoryEntry) => {
    await addHistory(unit.tx, { tenant, id: requestId }, [entry], now());
    await unit.enqueue(tenant, work.redraw({ requestId }));
  };
  return {
    addShared: (tenant, requestId, by) =>
      transact((unit) => add(unit, tenant, requestId, { deed: 'share', by, result: 'done' })),
    addWithdrawn: (tenant, { id, requestId }, by) =>
      transact(async (unit) => {
        // The job first and the card second, as in `recordPosting`, so that the two cannot deadlock.
        await unit.enqueue(tenant, work.redraw({ requestId }));
        const cards = unit.tx.deleteFrom('cards').where('tenant', '=', tenant).where('id', '=', id);
        const { numDeletedRows } = await cards.executeTakeFirst();
        if (numDeletedRows === 0n) return;
        const entry = { deed: 'withdraw_card', by, result: 'done' } as const;
        await addHistory(unit.tx, { tenant, id: requestId }, [entry], now());
      }),
    async all(tenant) {
      const query = db
        .selectFrom('history as h')
        .innerJoin('sign_requests as r', (join) =>
          join.onRef('r.tenant', '=', 'h.tenant').onRef('r.id', '=', 'h.request_id'),
        )
        .leftJoin('people as p', (join) =>
          join.onRef('p.tenant', '=', 'h.tenant').onRef('p.user_id', '=', 'h.user_id'),
        )
        .select([
          'h.tenant',
          'h.request_id',
          'h.user_id',
          'h.deed',
          'h.result',
          'h.at',
          'h.reference',
          'p.name',
          'r.short_id',
        ])
        .orderBy('h.tenant')
        .orderBy('h.id');
      const rows = await (tenant === null ? query : query.where('h.tenant', '=', tenant)).execute();
      return rows.map((row) => ({
        tenant: row.tenant,
        requestId: row.request_id,
        by: row.user_id,
        deed: row.deed as Deed,
        result: row.result as DeedResult,
        at: row.at,
        reference: row.reference,
        name: row.name,
        number: row.short_id,
      }));
    },
    async of(tenant, requestId) {
      const query = db.selectFrom('history').selectAll().where('tenant', '=', tenant);
      const rows = await query.where('request_id', '=', requestId).orderBy('id').execute();
      // Only this store writes entries, so the columns hold valid codes.
      return rows.map((row) => ({
        deed: row.deed as Deed,
        by: row.user_id,
        result: row.result as DeedResult,
        at: row.at,
        reference: row.reference,
      }));
    },
  };
}
