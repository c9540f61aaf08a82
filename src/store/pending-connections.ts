/**
 * Connections that were granted in Box, but that the Slack user's address does not prove to be theirs. They stay
 * encrypted and unused until the Slack user types the code that the browser shows after granting: so nobody can trick
 * another person into connecting that person's Box account. If the code is not typed in time, the tokens are revoked.
 */
import { createHash, randomInt, randomUUID, timingSafeEqual } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { CodeEnd, ConnectOrigin } from '../signing/work.ts';
import { type NewConnection, saveConnection } from './connections.ts';
import { completeAttempt } from './oauth-states.ts';
import { revokeLater } from './revocations.ts';
import { readableOrNull, type SealedCell, type Secrets } from './secrets.ts';
import type { PendingConnectionRow, Tables } from './tables.ts';
import type { Transact, UnitOfWork } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/** How long a code is valid (ms). */
export const CODE_LIFE_MS = 10 * 60_000;

/** Wrong guesses before a code is void (of 1,000,000). */
export const MAX_TRIES = 5;

/** The result of trying a code that a person typed. */
export type CodeOutcome =
  | { readonly outcome: 'right'; readonly origin: ConnectOrigin }
  | { readonly outcome: 'wrong'; readonly triesLeft: number }
  /** The wrong code was the last allowed try, so the person has to start over. */
  | { readonly outcome: 'over'; readonly origin: ConnectOrigin }
  /** No code is expected: never asked for, typed already, or expired. Also when no key decrypts the connection. */
  | { readonly outcome: 'none' };

export interface PendingConnectionStore {
  /**
   * Stores a granted connection until its code is typed. It replaces another pending connection of the person.
   *
   * @param attemptId the OAuth attempt that led to the connection; it is completed in the same transaction
   * @returns the 6-digit code, which is not stored.
   * @throws AttemptEnded
   */
  add(
    tenant: string,
    slackUserId: string,
    connection: NewConnection,
    origin: ConnectOrigin,
    attemptId?: string,
  ): Promise<{ readonly code: string }>;
  /** Whether a connection waits for its code; with `id`, whether that one does. */
  isWaiting(tenant: string, slackUserId: string, id?: string): Promise<boolean>;
  /** When the code that is expected expires (ms); null: none is expected. */
  waitsUntil(tenant: string, slackUserId: string, id?: string): Promise<number | null>;
  /**
   * Tries a code; the right one makes the connection the person's.
   *
   * @param how `message`: the code was not typed in a modal, so a job posts a message that names the connected account
   */
  tryCode(tenant: string, slackUserId: string, code: string, how?: 'modal' | 'message'): Promise<CodeOutcome>;
  /**
   * Deletes pending connections and enqueues the revocation of their tokens: with `id` the one with this id, because
   * its code has expired; otherwise all of the person.
   */
  drop(tenant: string, which: PendingChoice): Promise<void>;
}

type PendingChoice = { readonly id: string } | { readonly slackUserId: string };

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly rules: WorkRules;
  readonly now: () => number;
}

/** Creates the store of pending connections. */
export function createPendingConnectionStore(db: Kysely<Tables>, tools: Tools): PendingConnectionStore {
  const { transact, secrets, rules, now } = tools;
  const waitsUntil = async (tenant: string, slackUserId: string, id?: string): Promise<number | null> => {
    const query = db.selectFrom('pending_connections').select(['id', 'expires_at']);
    const rows = await query
      .where('tenant', '=', tenant)
      .where('slack_user_id', '=', slackUserId)
      .where('expires_at', '>', now())
      .execute();
    return rows.find((row) => id === undefined || row.id === id)?.expires_at ?? null;
  };
  return {
    add: (tenant, slackUserId, connection, origin, attemptId = undefined) =>
      transact(async (unit) => {
        if (attemptId !== undefined) await completeAttempt(unit, tenant, attemptId);
        await dropPending(unit, tools, tenant, { slackUserId }, 'ended');
        const id = randomUUID();
        const code = String(randomInt(1_000_000)).padStart(6, '0');
        const sealed = (column: string, text: string) => secrets.seal(cellOf(tenant, id, column), text);
        await unit.tx
          .insertInto('pending_connections')
          .values({
            tenant,
            id,
            slack_user_id: slackUserId,
            connection: sealed('connection', JSON.stringify(connection)),
            view_id: origin.viewId,
            draft_id: origin.draftId,
            // There are only a million codes, whose hashes are quickly computed, so the hash is encrypted as well.
            code_hash: sealed('code_hash', hashOf(id, code)),
            tries: 0,
            created_at: now(),
            expires_at: now() + CODE_LIFE_MS,
          })
          .execute();
        const next = rules.codeAwaited({ user: slackUserId, id, ...origin }, CODE_LIFE_MS);
        for (const follower of next) await unit.enqueue(tenant, follower);
        return { code };
      }),
    isWaiting: async (...whose) => (await waitsUntil(...whose)) !== null,
    waitsUntil,
    tryCode: (tenant, slackUserId, code, how = 'modal') =>
      transact(async (unit) => {
        // The try is counted before the code is compared, so that simultaneous tries are all counted.
        const row = await unit.tx
          .updateTable('pending_connections')
          .set((columns) => ({ tries: columns('tries', '+', 1) }))
          .where('tenant', '=', tenant)
          .where('slack_user_id', '=', slackUserId)
          .where('expires_at', '>', now())
          .returningAll()
          .executeTakeFirst();
        const wanted = row && readableOrNull(() => openRow(row, secrets));
        // If the connection cannot be decrypted, no code can confirm it.
        if (!row || !wanted) return { outcome: 'none' };
        if (matchesCode(row, code, wanted.codeHash))
          return acceptCode(unit, tools, row, wanted.connection, how);
        if (row.tries < MAX_TRIES) return { outcome: 'wrong', triesLeft: MAX_TRIES - row.tries };
        await dropPending(unit, tools, tenant, { id: row.id }, 'over');
        return { outcome: 'over', origin: originOf(row) };
      }),
    drop: (tenant, which) =>
      transact((unit) => dropPending(unit, tools, tenant, which, 'id' in which ? 'late' : 'ended')),
  };
}

