/**
 * Reads and writes many sign requests in one call: a person's list, with few fields, since it may have thousands of
 * entries; and a page of Box's list, whose effect on the records the caller decides.
 */
import type { Selectable } from 'kysely';
import type { Findable } from '../signing/find.ts';
import type { Observation, SignRequest, State } from '../signing/sign-request.ts';
import type { Work } from '../signing/work.ts';
import { type ChangeTools, storeConsequences } from './changes.ts';
import { holdLease, type Lease } from './claims.ts';
import { endedStates, isOpenOrEndedSince } from './ended.ts';
import type { Engine } from './engine.ts';
import { holdConnection } from './held-connection.ts';
import type { Secrets } from './secrets.ts';
import { toRecord, toRow } from './sign-request-rows.ts';
import type { SignRequestRow } from './tables.ts';
import type { Transact, UnitOfWork } from './transaction.ts';

/** Decides how an entry of Box's list changes its record. @param known null: there is no record yet */
export type DecideListed = (
  known: SignRequest | null,
  seen: Observation,
) => { readonly record: SignRequest; readonly steps: readonly Work[] };

export interface RequestListStore {
  /** All requests of a person, newest first, with only the fields that searches and lists need. */
  listAll(tenant: string, requester: string): Promise<Findable[]>;
  /** The people with requests that Box has and that have not ended, as far as the app knows. */
  requestersWithOpen(tenant: string): Promise<string[]>;
  /** Whether a requester has an open request in Box about which Box has not answered since `before` (ms). */
  hasStale(tenant: string, requester: string, before: number): Promise<boolean>;
  /** When Box last answered about any open request of the tenant (ms); null: it never has, or there is none. */
  lastAnswerAt(tenant: string): Promise<number | null>;
  /**
   * The requester's own requests that have not ended in Box, or ended there after `since` (ms); without discarded ones.
   */
  openOrEndedSince(tenant: string, requester: string, since: number): Promise<SignRequest[]>;
  /** The requester's own requests with these ids, in this order; other people's are treated as missing. */
  getMany(tenant: string, requester: string, ids: readonly string[]): Promise<SignRequest[]>;
  /**
   * Merges a page of Box's list of this person's requests into their records, 100 entries per transaction. An entry
   * updates the record with its Box id, else the one whose id is its `external_id`; without either, a record is made.
   * Other people's records are never changed. Throws LeaseLost, and writes nothing more, once the job is not leased;
   * and ConnectionChanged as `holdConnection` does. @param since as there
   */
  observeAll(
    tenant: string,
    requester: string,
    seen: readonly Observation[],
    decide: DecideListed,
    lease: Lease,
    since: number | null,
  ): Promise<{ readonly made: number; readonly changed: number }>;
}

/** How many entries one transaction merges: a transaction with a thousand would keep a person's press waiting. */
const entriesPerTransaction = 100;

type Row = Selectable<SignRequestRow>;

/** Creates the part of the sign request store that handles lists. */
export function createRequestListStore(
  engine: Engine,
  tools: ChangeTools & { readonly transact: Transact; readonly secrets: Secrets },
): RequestListStore {
  const { db } = engine;
  const { transact, secrets } = tools;
  const open = (tenant: string) =>
    db
      .selectFrom('sign_requests')
      .where('tenant', '=', tenant)
      .where('box_id', 'is not', null)
      .where('state', 'not in', endedStates);
  return {
    async listAll(tenant, requester) {
      const rows = await db
        .selectFrom('sign_requests')
        .select(['id', 'state', 'box_id', 'short_id', 'created_at', 'words', 'documents'])
        .where('tenant', '=', tenant)
        .where('requester', '=', requester)
        .orderBy('created_at', 'desc')
        .orderBy('id')
        .execute();
      return rows.map(toFindable);
    },
    async requestersWithOpen(tenant) {
      const rows = await open(tenant).select('requester').distinct().execute();
      return rows.map(({ requester }) => requester);
    },
    async hasStale(tenant, requester, before) {
      const theirs = open(tenant).where('requester', '=', requester).select('id');
      const stale = theirs.where((row) =>
        row.or([row('observed_at', 'is', null), row('observed_at', '<', before)]),
      );
      return (await stale.limit(1).executeTakeFirst()) !== undefined;
    },
    async lastAnswerAt(tenant) {
      const query = open(tenant).select(({ fn }) => fn.max('observed_at').as('at'));
      return (await query.executeTakeFirst())?.at ?? null;
    },
    async getMany(tenant, requester, ids) {
      if (ids.length === 0) return [];
      const query = db.selectFrom('sign_requests').selectAll().where('tenant', '=', tenant);
      const rows = await query.where('requester', '=', requester).where('id', 'in', ids).execute();
      const records = new Map(rows.map((row) => [row.id, toRecord(row, secrets)]));
      return ids.flatMap((id) => records.get(id) ?? []);
    },
    async openOrEndedSince(tenant, requester, since) {
      const query = db.selectFrom('sign_requests').selectAll().where('tenant', '=', tenant);
      const rows = await query.where('requester', '=', requester).where(isOpenOrEndedSince(since)).execute();
      return rows.map((row) => toRecord(row, secrets));
    },
    async observeAll(tenant, requester, all, decide, lease, since) {
      const count = { made: 0, changed: 0 };
      for (let from = 0; from < all.length; from += entriesPerTransaction) {
        const seen = all.slice(from, from + entriesPerTransaction);
        const merged = await transact(async (unit) => {
          // The connection is locked before sign requests, and those before the job, as in every transaction that locks
          // several of them, so that no two transactions can deadlock.
          await holdConnection(unit.tx, engine, { tenant, user: requester }, since);
          const known = await lockKnown(unit, engine, secrets, { tenant, requester, seen });
          await holdLease(unit.tx, engine, lease);
          const result = mergeAll(known, seen, decide);
          await insertAll(unit, secrets, result.made);
          await updateAll(unit, secrets, tenant, result);
          for (const { before, record, steps } of result.changed) {
            for (const step of steps) await unit.enqueue(tenant, step);
            await storeConsequences(unit, tools, before, record);
          }
          return result;
        });
        count.made += merged.made.length;
        count.changed += merged.changed.length;
      }
      return count;
    },
  };
}

