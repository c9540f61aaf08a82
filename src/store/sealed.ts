/**
 * Checks at the start that any of the stored values can be decrypted. Otherwise a wrong key would be noticed only when
 * a person presses something, and by then new values would be encrypted with the wrong key. Also re-encrypts values
 * after a key change.
 */
import { type Kysely, sql } from 'kysely';
import { EncryptionKeyProblem, readableOrNull, type Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';

/** Every encrypted column, with the column of its row's key. */
const sealedColumns = [
  ['sign_requests', 'prepare_url', 'id'],
  ['sign_requests', 'phones', 'id'],
  ['drafts', 'response_url', 'id'],
  ['drafts', 'phones', 'id'],
  ['connections', 'access_token', 'slack_user_id'],
  ['connections', 'refresh_token', 'slack_user_id'],
  ['pending_connections', 'connection', 'id'],
  ['pending_connections', 'code_hash', 'id'],
  ['revocations', 'token', 'id'],
  ['installations', 'bot_token', 'tenant'],
  ['installations', 'refresh_token', 'tenant'],
] as const;

/**
 * How many of the newest values of each column are tried. An older value that cannot be decrypted would only show that
 * an old key was removed too early, not that the present key is wrong.
 */
const newestTried = 50;

/** How many encrypted values were tried, and how many of them a key decrypts. */
export interface SealedCount {
  readonly total: number;
  readonly readable: number;
}

/** How many of the newest encrypted values can be decrypted. Reads only. */
export async function countSealed(db: Kysely<Tables>, secrets: Secrets): Promise<SealedCount> {
  let total = 0;
  let readable = 0;
  for (const [table, column, key] of sealedColumns) {
    const rows = await db
      .selectFrom(table)
      .select(['tenant', `${key} as rowKey`, `${column} as sealed`])
      .where(column, 'is not', null)
      .orderBy('created_at', 'desc')
      .limit(newestTried)
      .execute();
    total += rows.length;
    readable += rows.filter(({ tenant, rowKey, sealed }) =>
      canOpen(secrets, { table, column, tenant, rowKey }, sealed ?? ''),
    ).length;
  }
  return { total, readable };
}

/**
 * Re-encrypts with the first key every value that another key encrypted, so that the other key can be removed. Values
 * that no key decrypts, or that change meanwhile, are left as they are. Returns how many values were re-encrypted.
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
      const cell = { table, column, tenant, rowKey };
      if (sealed === null || secrets.isCurrent(cell, sealed) || !canOpen(secrets, cell, sealed)) continue;
      const fresh = secrets.seal(cell, secrets.open(cell, sealed));
      const { numAffectedRows } = await sql`update ${sql.table(table)} set ${sql.ref(column)} = ${fresh}
        where tenant = ${tenant} and ${sql.ref(key)} = ${rowKey} and ${sql.ref(column)} = ${sealed}`.execute(
        db,
      );
      count += Number(numAffectedRows ?? 0n);
    }
  }
  return count;
}

/** Throws EncryptionKeyProblem when there are encrypted values and none of the newest can be decrypted. */
export async function checkKeys(db: Kysely<Tables>, secrets: Secrets): Promise<void> {
  const { total, readable } = await countSealed(db, secrets);
  if (total > 0 && readable === 0) throw new EncryptionKeyProblem(wrongKeyMessage);
}

/** The message for a key that decrypts nothing, printed at the start and by the doctor. */
export const wrongKeyMessage =
  'The stored data was encrypted with another key and cannot be decrypted. Put the old key back; it may follow the ' +
  'new one in ENCRYPTION_KEY, separated by a comma. Without ENCRYPTION_KEY it was in the file encryption.key of DATA_DIR.';

function canOpen(secrets: Secrets, cell: Parameters<Secrets['open']>[0], sealed: string): boolean {
  return readableOrNull(() => secrets.open(cell, sealed)) !== null;
}
