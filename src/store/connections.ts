/**
 * Which Box user a Slack user is. It says who they are at Box and carries no token.
 */
import type { Kysely } from 'kysely';
import { cleanText } from './columns.ts';
import type { Tables } from './tables.ts';

export interface Connection {
  readonly boxUserId: string;
  readonly login: string;
  readonly name: string;
}

export interface ConnectionStore {
  get(tenant: string, slackUserId: string): Promise<Connection | null>;
  /** Inserts the person's connection, or overwrites it. */
  put(tenant: string, slackUserId: string, connection: Connection): Promise<void>;
  remove(tenant: string, slackUserId: string): Promise<void>;
}

/** The store of connections on a database. */
export function createConnectionStore(db: Kysely<Tables>, now: () => number): ConnectionStore {
  return {
    async get(tenant, slackUserId) {
      const query = db.selectFrom('connections').select(['box_user_id', 'login', 'name']);
      const row = await query
        .where('tenant', '=', tenant)
        .where('slack_user_id', '=', slackUserId)
        .executeTakeFirst();
      return row === undefined ? null : { boxUserId: row.box_user_id, login: row.login, name: row.name };
    },
    async put(tenant, slackUserId, connection) {
      const said = {
        box_user_id: connection.boxUserId,
        login: cleanText(connection.login),
        name: cleanText(connection.name),
      };
      await db
        .insertInto('connections')
        .values({ tenant, slack_user_id: slackUserId, ...said, created_at: now() })
        .onConflict((conflict) => conflict.columns(['tenant', 'slack_user_id']).doUpdateSet(said))
        .execute();
    },
    async remove(tenant, slackUserId) {
      const query = db.deleteFrom('connections').where('tenant', '=', tenant);
      await query.where('slack_user_id', '=', slackUserId).execute();
    },
  };
}
