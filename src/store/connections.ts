/**
 * Connections: which Box user belongs to a Slack user, and the encrypted tokens that Box issued. How tokens are
 * refreshed is in `connection-tokens.ts`. In a trial and with Client Credentials, the row has no tokens.
 */
import type { Kysely } from 'kysely';
import type { BoxTokens, BoxUser } from '../shapes.ts';
import type { Work } from '../signing/work.ts';
import { cleanText } from './columns.ts';
import { type ConnectionTokens, createConnectionTokens } from './connection-tokens.ts';
import { newGeneration } from './generation.ts';
import { completeAttempt } from './oauth-states.ts';
import { revokeLater } from './revocations.ts';
import { readableOrNull, type Secrets } from './secrets.ts';
import { deleteSharedRequests } from './shared-requests.ts';
import type { Tables } from './tables.ts';
import { openTokens, sealTokens } from './token-columns.ts';
import type { Transact, UnitOfWork } from './transaction.ts';
import type { EndedConnection, WorkRules } from './work-rules.ts';

/** A person's connection to their Box account. */
export interface Connection extends BoxUser {
  /** `ended`: Box no longer accepts its tokens, or no key decrypts them; the person must connect again. */
  readonly state: 'active' | 'ended';
  /** When this account was connected (ms). */
  readonly since: number;
}

export interface ConnectionStore extends ConnectionTokens {
  get(tenant: string, slackUserId: string): Promise<Connection | null>;
  /** Inserts or overwrites the person's Box user; tokens stay as they are. */
  putBoxUser(tenant: string, slackUserId: string, identity: BoxUser): Promise<void>;
  /**
   * Stores the person's connection. It replaces an earlier one, whose tokens a job then revokes in Box.
   * @param next jobs that are enqueued in the same transaction
   * @param attemptId the OAuth attempt that led to the connection; it is completed in the same transaction
   * @throws AttemptEnded
   */
  save(
    tenant: string,
    slackUserId: string,
    connection: NewConnection,
    next?: readonly Work[],
    attemptId?: string,
  ): Promise<void>;
  /**
   * Deletes the connection. If it had tokens, jobs revoke them in Box and redraw the person's cards, lists and App
   * Home.
   */
  remove(tenant: string, slackUserId: string): Promise<void>;
}

/** A Box user with the tokens that Box has granted. */
export type NewConnection = BoxUser & { readonly tokens: BoxTokens };

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly rules: WorkRules;
  readonly now: () => number;
}

/** Creates the connection store. */
export function createConnectionStore(db: Kysely<Tables>, tools: Tools): ConnectionStore {
  const { transact, now } = tools;
  return {
    ...createConnectionTokens(db, tools),
    async get(tenant, slackUserId) {
      const row = await db
        .selectFrom('connections')
        .select(['box_user_id', 'login', 'name', 'state', 'created_at'])
        .where('tenant', '=', tenant)
        .where('slack_user_id', '=', slackUserId)
        .executeTakeFirst();
      if (row === undefined) return null;
      const { box_user_id: boxUserId, login, name, state, created_at: since } = row;
      return { boxUserId, login, name, state, since };
    },
    async putBoxUser(tenant, slackUserId, identity) {
      const columns = identityColumns(identity);
      await db
        .insertInto('connections')
        .values({ tenant, slack_user_id: slackUserId, ...noTokens, ...columns, created_at: now() })
        .onConflict((conflict) => conflict.columns(['tenant', 'slack_user_id']).doUpdateSet(columns))
        .execute();
    },
    save: (tenant, slackUserId, connection, next = [], attemptId = undefined) =>
      transact(async (unit) => {
        if (attemptId !== undefined) await completeAttempt(unit, tenant, attemptId);
        await saveConnection(unit, tools, tenant, slackUserId, connection);
        for (const follower of next) await unit.enqueue(tenant, follower);
      }),
    remove: (tenant, slackUserId) =>
      transact(async (unit) => {
        const { hadTokens } = await deleteConnection(unit, tools, tenant, slackUserId);
        if (hadTokens) await unit.enqueue(tenant, tools.rules.connectionChanged(slackUserId));
      }),
  };
}

/**
 * Stores a connection as `save` does, within the caller's transaction. When two transactions do so for one person at
 * the same time, the later one fails, so that no tokens are overwritten without being revoked.
 */
export async function saveConnection(
  unit: UnitOfWork,
  tools: Tools,
  tenant: string,
  slackUserId: string,
  { tokens, ...identity }: NewConnection,
): Promise<void> {
  const { ended } = await deleteConnection(unit, tools, tenant, slackUserId);
  const row = {
    ...noTokens,
    ...identityColumns(identity),
    ...sealTokens(tools.secrets, tenant, slackUserId, tokens),
    generation: newGeneration(),
    created_at: tools.now(),
  };
  await unit.tx
    .insertInto('connections')
    .values({ tenant, slack_user_id: slackUserId, ...row })
    .execute();
  await unit.enqueue(tenant, tools.rules.connectionChanged(slackUserId));
  if (ended) await unit.enqueue(tenant, tools.rules.connectedAgain(slackUserId, ended));
}

const noTokens = {
  access_token: null,
  refresh_token: null,
  expires_at: null,
  generation: 0,
  state: 'active',
  ended_at: null,
  ended_why: null,
  pinned_at: null,
  refresh_claim: null,
  refresh_until: null,
} as const;

function identityColumns(identity: BoxUser): { box_user_id: string; login: string; name: string } {
  return {
    box_user_id: identity.boxUserId,
    login: cleanText(identity.login),
    name: cleanText(identity.name),
  };
}

/**
 * Deletes the connection's row and the shared requests that Box showed to its account, and enqueues the revocation of
 * its tokens. One statement reads and deletes the row, so tokens of a concurrent refresh are either stored before and
 * revoked, or find no row.
 */
async function deleteConnection(
  unit: UnitOfWork,
  tools: Tools,
  tenant: string,
  slackUserId: string,
): Promise<{ readonly hadTokens: boolean; readonly ended: EndedConnection | null }> {
  const row = await unit.tx
    .deleteFrom('connections')
    .where('tenant', '=', tenant)
    .where('slack_user_id', '=', slackUserId)
    .returning(['access_token', 'refresh_token', 'expires_at', 'created_at', 'ended_at'])
    .executeTakeFirst();
  // After the connection itself: a transaction that holds it may just be storing shared requests.
  await deleteSharedRequests(unit.tx, { tenant, user: slackUserId });
  const ended = row?.ended_at ? { since: row.created_at, endedAt: row.ended_at } : null;
  if (row === undefined || row.refresh_token === null) return { hadTokens: false, ended };
  const tokens = readableOrNull(() => openTokens(tools.secrets, tenant, slackUserId, row));
  await revokeLater(unit, tools, tenant, tokens?.refreshToken ?? null);
  return { hadTokens: true, ended };
}
