/**
 * Installations by tenant, for an app that people install themselves. How bot tokens are renewed is in
 * `installation-tokens.ts`.
 */
import type { Kysely, Selectable } from 'kysely';
import type { Work } from '../signing/work.ts';
import { cleanText } from './columns.ts';
import { newGeneration } from './generation.ts';
import { createInstallationTokens, type InstallationTokens, sealBotTokens } from './installation-tokens.ts';
import { NO_TENANT, resumeWaiting } from './jobs.ts';
import { noClaim } from './renewal-claims.ts';
import type { Secrets } from './secrets.ts';
import type { InstallationRow, Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

/** The app's installation in a workspace or organisation. */
export interface Installation {
  readonly tenant: string;
  /** The workspace's id; null: the app was installed for a whole organisation. */
  readonly teamId: string | null;
  /** The organisation's id; null outside Enterprise Grid. */
  readonly enterpriseId: string | null;
  readonly isEnterpriseInstall: boolean;
  /** Name of the workspace or organisation. */
  readonly name: string;
  readonly botUserId: string;
  readonly botId: string;
  /** The granted scopes of the bot token. */
  readonly scopes: readonly string[];
  /** `stopped`: Slack no longer accepts its token; the app must be installed again. */
  readonly state: 'active' | 'stopped';
  /** Changes with each installation and each renewal of the token. */
  readonly generation: number;
}

/** An installation with its bot token, as Slack has granted it. */
export type NewInstallation = Omit<Installation, 'state' | 'generation'> & {
  /** Slack user id of the person who installed the app. */
  readonly installedBy: string;
  readonly botToken: string;
  /** The refresh token; null where the bot token is not rotated. */
  readonly refreshToken: string | null;
  /** When the bot token expires (ms); null: never. */
  readonly expiresAt: number | null;
};

export interface InstallationStore extends InstallationTokens {
  get(tenant: string): Promise<Installation | null>;
  /** Tenants with an installation that is not stopped. */
  active(): Promise<string[]>;
  /** Inserts or overwrites the installation, enqueues `next`, and resumes the jobs that waited for an installation. */
  save(installation: NewInstallation, next: readonly Work[]): Promise<void>;
  /**
   * Stops the installation if it still has this generation, and enqueues `next`. Returns false when the generation has
   * been replaced.
   */
  stop(tenant: string, generation: number, why: string, next: readonly Work[]): Promise<boolean>;
  /** Records that an OAuth state was used; the flow has no tenant yet. Returns false when it was used before. */
  spendState(id: string, expiresAt: number): Promise<boolean>;
}

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly now: () => number;
}

/** Creates the installation store. */
export function createInstallationStore(db: Kysely<Tables>, tools: Tools): InstallationStore {
  const { transact, secrets, now } = tools;
  return {
    ...createInstallationTokens(db, tools),
    async get(tenant) {
      const query = db.selectFrom('installations').selectAll().where('tenant', '=', tenant);
      const row = await query.executeTakeFirst();
      return row === undefined ? null : toInstallation(row);
    },
    async active() {
      const query = db.selectFrom('installations').select('tenant').where('state', '=', 'active');
      return (await query.orderBy('tenant').execute()).map(({ tenant }) => tenant);
    },
    save: (installation, next) =>
      transact(async ({ tx, enqueue }) => {
        const { tenant } = installation;
        const row = { ...toRow(installation), ...sealBotTokens(secrets, tenant, installation) };
        // A new generation, so that a concurrent renewal of the former token is not stored.
        const fresh = { ...row, ...noClaim, generation: newGeneration(), created_at: now() };
        await tx
          .insertInto('installations')
          .values({ tenant, ...fresh })
          .onConflict((conflict) => conflict.column('tenant').doUpdateSet(fresh))
          .execute();
        await resumeWaiting(tx, tenant, now());
        for (const follower of next) await enqueue(tenant, follower);
      }),
    stop: (tenant, generation, why, next) =>
      transact(async ({ tx, enqueue }) => {
        const { numUpdatedRows } = await tx
          .updateTable('installations')
          .set({ state: 'stopped', stopped_at: now(), stopped_why: cleanText(why) })
          .where('tenant', '=', tenant)
          .where('generation', '=', generation)
          .executeTakeFirst();
        if (numUpdatedRows === 0n) return false;
        for (const follower of next) await enqueue(tenant, follower);
        return true;
      }),
    async spendState(id, expiresAt) {
      const { numInsertedOrUpdatedRows } = await db
        .insertInto('spent_states')
        .values({ tenant: NO_TENANT, id: cleanText(id), expires_at: expiresAt })
        .onConflict((conflict) => conflict.columns(['tenant', 'id']).doNothing())
        .executeTakeFirst();
      return numInsertedOrUpdatedRows === 1n;
    },
  };
}

function toRow(installation: NewInstallation) {
  return {
    team_id: installation.teamId,
    enterprise_id: installation.enterpriseId,
    is_enterprise_install: Number(installation.isEnterpriseInstall),
    name: cleanText(installation.name),
    bot_user_id: installation.botUserId,
    bot_id: installation.botId,
    scopes: installation.scopes.join(','),
    installed_by: installation.installedBy,
    state: 'active' as const,
    stopped_at: null,
    stopped_why: null,
  };
}

function toInstallation(row: Selectable<InstallationRow>): Installation {
  return {
    tenant: row.tenant,
    teamId: row.team_id,
    enterpriseId: row.enterprise_id,
    isEnterpriseInstall: row.is_enterprise_install === 1,
    name: row.name,
    botUserId: row.bot_user_id,
    botId: row.bot_id,
    scopes: row.scopes.split(','),
    state: row.state,
    generation: row.generation,
  };
}
