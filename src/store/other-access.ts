/**
 * What happens to people's Box connections when the operator configures another kind of access to Box: the app does
 * not start until the operator's command has deleted those made before. Tokens that a key decrypts are then revoked.
 */
import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import { pendingConnectionIn } from './pending-connections.ts';
import { revokeLater } from './revocations.ts';
import { readableOrNull, type Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';
import { openTokens } from './token-columns.ts';
import type { Transact, UnitOfWork } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/**
 * How the app gets access to Box: each person connects their own account, the app acts for everyone (Client Credentials
 * Grant), or one person tries the app with a developer token.
 */
export type BoxAccessKind = 'oauth' | 'client-credentials' | 'trial';

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly rules: WorkRules;
  readonly now: () => number;
}

/**
 * For each kind of access, the condition that selects the connections made under another kind. A row made by OAuth has
 * a `refresh_token`, one made by Client Credentials has `pinned_at`, and a trial's row has neither. The condition for
 * Client Credentials leaves out a trial's row: it holds no token, and the next look-up of the Box user overwrites it.
 */
const isOfOtherAccess: Readonly<Record<BoxAccessKind, RawBuilder<SqlBool>>> = {
  oauth: sql`(refresh_token is null or pinned_at is not null)`,
  'client-credentials': sql`refresh_token is not null`,
  trial: sql`(refresh_token is not null or pinned_at is not null)`,
};

/** How many connections made under another kind of access are stored, including those that wait for their code. */
export async function countConnectionsOfOtherAccess(
  db: Kysely<Tables>,
  kind: BoxAccessKind,
): Promise<number> {
  const waiting = kind === 'oauth' ? sql`0` : sql`(select count(*) from pending_connections)`;
  const { rows } = await sql<{ count: number | string }>`
    select (select count(*) from connections where ${isOfOtherAccess[kind]}) + ${waiting} as count`.execute(
    db,
  );
  return Number(rows[0]?.count ?? 0);
}

/** Why the app does not start with this many connections of another kind of access to Box, and what to do. */
export function formerAccessProblem(count: number, kind: BoxAccessKind): string | null {
  if (count === 0) return null;
  const found =
    count === 1
      ? 'One connection to Box in this store was'
      : `${count} connections to Box in this store were`;
  const remedy =
    kind === 'trial'
      ? 'A trial cannot follow or revoke them: give it a DATA_DIR of its own.'
      : 'To end and revoke them, run: npm run data -- end-former';
  return (
    `${found} made in another way than is set now. If that is a mistake, set BOX_CLIENT_ID, BOX_CLIENT_SECRET and ` +
    `BOX_ENTERPRISE_ID as they were. ${remedy}`
  );
}

/**
 * Deletes the connections made under another kind of access than this one. Jobs revoke their tokens in Box.
 *
 * @returns how many tokens are to be revoked
 */
export function deleteConnectionsOfOtherAccess(tools: Tools, kind: BoxAccessKind): Promise<number> {
  return tools.transact(async (unit) => {
    const gone = await deleteOfOtherAccess(unit, tools, kind);
    for (const { tenant, token } of gone) await revokeLater(unit, tools, tenant, token);
    return gone.filter(({ token }) => token !== null).length;
  });
}

interface DeletedConnection {
  readonly tenant: string;
  /** The refresh token; null: no key decrypts it. */
  readonly token: string | null;
}

async function deleteOfOtherAccess(
  { tx, enqueue }: UnitOfWork,
  { secrets, rules }: Tools,
  kind: BoxAccessKind,
): Promise<DeletedConnection[]> {
  const gone: DeletedConnection[] = [];
  for (const row of await tx
    .deleteFrom('connections')
    .where(isOfOtherAccess[kind])
    .returningAll()
    .execute()) {
    const { tenant, slack_user_id: user } = row;
    if (row.refresh_token === null) continue;
    const tokens = readableOrNull(() => openTokens(secrets, tenant, user, row));
    gone.push({ tenant, token: tokens?.refreshToken ?? null });
    await enqueue(tenant, rules.connectionChanged(user));
  }
  if (kind === 'oauth') return gone;
  // People's own accounts are no longer used, so open OAuth attempts and pending connections are deleted as well.
  await tx.deleteFrom('oauth_states').execute();
  for (const row of await tx.deleteFrom('pending_connections').returningAll().execute()) {
    const connection = readableOrNull(() => pendingConnectionIn(row, secrets));
    gone.push({ tenant: row.tenant, token: connection?.tokens.refreshToken ?? null });
  }
  return gone;
}
