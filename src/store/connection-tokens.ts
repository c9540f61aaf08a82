/**
 * Reads a person's Box tokens and replaces them by the next pair. Which process may refresh them is decided in
 * `renewal-claims.ts`.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { BoxTokens, WithGeneration } from '../shapes.ts';
import type { Work } from '../signing/work.ts';
import { claimRow, noClaim, releaseRow, type TokenRowKey } from './renewal-claims.ts';
import { revokeLater } from './revocations.ts';
import { readableOrNull, type Secrets } from './secrets.ts';
import { deleteSharedRequests } from './shared-requests.ts';
import type { Tables } from './tables.ts';
import { openTokens, sealTokens } from './token-columns.ts';
import type { Transact } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/** The methods of the connection store that handle tokens. */
export interface ConnectionTokens {
  /**
   * The person's tokens. Null: no connection, none with tokens, or one that ended. Throws SecretUnreadable.
   */
  tokens(tenant: string, slackUserId: string): Promise<WithGeneration<BoxTokens> | null>;
  /**
   * Claims the refresh of this generation for `forMs`. Returns the claim; null when another process has it, the
   * generation has been replaced, or the connection has ended.
   */
  claimRefresh(
    tenant: string,
    slackUserId: string,
    generation: number,
    forMs: number,
  ): Promise<string | null>;
  /** Releases the claim after a failed refresh that changed nothing, so that another process may try immediately. */
  releaseRefresh(tenant: string, slackUserId: string, claim: string): Promise<void>;
  /**
   * Stores the pair that replaces this generation, even when the claim was lost or the connection was ended meanwhile:
   * Box accepts no other tokens any longer. Returns false when the generation has been replaced or the person has
   * disconnected: then the caller must discard the pair.
   */
  saveRefreshed(tenant: string, slackUserId: string, generation: number, tokens: BoxTokens): Promise<boolean>;
  /** Enqueues the revocation of a pair of tokens that could not be stored. */
  discard(tenant: string, refreshToken: string): Promise<void>;
  /**
   * Ends the connection, because Box refused its refresh token. Only for the holder of the claim: returns false when
   * the claim was lost or the connection has already ended. Enqueues `ended.next` in the same transaction.
   */
  end(tenant: string, slackUserId: string, ended: ConnectionEnding): Promise<boolean>;
  /**
   * Ends the connection if no key decrypts its tokens, which are left unchanged. Enqueues `next` in the same
   * transaction. Returns false when they can be decrypted, or the connection has already ended.
   */
  endUnreadable(tenant: string, slackUserId: string, next: Work): Promise<boolean>;
}

/** Why a connection is ended, and the job that follows. */
export interface ConnectionEnding {
  readonly claim: string;
  /** Box's error code, for the operator. */
  readonly why: string;
  /** The job that tells the person about the end of the connection. */
  readonly next: Work;
}

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly rules: WorkRules;
  readonly now: () => number;
}

const connectionRow = (tenant: string, slackUserId: string): TokenRowKey => ({
  table: 'connections',
  where: sql<SqlBool>`tenant = ${tenant} and slack_user_id = ${slackUserId}`,
});

/** Creates the part of the connection store that handles tokens. */
export function createConnectionTokens(db: Kysely<Tables>, tools: Tools): ConnectionTokens {
  const { transact, secrets, now } = tools;
  return {
    async tokens(tenant, slackUserId) {
      const row = await db
        .selectFrom('connections')
        .select(['access_token', 'refresh_token', 'expires_at', 'generation'])
        .where('tenant', '=', tenant)
        .where('slack_user_id', '=', slackUserId)
        .where('state', '=', 'active')
        .executeTakeFirst();
      const tokens = row === undefined ? null : openTokens(secrets, tenant, slackUserId, row);
      return row === undefined || tokens === null ? null : { ...tokens, generation: row.generation };
    },
    claimRefresh: (tenant, slackUserId, generation, forMs) =>
      claimRow(db, connectionRow(tenant, slackUserId), generation, { nowAt: now(), forMs }),
    releaseRefresh: (tenant, slackUserId, claim) => releaseRow(db, connectionRow(tenant, slackUserId), claim),
    async saveRefreshed(tenant, slackUserId, generation, tokens) {
      const { numUpdatedRows } = await db
        .updateTable('connections')
        .set({
          ...sealTokens(secrets, tenant, slackUserId, tokens),
          ...noClaim,
          generation: generation + 1,
          state: 'active',
          ended_at: null,
          ended_why: null,
        })
        .where('tenant', '=', tenant)
        .where('slack_user_id', '=', slackUserId)
        .where('generation', '=', generation)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
    discard: (tenant, refreshToken) => transact((unit) => revokeLater(unit, tools, tenant, refreshToken)),
    endUnreadable: (tenant, slackUserId, next) =>
      transact(async ({ tx, enqueue }) => {
        const row = await tx
          .selectFrom('connections')
          .select(['access_token', 'refresh_token', 'expires_at', 'generation'])
          .where(connectionRow(tenant, slackUserId).where)
          .where('state', '=', 'active')
          .executeTakeFirst();
        const read = () => ({ tokens: row && openTokens(secrets, tenant, slackUserId, row) });
        if (row === undefined || readableOrNull(read) !== null) return false;
        const { numUpdatedRows } = await tx
          .updateTable('connections')
          .set({ ...noClaim, state: 'ended', ended_at: now(), ended_why: 'unreadable' })
          .where(connectionRow(tenant, slackUserId).where)
          .where('generation', '=', row.generation)
          .where('state', '=', 'active')
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await deleteSharedRequests(tx, { tenant, user: slackUserId });
        await enqueue(tenant, next);
        return true;
      }),
    end: (tenant, slackUserId, { claim, why, next }) =>
      transact(async ({ tx, enqueue }) => {
        const { numUpdatedRows } = await tx
          .updateTable('connections')
          .set({ ...noClaim, state: 'ended', ended_at: now(), ended_why: why })
          .where('tenant', '=', tenant)
          .where('slack_user_id', '=', slackUserId)
          .where('refresh_claim', '=', claim)
          .where('state', '=', 'active')
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        await deleteSharedRequests(tx, { tenant, user: slackUserId });
        await enqueue(tenant, next);
        return true;
      }),
  };
}
