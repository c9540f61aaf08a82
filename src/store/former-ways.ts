/**
 * What happens to people's connections when the app gets another way into Box. Tokens and Box users belong to the way
 * that they came from: a former way's are never used, and all that can be revoked are revoked.
 */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { pendingConnectionIn } from './pending-connections.ts';
import { revokeLater } from './revocations.ts';
import { readableOrNull, type Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';
import { openTokens } from './token-columns.ts';
import type { Transact, UnitOfWork } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/** Everyone connects their own account, the app acts for everyone, or one person tries it out. */
export type BoxAccessKind = 'oauth' | 'client-credentials' | 'trial';

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly rules: WorkRules;
  readonly now: () => number;
}

/** Connections of other ways. A trial's row holds no token and is overwritten by the next look-up. */
const isFormer: Readonly<Record<BoxAccessKind, RawBuilder<SqlBool>>> = {
  oauth: sql`(refresh_token is null or pinned_at is not null)`,
  'client-credentials': sql`refresh_token is not null`,
  trial: sql`(refresh_token is not null or pinned_at is not null)`,
};

/** How many connections of other ways than this one are stored, including those that wait for their code. */
export async function countFormerConnections(db: Kysely<Tables>, way: BoxAccessKind): Promise<number> {
  const waiting = way === 'oauth' ? sql`0` : sql`(select count(*) from pending_connections)`;
  const { rows } = await sql<{ count: number | string }>`
    select (select count(*) from connections where ${isFormer[way]}) + ${waiting} as count`.execute(db);
  return Number(rows[0]?.count ?? 0);
}

/**
 * Deletes the connections of other ways than this one; jobs revoke their tokens in Box.
 *
 * @returns how many tokens are to be revoked
 */
export function endFormerConnections(tools: Tools, way: BoxAccessKind): Promise<number> {
  return tools.transact(async (unit) => {
    const gone = await deleteFormer(unit, tools, way);
    for (const { tenant, token } of gone) await revokeLater(unit, tools, tenant, token);
    return gone.length;
  });
}

interface DeletedConnection {
  readonly tenant: string;
  /** Null: no key decrypts it. */
  readonly token: string | null;
}

async function deleteFormer(
  { tx, enqueue }: UnitOfWork,
  { secrets, rules }: Tools,
  way: BoxAccessKind,
): Promise<DeletedConnection[]> {
  const gone: DeletedConnection[] = [];
  for (const row of await tx.deleteFrom('connections').where(isFormer[way]).returningAll().execute()) {
    const { tenant, slack_user_id: user } = row;
    if (row.refresh_token === null) continue;
    const tokens = readableOrNull(() => openTokens(secrets, tenant, user, row));
    gone.push({ tenant, token: tokens?.refreshToken ?? null });
    await enqueue(tenant, rules.connectionChanged(user));
  }
  if (way === 'oauth') return gone;
  // Open OAuth attempts and codes end as well.
  await tx.deleteFrom('oauth_states').execute();
  for (const row of await tx.deleteFrom('pending_connections').returningAll().execute()) {
    const connection = readableOrNull(() => pendingConnectionIn(row, secrets));
    gone.push({ tenant: row.tenant, token: connection?.tokens.refreshToken ?? null });
  }
  return gone;
}
