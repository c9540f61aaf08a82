/**
 * Notices that still have to be posted, and those that were. A notice is unique by its request, kind, recipient and
 * what it is about, so nobody gets it twice. It is stored in the transaction that changes the record, and posted
 * afterwards. What it is about is stored as a hash, because it may be a signer's address.
 */
import { createHash } from 'node:crypto';
import type { Kysely, Selectable, Transaction, Updateable } from 'kysely';
import type { Notice } from '../signing/notices.ts';
import type { Work } from '../signing/work.ts';
import type { NoticeRow, Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

/** A notice that was not posted yet. */
export interface UnpostedNotice {
  readonly requestId: string;
  readonly kind: Notice['kind'];
  /** Hash, from `noticeAboutKey`, of what the notice is about, such as a signer's address; empty: the request itself. */
  readonly about: string;
  readonly owedAt: number;
  /** Key of the message that the notice is assigned to; null: none yet. */
  readonly messageKey: string | null;
}

export interface NoticeStore {
  /**
   * Stores notices that become due at a certain time, not because the record changed. Enqueues `next` if any of them is
   * new.
   */
  owe(tenant: string, requestId: string, notices: readonly Notice[], next: Work): Promise<void>;
  /** The notices that were not posted to the person yet, oldest first. */
  owed(tenant: string, user: string): Promise<UnpostedNotice[]>;
  /** The times (ms) at which messages with notices were posted to the person after `since`, oldest first. */
  messagesSince(tenant: string, user: string, since: number): Promise<readonly number[]>;
  /**
   * Assigns notices to the message with this key, before it is posted, so that no other message contains them. Null:
   * removes the assignment.
   */
  assign(tenant: string, user: string, notices: readonly UnpostedNotice[], key: string | null): Promise<void>;
  /**
   * Records that the message with this key, which contains these notices, was posted. Null: no message is posted,
   * because the notices no longer apply or the person cannot be reached.
   */
  markPosted(
    tenant: string,
    user: string,
    notices: readonly UnpostedNotice[],
    key: string | null,
  ): Promise<void>;
}

/** A hash of what a notice is about, such as a signer's address, by which the signer is found again. */
export function noticeAboutKey(email: string): string {
  return email === '' ? '' : createHash('sha256').update(email).digest('hex').slice(0, 32);
}

/** Stores notices within the caller's transaction. Returns whether any of them is new. */
export async function insertNotices(
  tx: Transaction<Tables>,
  tenant: string,
  requestId: string,
  notices: readonly Notice[],
  nowAt: number,
): Promise<boolean> {
  if (notices.length === 0) return false;
  const rows = notices.map(({ kind, about, to }) => ({
    tenant,
    request_id: requestId,
    kind,
    about: noticeAboutKey(about),
    to_user: to,
    owed_at: nowAt,
  }));
  const query = tx
    .insertInto('notices')
    .values(rows)
    .onConflict((conflict) => conflict.doNothing());
  const { numInsertedOrUpdatedRows } = await query.executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

/** Creates the store of notices. */
export function createNoticeStore(
  db: Kysely<Tables>,
  { transact, now }: { readonly transact: Transact; readonly now: () => number },
): NoticeStore {
  const of = (tenant: string, user: string) =>
    db.selectFrom('notices').where('tenant', '=', tenant).where('to_user', '=', user);
  const set = async (
    tenant: string,
    user: string,
    notices: readonly UnpostedNotice[],
    values: Updateable<NoticeRow>,
  ): Promise<void> => {
    for (const { requestId, kind, about } of notices) {
      await db
        .updateTable('notices')
        .set(values)
        .where('tenant', '=', tenant)
        .where('to_user', '=', user)
        .where('request_id', '=', requestId)
        .where('kind', '=', kind)
        .where('about', '=', about)
        .execute();
    }
  };
  return {
    owe: (tenant, requestId, notices, next) =>
      transact(async ({ tx, enqueue }) => {
        if (await insertNotices(tx, tenant, requestId, notices, now())) await enqueue(tenant, next);
      }),
    async owed(tenant, user) {
      const query = of(tenant, user).selectAll().where('told_at', 'is', null);
      const rows = await query.orderBy('owed_at').orderBy('request_id').orderBy('kind').execute();
      return rows.map(toNotice);
    },
    async messagesSince(tenant, user, since) {
      const query = of(tenant, user)
        .select('message_key')
        .where('told_at', '>', since)
        .where('message_key', 'is not', null)
        .groupBy('message_key');
      const rows = await query
        .select(({ fn }) => fn.min('told_at').as('at'))
        .orderBy('at')
        .execute();
      return rows.map(({ at }) => Number(at));
    },
    assign: (tenant, user, notices, key) => set(tenant, user, notices, { message_key: key }),
    markPosted: (tenant, user, notices, key) =>
      set(tenant, user, notices, { message_key: key, told_at: now() }),
  };
}

function toNotice(row: Selectable<NoticeRow>): UnpostedNotice {
  return {
    requestId: row.request_id,
    kind: row.kind as Notice['kind'],
    about: row.about,
    owedAt: row.owed_at,
    messageKey: row.message_key,
  };
}
