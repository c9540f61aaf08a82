/**
 * Sign requests as rows: reads, locks, inserts and updates one record, in the given transaction. Most fields that
 * are searched for have a column, those that are only shown are in a JSON column. The prepare URL and phone numbers are
 * encrypted for their row. `sign-requests.ts` decides when to write.
 */

import { type Insertable, type Kysely, type Selectable, type SqlBool, sql } from 'kysely';
import { Fault } from '../failure.ts';
import type { DocumentReference } from '../signing/document.ts';
import { documentsOf, wordsOf } from '../signing/find.ts';
import { mayNeedPhones } from '../signing/phones.ts';
import type { Refusal } from '../signing/refusals.ts';
import type { Details, Signer, SignRequest } from '../signing/sign-request.ts';
import { cleanText, fromJson, toJson, toJsonOrNull } from './columns.ts';
import { endedStates } from './ended.ts';
import type { Engine } from './engine.ts';
import { formFromColumn } from './form-column.ts';
import { openPhones, sealPhones } from './phones-column.ts';
import type { SealedCell, Secrets } from './secrets.ts';
import type { SignRequestRow, Tables } from './tables.ts';

type Db = Kysely<Tables>;

/** Reads and writes the rows of sign requests, within the caller's transaction. */
export interface SignRequestRows {
  get(db: Db, tenant: string, id: string): Promise<SignRequest | null>;
  /** As `get`, locked until the end of the transaction. */
  lock(tx: Db, tenant: string, id: string): Promise<SignRequest | null>;
  getByNonce(db: Db, tenant: string, nonce: string): Promise<SignRequest | null>;
  /** The record with this Box id; the newest if two have it. */
  getByBoxId(db: Db, tenant: string, boxId: string): Promise<SignRequest | null>;
  /**
   * The requester's newest request with this fingerprint since `since`. Leaves out those that ended before Box had
   * them, and those that the new request is to replace.
   */
  findSame(
    db: Db,
    tenant: string,
    key: {
      requester: string;
      fingerprint: string;
      since: number;
      replaces?: string | undefined;
      changes?: string | undefined;
    },
  ): Promise<SignRequest | null>;
  /**
   * The requester's newest open request that replaces the same request as a new one would; null: there is none, or the
   * new one replaces none.
   */
  findOtherChange(
    db: Db,
    tenant: string,
    key: { requester: string; changes?: string | undefined; replaces?: string | undefined },
  ): Promise<SignRequest | null>;
  list(
    db: Db,
    tenant: string,
    requester: string,
    options: { limit: number; before?: number | undefined },
  ): Promise<SignRequest[]>;
  /** Inserts a record. Returns false when the tenant has a record with this nonce. */
  insert(tx: Db, record: SignRequest): Promise<boolean>;
  /** Writes `after` over `before`; tenant, id, nonce, requester and createdAt never change. */
  update(tx: Db, before: SignRequest, after: SignRequest): Promise<void>;
}

