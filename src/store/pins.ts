/**
 * Which Box user a person was when the app first acted for them without being asked to connect (a pin). It never
 * changes by itself: if an address comes to belong to another Box user, it must not open that user's files, nor give
 * a former owner's files to the person who gets their address in Slack. The pin is dropped when the person leaves
 * Slack or is forgotten.
 */
import type { Kysely } from 'kysely';
import type { BoxUser } from '../shapes.ts';
import { cleanText } from './columns.ts';
import type { Tables } from './tables.ts';

export interface PinStore {
  /**
   * Pins the person's Box user, unless one is pinned.
   * @returns the Box user id that is pinned now; null: this one is pinned for another person, and nothing is changed
   */
  pin(tenant: string, slackUserId: string, identity: BoxUser): Promise<string | null>;
}

/** Creates the store of pins, which are kept in the rows of connections. */
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
