/**
 * Tokens that the app no longer uses and that must be revoked in Box. They are kept, encrypted, until Box has
 * answered, so that no crash leaves a valid token that is stored nowhere.
 */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { SealedCell, Secrets } from './secrets.ts';
import type { RevocationRow, Tables } from './tables.ts';
import type { Transact, UnitOfWork } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/**
 * How long the token of an unfinished OAuth attempt is kept before it is revoked: longer than Box may take to say which
 * user it belongs to.
 */
export const HELD_MS = 2 * 60_000;

export interface RevocationStore {
  /**
   * Stores the token of an OAuth attempt as soon as Box has issued it. If the attempt never completes, because the
   * process dies or Box does not answer, a job revokes the token after two minutes. Completing the attempt deletes the
   * token here (`oauth-states.ts`).
   *
   * @param id of the attempt
   */
  hold(tenant: string, id: string, refreshToken: string): Promise<void>;
  /** Enqueues a job that revokes the held token immediately, because the attempt failed. */
  revokeNow(tenant: string, id: string): Promise<void>;
  /** The refresh token to be revoked; null when it was revoked or is in use after all. Throws SecretUnreadable. */
  get(tenant: string, id: string): Promise<string | null>;
  remove(tenant: string, id: string): Promise<void>;
}

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly rules: WorkRules;
  readonly now: () => number;
}

/** Creates the store of revocations. */
export function createRevocationStore(db: Kysely<Tables>, tools: Tools): RevocationStore {
  const { transact, secrets, rules } = tools;
  return {
    hold: (tenant, id, refreshToken) =>
      transact((unit) => insertRevocation(unit, tools, { tenant, id, refreshToken, delayMs: HELD_MS })),
    revokeNow: (tenant, id) => transact(({ enqueue }) => enqueue(tenant, rules.tokenDiscarded(id, 0))),
    async get(tenant, id) {
      const query = db.selectFrom('revocations').select('token').where('tenant', '=', tenant);
      const row = await query.where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : tokenToRevoke({ tenant, id, token: row.token }, secrets);
    },
    async remove(tenant, id) {
      await db.deleteFrom('revocations').where('tenant', '=', tenant).where('id', '=', id).execute();
    },
  };
}

/** Enqueues the revocation of a token, in the transaction that deletes it elsewhere. Does nothing for null. */
export async function revokeLater(
  unit: UnitOfWork,
  tools: Pick<Tools, 'secrets' | 'rules' | 'now'>,
  tenant: string,
  refreshToken: string | null,
): Promise<void> {
  if (refreshToken === null) return;
  await insertRevocation(unit, tools, { tenant, id: randomUUID(), refreshToken, delayMs: 0 });
}

interface NewRevocation {
  readonly tenant: string;
  readonly id: string;
  readonly refreshToken: string;
  /** Delay (ms) of the job that revokes the token. */
  readonly delayMs: number;
}

async function insertRevocation(
  { tx, enqueue }: UnitOfWork,
  { secrets, rules, now }: Pick<Tools, 'secrets' | 'rules' | 'now'>,
  { tenant, id, refreshToken, delayMs }: NewRevocation,
): Promise<void> {
  const row = { tenant, id, token: secrets.seal(cellOf(tenant, id), refreshToken), created_at: now() };
  await tx.insertInto('revocations').values(row).execute();
  await enqueue(tenant, rules.tokenDiscarded(id, delayMs));
}

/** Decrypts the token of a row of `revocations`. Throws SecretUnreadable. */
export function tokenToRevoke(
  { tenant, id, token }: Pick<RevocationRow, 'tenant' | 'id' | 'token'>,
  secrets: Secrets,
): string {
  return secrets.open(cellOf(tenant, id), token);
}

function cellOf(tenant: string, id: string): SealedCell {
  return { table: 'revocations', column: 'token', tenant, rowKey: id };
}
