/** Makes sure that what Box has said to a connection is stored only while the person still has that connection. */
import type { Kysely } from 'kysely';
import { Fault } from '../failure.ts';
import type { Engine } from './engine.ts';
import type { Tables } from './tables.ts';

/** The connection has ended, or was replaced by another, since Box was asked. Nothing was written. */
export class ConnectionChanged extends Fault {
  override readonly name = 'ConnectionChanged';
  constructor() {
    super('the connection to Box ended while Box was asked');
  }
}

/**
 * Locks the person's connection until the transaction ends, so that it cannot end meanwhile.
 * @param since when the connection with which Box was asked began (ms); null: the person has none of their own, and
 *   nothing is checked
 * @throws ConnectionChanged when it is no longer the person's connection
 */
export async function holdConnection(
  tx: Kysely<Tables>,
  engine: Engine,
  { tenant, user }: { readonly tenant: string; readonly user: string },
  since: number | null,
): Promise<void> {
  if (since === null) return;
  const query = tx
    .selectFrom('connections')
    .select('created_at')
    .where('tenant', '=', tenant)
    .where('slack_user_id', '=', user)
    .where('state', '=', 'active');
  const row = await (engine.locksRows ? query.forUpdate() : query).executeTakeFirst();
  if (row?.created_at !== since) throw new ConnectionChanged();
}
