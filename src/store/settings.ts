/** Stores the settings of workspaces and people. `signing/settings.ts` has the table of settings and their values. */
import type { Kysely } from 'kysely';
import { fromJson, toJson } from './columns.ts';
import type { Tables } from './tables.ts';

/** The empty user id, under which the settings of the whole workspace are stored. */
const workspaceUserId = '';

export interface SettingsStore {
  /** The values that a person (null: the workspace) has set, by setting; empty when nothing was set. */
  get(tenant: string, userId: string | null): Promise<Readonly<Record<string, unknown>>>;
  /** Stores these values, in place of all earlier ones. */
  put(tenant: string, userId: string | null, chosen: Readonly<Record<string, unknown>>): Promise<void>;
}

/** Creates the store of settings. */
export function createSettingsStore(db: Kysely<Tables>, now: () => number): SettingsStore {
  return {
    async get(tenant, userId) {
      const query = db.selectFrom('settings').select('chosen').where('tenant', '=', tenant);
      const row = await query.where('user_id', '=', userId ?? workspaceUserId).executeTakeFirst();
      return row === undefined ? {} : fromJson(row.chosen);
    },
    async put(tenant, userId, chosen) {
      const row = { chosen: toJson(chosen), changed_at: now() };
      await db
        .insertInto('settings')
        .values({ tenant, user_id: userId ?? workspaceUserId, ...row })
        .onConflict((conflict) => conflict.columns(['tenant', 'user_id']).doUpdateSet(row))
        .execute();
    },
  };
}
