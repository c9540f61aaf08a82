/**
 * Whether the keys are those that the stored values were sealed with. A wrong key is noticed nowhere else until
 * somebody presses, and by then new values are sealed with it. And the way from one key to the next.
 */
import { type Kysely, sql } from 'kysely';
import { EncryptionKeyProblem, readableOrNull, type Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';

/** Every column that is sealed, and the column of its row's key. */
const sealedColumns = [
  ['sign_requests', 'prepare_url', 'id'],
  ['drafts', 'response_url', 'id'],
  ['connections', 'access_token', 'slack_user_id'],
  ['connections', 'refresh_token', 'slack_user_id'],
  ['pending_connections', 'connection', 'id'],
  ['pending_connections', 'code_hash', 'id'],
  ['revocations', 'token', 'id'],
  ['installations', 'bot_token', 'tenant'],
  ['installations', 'refresh_token', 'tenant'],
] as const;

/** Newest values looked at in each column: a key that was dropped too early shows in the older ones. */
const looked = 50;

export interface SealedCount {
  readonly total: number;
  readonly readable: number;
}

/** How many of the newest sealed values open. Reads only. */
export async function countSealed(db: Kysely<Tables>, secrets: Secrets): Promise<SealedCount> {
  let total = 0;
  let readable = 0;
  for (const [table, column, key] of sealedColumns) {
    const rows = await db
      .selectFrom(table)
      .select(['tenant', `${key} as rowKey`, `${column} as sealed`])
      .where(column, 'is not', null)
      .orderBy('created_at', 'desc')
      .limit(looked)
      .execute();
    total += rows.length;
    readable += rows.filter(({ tenant, rowKey, sealed }) =>
      opens(secrets, { table, column, tenant, rowKey }, sealed ?? ''),
    ).length;
  }
  return { total, readable };
}

/**
 * Seals with the first key whatever another one sealed, so that the other can be dropped. What no key opens, and what was
 * written meanwhile, is left as it is. Returns how many values were sealed again.
 */
export async function resealAll(db: Kysely<Tables>, secrets: Secrets): Promise<number> {
  let count = 0;
  for (const [table, column, key] of sealedColumns) {
    const rows = await db
      .selectFrom(table)
      .select(['tenant', `${key} as rowKey`, `${column} as sealed`])
      .where(column, 'is not', null)
      .execute();
    for (const { tenant, rowKey, sealed } of rows) {
      const place = { table, column, tenant, rowKey };
      if (sealed === null || secrets.isCurrent(place, sealed) || !opens(secrets, place, sealed)) continue;
      const fresh = secrets.seal(place, secrets.open(place, sealed));
      const { numAffectedRows } = await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${fresh}
        where tenant = ${tenant} and ${sql.ref(key)} = ${rowKey} and ${sql.ref(column)} = ${sealed}`.execute(
        db,
      );
      count += Number(numAffectedRows ?? 0n);
    }
  }
  return count;
}

/** Throws EncryptionKeyProblem when there are sealed values and not one of the newest opens. */
export async function checkKeys(db: Kysely<Tables>, secrets: Secrets): Promise<void> {
  const { total, readable } = await countSealed(db, secrets);
  if (total > 0 && readable === 0) throw new EncryptionKeyProblem(wrongKey);
}

/** What both a start and a look at the store say. */
export const wrongKey =
  'The stored data was encrypted with another key and cannot be decrypted. Put the old key back; it may follow the ' +
  'new one in ENCRYPTION_KEY, separated by a comma.';

function opens(secrets: Secrets, place: Parameters<Secrets['open']>[0], sealed: string): boolean {
  return readableOrNull(() => secrets.open(place, sealed)) !== null;
}
