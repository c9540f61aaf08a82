/**
 * How an installation's bot tokens follow one another, where Slack rotates them. A refresh token is good for one
 * use, and several processes may find the token near its end at once: whoever renews it claims the row's generation
 * first, asks Slack outside of any transaction, and writes the next generation. A claim that was not kept in time may be
 * taken over. Nothing else reads or writes these columns.
 */
import { randomBytes } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Place, Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';

export interface BotTokens {
  readonly botToken: string;
  /** Null: the token stays. */
  readonly refreshToken: string | null;
  /** When the token ends (ms since epoch); null: never. */
  readonly expiresAt: number | null;
}

/** Tokens, and which of this installation's they are. */
export interface HeldBotTokens extends BotTokens {
  readonly generation: number;
}

export interface InstallationTokens {
  /** Null when the app is not installed there, or was stopped. */
  tokens(tenant: string): Promise<HeldBotTokens | null>;
  /** Claims the renewal of this generation for so long; null when somebody else has it, or it is over. */
  claimRenewal(tenant: string, generation: number, forMs: number): Promise<string | null>;
  /** Gives the claim back: nothing is known to have changed, and the next may try at once. */
  releaseRenewal(tenant: string, claim: string): Promise<void>;
  /** Writes the tokens after this generation, also when the claim was lost. False: the generation is over. */
  saveRenewed(tenant: string, generation: number, tokens: BotTokens): Promise<boolean>;
}

const noClaim = { refresh_claim: null, refresh_until: null } as const;

/** The tokens' part of the installation store. */
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
      const { refresh_token: refresh, expires_at: expiresAt, generation } = row;
      const botToken = secrets.open(placeOf('bot_token', tenant), row.bot_token);
      const refreshToken = refresh === null ? null : secrets.open(placeOf('refresh_token', tenant), refresh);
      return { botToken, refreshToken, expiresAt, generation };
    },
    async claimRenewal(tenant, generation, forMs) {
      const claim = randomBytes(12).toString('base64url');
      const { numUpdatedRows } = await db
        .updateTable('installations')
        .set({ refresh_claim: claim, refresh_until: now() + forMs })
        .where('tenant', '=', tenant)
        .where('generation', '=', generation)
        .where('state', '=', 'active')
        .where((where) => where.or([where('refresh_until', 'is', null), where('refresh_until', '<=', now())]))
        .executeTakeFirst();
      return numUpdatedRows > 0n ? claim : null;
    },
    async releaseRenewal(tenant, claim) {
      const query = db.updateTable('installations').set(noClaim).where('tenant', '=', tenant);
      await query.where('refresh_claim', '=', claim).execute();
    },
    async saveRenewed(tenant, generation, tokens) {
      const { numUpdatedRows } = await db
        .updateTable('installations')
        .set({ ...sealBotTokens(secrets, tenant, tokens), ...noClaim, generation: generation + 1 })
        .where('tenant', '=', tenant)
        .where('generation', '=', generation)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },
  };
}

/** The columns of tokens; they open for this row alone. */
export function sealBotTokens(
  secrets: Secrets,
  tenant: string,
  { botToken, refreshToken, expiresAt }: BotTokens,
): { bot_token: string; refresh_token: string | null; expires_at: number | null } {
  return {
    bot_token: secrets.seal(placeOf('bot_token', tenant), botToken),
    refresh_token:
      refreshToken === null ? null : secrets.seal(placeOf('refresh_token', tenant), refreshToken),
    expires_at: expiresAt,
  };
}

function placeOf(column: string, tenant: string): Place {
  return { table: 'installations', column, tenant, rowKey: tenant };
}