/** Creates the access to rows of sign requests. `secrets` encrypts their prepare URLs and phone numbers. */
export function createSignRequestRows(engine: Engine, secrets: Secrets): SignRequestRows {
  const read = (row: Selectable<SignRequestRow> | undefined): SignRequest | null =>
    row === undefined ? null : toRecord(row, secrets);
  const all = (db: Db, tenant: string) =>
    db.selectFrom('sign_requests').selectAll().where('tenant', '=', tenant);
  // The id is cleaned because it may come from outside the app.
  const one = (db: Db, tenant: string, id: string) => all(db, tenant).where('id', '=', cleanText(id));

  return {
    get: async (db, tenant, id) => read(await one(db, tenant, id).executeTakeFirst()),
    async lock(tx, tenant, id) {
      const query = one(tx, tenant, id);
      // "for update" would also block inserting a card of the request, because of its foreign key.
      return read(await (engine.locksRows ? query.forNoKeyUpdate() : query).executeTakeFirst());
    },
    getByNonce: async (db, tenant, nonce) =>
      read(await all(db, tenant).where('nonce', '=', nonce).executeTakeFirst()),
    async getByBoxId(db, tenant, boxId) {
      const query = all(db, tenant).where('box_id', '=', boxId).orderBy('created_at', 'desc').limit(1);
      return read(await query.executeTakeFirst());
    },
    async findSame(db, tenant, key) {
      const query = all(db, tenant)
        .where('requester', '=', key.requester)
        .where('fingerprint', '=', key.fingerprint)
        .where('created_at', '>=', key.since)
        .where('state', 'not in', ['not_sent', 'discarded'])
        .where('id', '!=', key.changes ?? '')
        // The request that the new one replaces is no duplicate of it while it is in the state `to_check`.
        .where((is) => is.or([is('id', '!=', key.replaces ?? ''), is('state', '!=', 'to_check')]));
      return read(await query.orderBy('created_at', 'desc').orderBy('id').limit(1).executeTakeFirst());
    },
    async findOtherChange(db, tenant, { requester, changes, replaces = '' }) {
      if (changes === undefined) return null;
      const query = all(db, tenant)
        .where('requester', '=', requester)
        .where('id', '!=', replaces)
        .where('state', 'not in', endedStates)
        .where(sql<SqlBool>`details ->> 'changes' = ${changes}`);
      return read(await query.orderBy('created_at', 'desc').limit(1).executeTakeFirst());
    },
    async list(db, tenant, requester, { limit, before }) {
      let query = all(db, tenant).where('requester', '=', requester);
      if (before !== undefined) query = query.where('created_at', '<', before);
      const rows = await query.orderBy('created_at', 'desc').orderBy('id').limit(limit).execute();
      return rows.map((row) => toRecord(row, secrets));
    },
    async insert(tx, record) {
      const { numInsertedOrUpdatedRows } = await tx
        .insertInto('sign_requests')
        .values(toRow(record, secrets))
        .onConflict((conflict) => conflict.columns(['tenant', 'nonce']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
    async update(tx, before, after) {
      for (const field of ['tenant', 'id', 'nonce', 'requester', 'createdAt'] as const) {
        if (before[field] !== after[field]) throw new Fault(`a sign request's ${field} never changes`);
      }
      const { tenant, id, ...changed } = toRow(after, secrets);
      const query = tx.updateTable('sign_requests').set(changed);
      await query.where('tenant', '=', tenant).where('id', '=', id).execute();
    },
  };
}

function cellOf(tenant: string, id: string): SealedCell {
  return { table: 'sign_requests', column: 'prepare_url', tenant, rowKey: id };
}

/** The row of a record, its prepare URL and phone numbers encrypted for this row only. */
export function toRow(record: SignRequest, secrets: Secrets): Insertable<SignRequestRow> {
  const { tenant, id, prepareUrl } = record;
  return {
    tenant,
    id,
    nonce: record.nonce,
    requester: record.requester,
    state: record.state,
    fingerprint: record.fingerprint,
    form: toJson(record.form),
    document: toJson(documentColumn(record.documents)),
    signers: toJson(record.signers),
    details: toJson(record.details),
    refusal: toJsonOrNull(record.refusal),
    box_id: record.boxId,
    short_id: record.shortId,
    prepare_url: prepareUrl === null ? null : secrets.seal(cellOf(tenant, id), prepareUrl),
    phones: mayNeedPhones(record) ? sealPhones(secrets, 'sign_requests', record) : null,
    looks: record.looks,
    created_at: record.createdAt,
    confirmed_at: record.confirmedAt,
    create_sent_at: record.createSentAt,
    first_look_at: record.firstLookAt,
    last_sent_at: record.lastSentAt,
    sent_at: record.sentAt,
    observed_at: record.observedAt,
    words: cleanText(wordsOf(record)),
    documents: cleanText(documentsOf(record)),
  };
}

/**
 * The column's value: a single document is not wrapped in a list, so that older versions, which may run at the same
 * time, can read it.
 */
function documentColumn(documents: readonly DocumentReference[]): object {
  const [only, ...more] = documents;
  return only !== undefined && more.length === 0 ? only : documents;
}

/** The record of a row. A prepare URL that cannot be decrypted counts as missing: Box gives a new one. */
export function toRecord(row: Selectable<SignRequestRow>, secrets: Secrets): SignRequest {
  const { tenant, id } = row;
  return {
    tenant,
    id,
    nonce: row.nonce,
    requester: row.requester,
    // Only this store writes records, so the column holds a valid state.
    state: row.state as SignRequest['state'],
    form: formFromColumn(row.form),
    documents: [fromJson<DocumentReference | readonly DocumentReference[]>(row.document)].flat(),
    signers: fromJson<readonly Signer[]>(row.signers),
    fingerprint: row.fingerprint,
    details: fromJson<Details>(row.details),
    boxId: row.box_id,
    shortId: row.short_id,
    prepareUrl: row.prepare_url === null ? null : secrets.openOrNull(cellOf(tenant, id), row.prepare_url),
    ...openPhones(secrets, 'sign_requests', row),
    refusal: fromJson<Refusal | null>(row.refusal),
    createdAt: row.created_at,
    confirmedAt: row.confirmed_at,
    createSentAt: row.create_sent_at,
    looks: row.looks,
    firstLookAt: row.first_look_at,
    lastSentAt: row.last_sent_at,
    sentAt: row.sent_at,
    observedAt: row.observed_at,
  };
}
