/**
 * Users of the app who have left the workspace, so that its admins can see who has left open requests behind. Also
 * lists the people about whom the regular check asks Slack.
 */
import type { Kysely } from 'kysely';
import { isOpenState } from '../signing/request-list.ts';
import type { State } from '../signing/sign-request.ts';
import { statusTable } from '../signing/status.ts';
import { cleanText } from './columns.ts';
import type { Tables } from './tables.ts';

/** A person who has left the workspace. */
export interface Departure {
  readonly userId: string;
  readonly name: string;
  /** When the app noticed that the person had left (ms). */
  readonly foundAt: number;
}

/** How many people are connected to Box, and how many must connect again because their connection ended. */
export interface ConnectedCount {
  readonly active: number;
  readonly ended: number;
}

/** A person who is connected to Box, or was until the connection ended. */
export interface ConnectedPerson {
  readonly userId: string;
  /** Whether the connection has ended, so that the person must connect again. */
  readonly hasEnded: boolean;
  /** The login of their Box account; empty: not known. */
  readonly login: string;
  /** When the person connected (ms). */
  readonly since: number;
}

export interface DepartureStore {
  /** Slack user ids of everyone with a Box connection or with an open request (`isOpenState`). */
  usersToCheck(tenant: string): Promise<string[]>;
  /** Records that a person has left. If that is recorded already, its time stays. */
  record(tenant: string, userId: string, name: string): Promise<void>;
  /** Records that a person is a full member again. */
  clear(tenant: string, userId: string): Promise<void>;
  /** The people who have left, the most recent first. */
  list(tenant: string): Promise<Departure[]>;
  countConnected(tenant: string): Promise<ConnectedCount>;
  /** The people who must connect to Box again, then those who are connected, latest first; at most `limit`. */
  listConnected(tenant: string, limit: number): Promise<readonly ConnectedPerson[]>;
}

// `Object.keys` is typed as text; the keys of the table are the states.
const openStates = (Object.keys(statusTable) as State[]).filter(isOpenState);

/** Creates the store of departures. */
export function createDepartureStore(db: Kysely<Tables>, now: () => number): DepartureStore {
  return {
    async usersToCheck(tenant) {
      const connected = await db
        .selectFrom('connections')
        .select('slack_user_id as user')
        .where('tenant', '=', tenant)
        .execute();
      const requesters = await db
        .selectFrom('sign_requests')
        .select('requester as user')
        .distinct()
        .where('tenant', '=', tenant)
        .where('state', 'in', openStates)
        .execute();
      return [...new Set([...connected, ...requesters].map(({ user }) => user))].sort();
    },
    async record(tenant, userId, name) {
      await db
        .insertInto('departures')
        .values({ tenant, user_id: userId, name: cleanText(name), found_at: now() })
        .onConflict((conflict) => conflict.columns(['tenant', 'user_id']).doNothing())
        .execute();
    },
    async clear(tenant, userId) {
      const query = db.deleteFrom('departures').where('tenant', '=', tenant);
      await query.where('user_id', '=', userId).execute();
    },
    async list(tenant) {
      const query = db.selectFrom('departures').selectAll().where('tenant', '=', tenant);
      const rows = await query.orderBy('found_at', 'desc').orderBy('user_id').execute();
      return rows.map((row) => ({ userId: row.user_id, name: row.name, foundAt: row.found_at }));
    },
    async listConnected(tenant, limit) {
      const query = db.selectFrom('connections').select(['slack_user_id', 'login', 'created_at', 'state']);
      const rows = await query
        .where('tenant', '=', tenant)
        // `ended` comes before `active`: only those people have something to do.
        .orderBy('state', 'desc')
        .orderBy('created_at', 'desc')
        .orderBy('slack_user_id')
        .limit(limit)
        .execute();
      return rows.map((row) => ({
        userId: row.slack_user_id,
        login: row.login,
        since: row.created_at,
        hasEnded: row.state === 'ended',
      }));
    },
    async countConnected(tenant) {
      const query = db.selectFrom('connections').where('tenant', '=', tenant).groupBy('state');
      const rows = await query.select(['state', (is) => is.fn.countAll<number>().as('count')]).execute();
      const countOf = (wanted: string) => Number(rows.find(({ state }) => state === wanted)?.count ?? 0);
      return { active: countOf('active'), ended: countOf('ended') };
    },
  };
}