function toFindable(
  row: Pick<Row, 'id' | 'state' | 'box_id' | 'short_id' | 'created_at' | 'words' | 'documents'>,
): Findable {
  return {
    id: row.id,
    // Only this store writes records, so the column holds a valid state.
    state: row.state as State,
    boxId: row.box_id,
    shortId: row.short_id,
    createdAt: row.created_at,
    words: row.words,
    documents: row.documents,
  };
}

/** The person's records that the entries may belong to, locked, always in the same order. */
async function lockKnown(
  unit: UnitOfWork,
  engine: Engine,
  secrets: Secrets,
  about: { tenant: string; requester: string; seen: readonly Observation[] },
): Promise<SignRequest[]> {
  const { tenant, requester, seen } = about;
  const boxIds = seen.map(({ boxId }) => boxId);
  const ourIds = seen.flatMap(({ externalId }) => externalId ?? []);
  const query = unit.tx
    .selectFrom('sign_requests')
    .selectAll()
    .where('tenant', '=', tenant)
    .where('requester', '=', requester)
    .where((is) =>
      is.or([is('box_id', 'in', boxIds), ...(ourIds.length > 0 ? [is('id', 'in', ourIds)] : [])]),
    )
    .orderBy('id');
  const rows = await (engine.locksRows ? query.forNoKeyUpdate() : query).execute();
  return rows.map((row) => toRecord(row, secrets));
}

interface Merged {
  readonly made: readonly SignRequest[];
  /** Records about which there is news. */
  readonly changed: readonly {
    readonly before: SignRequest | null;
    readonly record: SignRequest;
    readonly steps: readonly Work[];
  }[];
  /** Records without news: only "as of" changes. */
  readonly same: readonly SignRequest[];
}

function mergeAll(known: readonly SignRequest[], seen: readonly Observation[], decide: DecideListed): Merged {
  const before = new Map(known.map((record) => [record.id, record]));
  const after = new Map(before);
  const steps = new Map<string, Work[]>();
  // When two records have the same Box id, the map has the newer one, which is then the one that is updated.
  const byBoxId = new Map(
    [...known].sort((a, b) => a.createdAt - b.createdAt).map((record) => [record.boxId, record.id]),
  );
  for (const one of seen) {
    const id =
      byBoxId.get(one.boxId) ?? (one.externalId && before.has(one.externalId) ? one.externalId : null);
    const decided = decide(id === null ? null : (after.get(id) ?? null), one);
    after.set(decided.record.id, decided.record);
    if (id === null) byBoxId.set(one.boxId, decided.record.id);
    steps.set(decided.record.id, [...(steps.get(decided.record.id) ?? []), ...decided.steps]);
  }
  const old = [...after.values()].filter(({ id }) => before.has(id));
  const isNews = (record: SignRequest): boolean =>
    JSON.stringify({ ...record, observedAt: null }) !==
    JSON.stringify({ ...before.get(record.id), observedAt: null });
  return {
    made: [...after.values()].filter(({ id }) => !before.has(id)),
    changed: old.filter(isNews).map((record) => ({
      before: before.get(record.id) ?? null,
      record,
      steps: steps.get(record.id) ?? [],
    })),
    same: old.filter((record) => !isNews(record) && record.observedAt !== before.get(record.id)?.observedAt),
  };
}

/** Inserts the records, except those that another process has inserted meanwhile. */
async function insertAll(unit: UnitOfWork, secrets: Secrets, records: readonly SignRequest[]): Promise<void> {
  if (records.length === 0) return;
  await unit.tx
    .insertInto('sign_requests')
    .values(records.map((record) => toRow(record, secrets)))
    .onConflict((conflict) => conflict.columns(['tenant', 'nonce']).doNothing())
    .execute();
}

async function updateAll(unit: UnitOfWork, secrets: Secrets, tenant: string, merged: Merged): Promise<void> {
  for (const { record } of merged.changed) {
    const { tenant: _tenant, id, nonce: _nonce, requester: _requester, ...changes } = toRow(record, secrets);
    const query = unit.tx.updateTable('sign_requests').set(changes);
    await query.where('tenant', '=', tenant).where('id', '=', id).execute();
  }
  const moved = new Map<number | null, string[]>();
  for (const { id, observedAt } of merged.same) {
    moved.set(observedAt, [...(moved.get(observedAt) ?? []), id]);
  }
  for (const [observedAt, ids] of moved) {
    const query = unit.tx.updateTable('sign_requests').set({ observed_at: observedAt });
    await query.where('tenant', '=', tenant).where('id', 'in', ids).execute();
  }
}