/** Decrypts the code's hash and the connection of a row. Throws SecretUnreadable. */
function openRow(row: Selectable<PendingConnectionRow>, secrets: Secrets) {
  const codeHash = secrets.open(cellOf(row.tenant, row.id, 'code_hash'), row.code_hash);
  return { codeHash, connection: pendingConnectionIn(row, secrets) };
}

async function acceptCode(
  unit: UnitOfWork,
  tools: Tools,
  { tenant, id, ...row }: Selectable<PendingConnectionRow>,
  connection: NewConnection,
  how: 'modal' | 'message',
): Promise<CodeOutcome> {
  await unit.tx.deleteFrom('pending_connections').where('tenant', '=', tenant).where('id', '=', id).execute();
  await saveConnection(unit, tools, tenant, row.slack_user_id, connection);
  const origin = originOf(row);
  await tellEnd(unit, tools, tenant, { id, ...row }, how === 'message' ? 'told' : 'right');
  return { outcome: 'right', origin };
}

function originOf(row: Pick<Selectable<PendingConnectionRow>, 'view_id' | 'draft_id'>): ConnectOrigin {
  return { viewId: row.view_id, draftId: row.draft_id };
}

async function dropPending(
  unit: UnitOfWork,
  tools: Tools,
  tenant: string,
  which: PendingChoice,
  end: CodeEnd,
): Promise<void> {
  const all = unit.tx.deleteFrom('pending_connections').where('tenant', '=', tenant);
  const query =
    'id' in which ? all.where('id', '=', which.id) : all.where('slack_user_id', '=', which.slackUserId);
  for (const row of await query.returningAll().execute()) {
    const connection = readableOrNull(() => pendingConnectionIn(row, tools.secrets));
    await revokeLater(unit, tools, tenant, connection?.tokens.refreshToken ?? null);
    await tellEnd(unit, tools, tenant, row, end);
  }
}

/** Enqueues the jobs that say, where the code was asked for, how the wait for it has ended. */
async function tellEnd(
  { enqueue }: UnitOfWork,
  { rules }: Tools,
  tenant: string,
  row: Omit<Selectable<PendingConnectionRow>, 'tenant'>,
  end: CodeEnd,
): Promise<void> {
  const { id, slack_user_id: user, created_at: askedAt } = row;
  for (const follower of rules.codeEnded({ user, id, end, askedAt, ...originOf(row) })) {
    await enqueue(tenant, follower);
  }
}

function matchesCode({ id }: { readonly id: string }, code: string, wanted: string): boolean {
  return timingSafeEqual(Buffer.from(wanted), Buffer.from(hashOf(id, code)));
}

function hashOf(id: string, code: string): string {
  return createHash('sha256').update(`${id} ${code}`).digest('hex');
}

/** The pending connection of a row. Throws SecretUnreadable. */
export function pendingConnectionIn(row: Selectable<PendingConnectionRow>, secrets: Secrets): NewConnection {
  return JSON.parse(secrets.open(cellOf(row.tenant, row.id, 'connection'), row.connection)) as NewConnection;
}

function cellOf(tenant: string, id: string, column: string): SealedCell {
  return { table: 'pending_connections', column, tenant, rowKey: id };
}
