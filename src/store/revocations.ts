/**
 * Tokens that are ours no more and must be revoked at Box. They are kept, encrypted, until Box has answered, so that
 * no crash leaves a token alive that nobody knows of.
 */
import { randomUUID } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Place, Secrets } from './secrets.ts';
import type { RevocationRow, Tables } from './tables.ts';
import type { Transact, Unit } from './transaction.ts';

export interface RevocationStore {
  /** The token was never stored: a job revokes it. */
  add(tenant: string, refreshToken: string): Promise<void>;
  /** The refresh token to be revoked; null when that is done. */
  get(tenant: string, id: string): Promise<string | null>;
  remove(tenant: string, id: string): Promise<void>;
}

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly now: () => number;
}

/** The store of revocations on a database. */
export function createRevocationStore(db: Kysely<Tables>, tools: Tools): RevocationStore {
  const { transact, secrets } = tools;
  return {
    add: (tenant, refreshToken) => transact((unit) => revokeLater(unit, tools, tenant, refreshToken)),
    async get(tenant, id) {
      const query = db.selectFrom('revocations').select('token').where('tenant', '=', tenant);
      const row = await query.where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : revocationIn({ tenant, id, token: row.token }, secrets);
    },
    async remove(tenant, id) {
      await db.deleteFrom('revocations').where('tenant', '=', tenant).where('id', '=', id).execute();
    },
  };
}

/** In the transaction that lets go of the token: from its commit on, a job revokes it. Null: there is none. */
export async function revokeLater(
  { tx, enqueue }: Unit,
  { secrets, now }: Pick<Tools, 'secrets' | 'now'>,
  tenant: string,
  refreshToken: string | null,
): Promise<void> {
  if (refreshToken === null) return;
  const id = randomUUID();
  const token = secrets.seal(placeOf(tenant, id), refreshToken);
  await tx.insertInto('revocations').values({ tenant, id, token, created_at: now() }).execute();
  await enqueue(tenant, { step: 'revoke', args: { id }, dedupeKey: `revoke:${id}` });
}

/** The token to be revoked. Throws SecretUnreadable. */
export function revocationIn(
  { tenant, id, token }: Pick<RevocationRow, 'tenant' | 'id' | 'token'>,
  secrets: Secrets,
): string {
  return secrets.open(placeOf(tenant, id), token);
}

function placeOf(tenant: string, id: string): Place {
  return { table: 'revocations', column: 'token', tenant, rowKey: id };
}
