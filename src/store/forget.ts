/** Deletes all that is stored for a tenant, for when the app was taken out of it. */
import type { Tables } from './tables.ts';
import type { Transact } from './transaction.ts';

/** Every table: one that is added must be thought of here. Cards go with their requests. */
const tables: Readonly<Record<keyof Tables, true>> = {
  cards: true,
  sign_requests: true,
  drafts: true,
  people: true,
  connections: true,
  oauth_states: true,
  pending_connections: true,
  revocations: true,
  request_lists: true,
  list_views: true,
  installations: true,
  departures: true,
  spent_states: true,
  jobs: true,
};

/**
 * All of it in one transaction. @param generation of the installation that ended; null where there is none in the store.
 * Returns false, and deletes nothing, when the app was installed again meanwhile.
 */
export function forgetTenant(
  transact: Transact,
  tenant: string,
  generation: number | null,
): Promise<boolean> {
  return transact(async ({ tx }) => {
    if (generation !== null) {
      const { numDeletedRows } = await tx
        .deleteFrom('installations')
        .where('tenant', '=', tenant)
        .where('generation', '=', generation)
        .executeTakeFirst();
      if (numDeletedRows === 0n) return false;
    }
    // The keys are those of the object above.
    for (const table of Object.keys(tables) as (keyof Tables)[]) {
      await tx.deleteFrom(table).where('tenant', '=', tenant).execute();
    }
    return true;
  });
}
