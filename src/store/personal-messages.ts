/** The app's messages to a person: the cards that they got as a signer, and notices. */
import type { Kysely } from 'kysely';
import { isCardOfSigner } from './cards.ts';
import type { TenantUser } from './personal-rows.ts';
import type { Tables } from './tables.ts';

/** The rows of messages to this signer, for the export of their data. */
export async function signerCardsOf(db: Kysely<Tables>, { tenant, user }: TenantUser) {
  return db
    .selectFrom('cards')
    .select(['tenant', 'id', 'request_id', 'kind', 'channel', 'message', 'created_at'])
    .where('tenant', '=', tenant)
    .where(isCardOfSigner(user))
    .execute();
}

/**
 * Deletes a person's cards as a signer, and their notices. Returns how many there were, by table.
 *
 * @param openIds requests that stay unchanged: their messages stay too, or they would be posted again
 */
export async function deleteMessagesTo(
  tx: Kysely<Tables>,
  { tenant, user }: TenantUser,
  openIds: readonly string[],
): Promise<Record<string, number>> {
  let cards = tx.deleteFrom('cards').where('tenant', '=', tenant).where(isCardOfSigner(user));
  let notices = tx.deleteFrom('notices').where('tenant', '=', tenant).where('to_user', '=', user);
  if (openIds.length > 0) {
    cards = cards.where('request_id', 'not in', openIds);
    notices = notices.where('request_id', 'not in', openIds);
  }
  return {
    cards: Number((await cards.executeTakeFirst()).numDeletedRows),
    notices: Number((await notices.executeTakeFirst()).numDeletedRows),
  };
}
