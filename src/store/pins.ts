/**
 * Pins, for Client Credentials Grant: the Box user as whom the app first acted for a person. A pin never changes by
 * itself. So an address that gets a new owner, in Box or in Slack, does not give anyone another person's files.
 * The pin is deleted when the person leaves Slack or their data is deleted.
 */
import type { Kysely } from 'kysely';
import type { BoxUser } from '../shapes.ts';
import { cleanText } from './columns.ts';
import type { Tables } from './tables.ts';

/** Stores which Box user the app uses for a person. */
export interface PinStore {
  /**
   * Pins the person's Box user, unless one is pinned.
   * @returns the Box user id that is pinned now; null: this Box user is pinned for another person, and nothing is
   * changed
   */
  pin(tenant: string, slackUserId: string, identity: BoxUser): Promise<string | null>;
}

/** Creates the store of pins, which are columns of the connections. */
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
            // A row without `pinned_at` was written under another kind of access to Box, so it does not prove which
            // Box user the person is, and may be overwritten.
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
