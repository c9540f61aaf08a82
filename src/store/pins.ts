/**
 * Which Box user a person was when the app first acted for them without being asked to connect. It never changes by
 * itself: an address that comes to belong to another Box user must not open that one's files, nor a former owner's files
 * to whoever is given their address in Slack. Whoever leaves Slack, or is forgotten, is nobody's any more.
 */
import type { Kysely } from 'kysely';
import type { BoxUser } from '../shapes.ts';
import { cleanText } from './columns.ts';
import type { Tables } from './tables.ts';

export interface PinStore {
  /**
   * Notes who the person is at Box, unless that is noted.
   * @returns the Box user id that is noted now; null: this one is noted for somebody else, and nothing is noted
   */
  pin(tenant: string, slackUserId: string, identity: BoxUser): Promise<string | null>;
}

/** The store of pins, which lie in the rows of connections. */
export function createPinStore(db: Kysely<Tables>, now: () => number): PinStore {
  return {
    async pin(tenant, slackUserId, { boxUserId, login, name }) {
      const others = db.selectFrom('connections').select('slack_user_id').where('tenant', '=', tenant);
      const another = await others
        .where('box_user_id', '=', boxUserId)
        .where('pinned_at', 'is not', null)
        .where('slack_user_id', '!=', slackUserId)
        .executeTakeFirst();
      if (another !== undefined) return null;
      const said = {
        box_user_id: boxUserId,
        login: cleanText(login),
        name: cleanText(name),
        pinned_at: now(),
        state: 'active',
      } as const;
      await db
        .insertInto('connections')
        .values({ tenant, slack_user_id: slackUserId, ...said, generation: 0, created_at: now() })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant', 'slack_user_id'])
            // A row that came about in another way says nothing about whose address it is.
            .doUpdateSet(said)
            .where('connections.pinned_at', 'is', null),
        )
        .execute();
      const row = await db
        .selectFrom('connections')
        .select('box_user_id')
        .where('tenant', '=', tenant)
        .where('slack_user_id', '=', slackUserId)
        .executeTakeFirstOrThrow();
      return row.box_user_id;
    },
  };
}
