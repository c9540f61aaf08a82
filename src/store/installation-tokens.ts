/**
 * Reads an installation's bot token and replaces it by the next one, where Slack rotates tokens. Which process may
 * renew it is decided in `renewal-claims.ts`.
 */
import { type Kysely, type SqlBool, sql } from 'kysely';
import type { BotTokens, WithGeneration } from '../shapes.ts';
import { claimRow, noClaim, releaseRow, type TokenRowKey } from './renewal-claims.ts';
import type { SealedCell, Secrets } from './secrets.ts';
import type { InstallationRow, Tables } from './tables.ts';

/** The methods of the installation store that handle tokens. */
export interface InstallationTokens {
  /**
   * The bot's tokens. Null: the app is not installed there, or the installation was stopped. Throws SecretUnreadable.
   */
  tokens(tenant: string): Promise<WithGeneration<BotTokens> | null>;
  /**
   * Claims the renewal of this generation for `forMs`. Returns the claim; null when another process has it, the
   * generation has been replaced, or the installation was stopped.
   */
  claimRenewal(tenant: string, generation: number, forMs: number): Promise<string | null>;
  /** Releases the claim after a failed renewal that changed nothing, so that another process may try immediately. */
  releaseRenewal(tenant: string, claim: string): Promise<void>;
  /**
   * Stores the tokens that replace this generation, even when the claim was lost, or the installation was stopped
   * because the former refresh token was used up: Slack accepts no other tokens any longer. Returns false when the
   * generation has been replaced.
   */
  saveRenewed(tenant: string, generation: number, tokens: BotTokens): Promise<boolean>;
}

const installationRow = (tenant: string): TokenRowKey => ({
  table: 'installations',
  where: sql<SqlBool>`tenant = ${tenant}`,
});

/** Creates the part of the installation store that handles tokens. */
export function createInstallationTokens(
  db: Kysely<Tables>,
  { secrets, now }: { readonly secrets: Secrets; readonly now: () => number },
): InstallationTokens {
  return {
    async tokens(tenant) {
      const row = await db
        .selectFrom('installations')
        .select(['bot_token', 'refresh_token', 'expires_at', 'generation'])
        .where('tenant', '=', tenant)
        .where('state', '=', 'active')
        .executeTakeFirst();
      if (row === undefined) return null;
      return { ...openBotTokens(secrets, { tenant, ...row }), generation: row.generation };
    },
    claimRenewal: (tenant, generation, forMs) =>
      claimRow(db, installationRow(tenant), generation, { nowAt: now(), forMs }),
    releaseRenewal: (tenant, claim) => releaseRow(db, installationRow(tenant), claim),
    async saveRenewed(tenant, generation, tokens) {
      const { numUpdatedRows } = await db
        .updateTable('installations')
        .set({
          ...sealBotTokens(secrets, tenant, tokens),
          ...noClaim,
          ...resumedIfUsedUp,
          generation: generation + 1,
        })
        .where('tenant', '=', tenant)
        .where('generation', '=', generation)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

/**
 * Whether the installation was stopped only because another process took over a slow renewal, and Slack told that
 * process that the refresh token was used up.
 */
const usedUp = sql<SqlBool>`stopped_why = 'invalid_refresh_token'`;
const resumedIfUsedUp = {
  state: sql<'active' | 'stopped'>`case when ${usedUp} then 'active' else state end`,
  stopped_at: sql<number | null>`case when ${usedUp} then null else stopped_at end`,
  stopped_why: sql<string | null>`case when ${usedUp} then null else stopped_why end`,
};

/** Decrypts the tokens of a row. Throws SecretUnreadable. */
function openBotTokens(
  secrets: Secrets,
  row: Pick<InstallationRow, 'tenant' | 'bot_token' | 'refresh_token' | 'expires_at'>,
): BotTokens {
  const { tenant, refresh_token: refresh, expires_at: expiresAt } = row;
  const botToken = secrets.open(cellOf('bot_token', tenant), row.bot_token);
  const refreshToken = refresh === null ? null : secrets.open(cellOf('refresh_token', tenant), refresh);
  return { botToken, refreshToken, expiresAt };
}

/** Encrypts the token columns, which can be decrypted for this row only. */
export function sealBotTokens(
  secrets: Secrets,
  tenant: string,
  { botToken, refreshToken, expiresAt }: BotTokens,
): { bot_token: string; refresh_token: string | null; expires_at: number | null } {
  return {
    bot_token: secrets.seal(cellOf('bot_token', tenant), botToken),
    refresh_token: refreshToken === null ? null : secrets.seal(cellOf('refresh_token', tenant), refreshToken),
    expires_at: expiresAt,
  };
}

function cellOf(column: string, tenant: string): SealedCell {
  return { table: 'installations', column, tenant, rowKey: tenant };
}
