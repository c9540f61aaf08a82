/**
 * How a person's tokens follow one another. A refresh token is good for one use, and several processes may find
 * the access token expired at once: whoever refreshes claims the row's generation first, asks Box outside of any
 * transaction, and writes the next generation. A claim that was not kept in time may be taken over.
 */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { NewJob } from './new-job.ts';
import { revokeLater } from './revocations.ts';
import type { Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';
import { openTokens, sealTokens, type Tokens } from './token-columns.ts';
import type { Transact } from './transaction.ts';

/** Tokens, and which pair of this person's they are. */
export interface HeldTokens extends Tokens {
  readonly generation: number;
}

export interface ConnectionTokens {
  /** Null when the person has no connection, none with tokens, or one that ended. */
  tokens(tenant: string, slackUserId: string): Promise<HeldTokens | null>;
  /**
   * Claims the refresh of this generation for so long.
   * Returns the claim; null when somebody else has it, or the generation is over.
   */
  claimRefresh(
    tenant: string,
    slackUserId: string,
    generation: number,
    forMs: number,
  ): Promise<string | null>;
  /** Gives the claim back: nothing is known to have changed, and the next may try at once. */
  releaseRefresh(tenant: string, slackUserId: string, claim: string): Promise<void>;
  /**
   * Writes the pair after this generation, also when the claim was lost or the connection was ended meanwhile:
   * these are the only tokens that Box still takes. False when the generation is over or the person has
   * disconnected: then the pair is nobody's.
   */
  saveRefreshed(tenant: string, slackUserId: string, generation: number, tokens: Tokens): Promise<boolean>;
  /** Gives a pair that is nobody's to be revoked at Box, by a job. */
  discard(tenant: string, refreshToken: string): Promise<void>;
  /**
   * Ends the connection, for whoever holds the claim: Box refused its refresh token. The job goes with it,
   * once. False when the claim was lost.
   */
  end(tenant: string, slackUserId: string, ended: EndedConnection): Promise<boolean>;
}

export interface EndedConnection {
  readonly claim: string;
  /** A word for the operator; Box's code of the refusal. */
  readonly why: string;
  /** What is to be done about it. */
  readonly job: NewJob;
}

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly now: () => number;
}

const noClaim = { refresh_claim: null, refresh_until: null } as const;

/** The tokens' part of the connection store. */
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
    async claimRefresh(tenant, slackUserId, generation, forMs) {
      const claim = randomBytes(12).toString('base64url');
      const { numUpdatedRows } = await db
        .updateTable('connections')
        .set({ refresh_claim: claim, refresh_until: now() + forMs })
        .where('tenant', '=', tenant)
        .where('slack_user_id', '=', slackUserId)
        .where('generation', '=', generation)
        .where('state', '=', 'active')
        .where((where) => where.or([where('refresh_until', 'is', null), where('refresh_until', '<=', now())]))
        .executeTakeFirst();
      return numUpdatedRows > 0n ? claim : null;
    },
    async releaseRefresh(tenant, slackUserId, claim) {
      await db
        .updateTable('connections')
        .set(noClaim)
        .where('tenant', '=', tenant)
        .where('slack_user_id', '=', slackUserId)
        .where('refresh_claim', '=', claim)
        .execute();
    },
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
    end: (tenant, slackUserId, { claim, why, job }) =>
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
        await enqueue(tenant, job);
        return true;
      }),
  };
}

/** Gives back every claim: at the start of the only process there can be, whoever had one is dead. */
export async function releaseRefreshes(db: Kysely<Tables>): Promise<void> {
  await db.updateTable('connections').set(noClaim).where('refresh_claim', 'is not', null).execute();
}
