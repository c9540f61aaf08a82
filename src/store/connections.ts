/**
 * Which Box user a Slack user is, and the tokens that Box gave for that, encrypted. How tokens follow one another
 * is in `connection-tokens.ts`. Whoever has a trial's token has a row without tokens.
 */
import type { Kysely, Transaction } from 'kysely';
import { cleanText } from './columns.ts';
import { type ConnectionTokens, createConnectionTokens } from './connection-tokens.ts';
import type { NewJob } from './new-job.ts';
import { revokeLater } from './revocations.ts';
import type { Secrets } from './secrets.ts';
import type { Tables } from './tables.ts';
import { openTokens, sealTokens, type Tokens } from './token-columns.ts';
import type { Transact, Unit } from './transaction.ts';

/** Who somebody is at Box. */
export interface BoxIdentity {
  readonly boxUserId: string;
  readonly login: string;
  readonly name: string;
}

export interface Connection extends BoxIdentity {
  /** `ended`: Box takes its tokens no more; the person must connect again. */
  readonly state: 'active' | 'ended';
  /** When this account was connected (ms). */
  readonly since: number;
}

export interface ConnectionStore extends ConnectionTokens {
  get(tenant: string, slackUserId: string): Promise<Connection | null>;
  /** Inserts who the person is at Box, or overwrites it; tokens stay as they are. */
  put(tenant: string, slackUserId: string, identity: BoxIdentity): Promise<void>;
  /**
   * Connects the person, in place of whatever connection they had; that one's tokens are revoked at Box by a job.
   * @param next what is to be done then, with the same commit
   */
  save(
    tenant: string,
    slackUserId: string,
    connection: NewConnection,
    next?: readonly NewJob[],
  ): Promise<void>;
  /** Deletes the connection; its tokens are revoked at Box by a job, and what it showed is drawn again. */
  remove(tenant: string, slackUserId: string): Promise<void>;
}

export type NewConnection = BoxIdentity & { readonly tokens: Tokens };

interface Tools {
  readonly transact: Transact;
  readonly secrets: Secrets;
  readonly now: () => number;
}

/** The store of connections on a database. */
export function createConnectionStore(db: Kysely<Tables>, tools: Tools): ConnectionStore {
  const { transact, secrets, now } = tools;
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
    async put(tenant, slackUserId, identity) {
      const said = identityColumns(identity);
      await db
        .insertInto('connections')
        .values({ tenant, slack_user_id: slackUserId, ...noTokens, ...said, created_at: now() })
        .onConflict((conflict) => conflict.columns(['tenant', 'slack_user_id']).doUpdateSet(said))
        .execute();
    },
    save: (tenant, slackUserId, connection, next = []) =>
      transact(async (unit) => {
        await saveConnection(unit, tools, tenant, slackUserId, connection);
        for (const job of next) await unit.enqueue(tenant, job);
      }),
    remove: (tenant, slackUserId) =>
      transact(async (unit) => {
        const former = await formerTokens(unit.tx, secrets, tenant, slackUserId);
        const query = unit.tx.deleteFrom('connections').where('tenant', '=', tenant);
        await query.where('slack_user_id', '=', slackUserId).execute();
        if (former?.refreshToken === undefined || former.refreshToken === null) return;
        await revokeLater(unit, tools, tenant, former.refreshToken);
        await unit.enqueue(tenant, followAgain(slackUserId));
      }),
  };
}

/** As `save`, within a transaction that does more. */
export async function saveConnection(
  unit: Unit,
  tools: Tools,
  tenant: string,
  slackUserId: string,
  { tokens, ...identity }: NewConnection,
): Promise<void> {
  const { secrets, now } = tools;
  const former = await formerTokens(unit.tx, secrets, tenant, slackUserId);
  const row = {
    ...noTokens,
    ...identityColumns(identity),
    ...sealTokens(secrets, tenant, slackUserId, tokens),
    // Higher than before, so that a refresh of the former tokens that is under way finds itself late.
    generation: (former?.generation ?? 0) + 1,
    created_at: now(),
  };
  await unit.tx
    .insertInto('connections')
    .values({ tenant, slack_user_id: slackUserId, ...row })
    .onConflict((conflict) => conflict.columns(['tenant', 'slack_user_id']).doUpdateSet(row))
    .execute();
  await revokeLater(unit, tools, tenant, former?.refreshToken ?? null);
  await unit.enqueue(tenant, followAgain(slackUserId));
}

/** What the person has open is looked at, or drawn, again. */
function followAgain(slackUserId: string): NewJob {
  return { step: 'follow_again', args: { user: slackUserId }, dedupeKey: `follow_again:${slackUserId}` };
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

function identityColumns(identity: BoxIdentity): { box_user_id: string; login: string; name: string } {
  return {
    box_user_id: identity.boxUserId,
    login: cleanText(identity.login),
    name: cleanText(identity.name),
  };
}

async function formerTokens(
  tx: Transaction<Tables>,
  secrets: Secrets,
  tenant: string,
  slackUserId: string,
): Promise<{ generation: number; refreshToken: string | null } | null> {
  const row = await tx
    .selectFrom('connections')
    .select(['access_token', 'refresh_token', 'expires_at', 'generation'])
    .where('tenant', '=', tenant)
    .where('slack_user_id', '=', slackUserId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const tokens = openTokens(secrets, tenant, slackUserId, row);
  return { generation: row.generation, refreshToken: tokens?.refreshToken ?? null };
}
