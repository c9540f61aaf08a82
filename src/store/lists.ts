/**
 * The lists of sign requests that people have open, with what each shows, so that they can be redrawn after a change.
 * Also stores when Box was last asked for a person's list. Nothing is drawn here.
 */
import { type Kysely, sql } from 'kysely';
import { type ListRefusal, listRefusal } from '../signing/list-refusal.ts';
import type { ListState } from '../signing/request-list.ts';
import { fromJson, toJson } from './columns.ts';
import type { ListViewRow, Tables } from './tables.ts';

/** How long an open list is stored (ms). */
export const LIST_VIEW_LIFE_MS = 24 * 60 * 60 * 1000;

const maxViews = 5;

/** A list of requests that a person has open in Slack. */
export interface ListView {
  /** Slack's id of the view. */
  readonly id: string;
  readonly user: string;
  readonly state: ListState;
  /** A number that increases with every choice of the person in the list. */
  readonly version: number;
}

/** The state of reading a person's list from Box. */
export interface ListReadState {
  /** When Box was asked for the list (ms), while it has not answered; otherwise null. */
  readonly askedAt: number | null;
  /** When the whole list was last read from Box (ms); null: never. */
  readonly listedAt: number | null;
  /** When reading the list from Box last failed (ms); null once it succeeded. */
  readonly failedAt: number | null;
  /** Why Box refused when it last failed; null: Box was busy or did not answer, or nothing failed. */
  readonly refusal: ListRefusal | null;
}

/** Which list: the person's own requests, or those of others that Box shows to them. */
export type WhichList = 'own' | 'shared';

export interface ListStore {
  /** Stores what an open list shows now. */
  putView(tenant: string, view: Omit<ListView, 'version'>): Promise<void>;
  view(tenant: string, id: string): Promise<ListView | null>;
  /** The person's five most recently used lists. Older rows may be of lists that were closed by reloading Slack. */
  viewsOf(tenant: string, user: string): Promise<ListView[]>;
  removeView(tenant: string, id: string): Promise<void>;
  /** When Box was asked for the list, and how that went. @param which `own` unless given */
  readState(tenant: string, user: string, which?: WhichList): Promise<ListReadState>;
  putReadState(tenant: string, user: string, asked: ListReadState, which?: WhichList): Promise<void>;
}

const neverAsked: ListReadState = { askedAt: null, listedAt: null, failedAt: null, refusal: null };

/** Creates the store of the request lists that people have open in Slack. */
export function createListStore(db: Kysely<Tables>, now: () => number): ListStore {
  const views = (tenant: string) => db.selectFrom('list_views').selectAll().where('tenant', '=', tenant);
  return {
    async putView(tenant, { id, user, state }) {
      const changes = { state: toJson(state), changed_at: now() };
      await db
        .insertInto('list_views')
        .values({ tenant, id, user_id: user, version: 1, ...changes })
        .onConflict((conflict) =>
          conflict
            .columns(['tenant', 'id'])
            .doUpdateSet({ ...changes, version: sql<number>`list_views.version + 1` }),
        )
        .execute();
    },
    async view(tenant, id) {
      const row = await views(tenant).where('id', '=', id).executeTakeFirst();
      return row === undefined ? null : toView(row);
    },
    async viewsOf(tenant, user) {
      const query = views(tenant).where('user_id', '=', user).orderBy('changed_at', 'desc');
      const rows = await query.orderBy('id').limit(maxViews).execute();
      return rows.map(toView);
    },
    async removeView(tenant, id) {
      await db.deleteFrom('list_views').where('tenant', '=', tenant).where('id', '=', id).execute();
    },
    async readState(tenant, user, which = 'own') {
      const query = db.selectFrom('request_lists').selectAll().where('tenant', '=', tenant);
      const row = await query.where('user_id', '=', user).executeTakeFirst();
      if (row === undefined) return neverAsked;
      return which === 'own'
        ? {
            askedAt: row.asked_at,
            listedAt: row.listed_at,
            failedAt: row.failed_at,
            refusal: toRefusal(row.refusal),
          }
        : {
            askedAt: row.shared_asked_at,
            listedAt: row.shared_listed_at,
            failedAt: row.shared_failed_at,
            refusal: toRefusal(row.shared_refusal),
          };
    },
    async putReadState(tenant, user, { askedAt, listedAt, failedAt, refusal }, which = 'own') {
      const changes =
        which === 'own'
          ? { asked_at: askedAt, listed_at: listedAt, failed_at: failedAt, refusal }
          : {
              shared_asked_at: askedAt,
              shared_listed_at: listedAt,
              shared_failed_at: failedAt,
              shared_refusal: refusal,
            };
      await db
        .insertInto('request_lists')
        .values({ tenant, user_id: user, ...changes })
        .onConflict((conflict) => conflict.columns(['tenant', 'user_id']).doUpdateSet(changes))
        .execute();
    },
  };
}

function toRefusal(stored: string | null): ListRefusal | null {
  return stored === null ? null : listRefusal(stored);
}

function toView(row: Pick<ListViewRow, 'id' | 'user_id' | 'version'> & { state: unknown }): ListView {
  return { id: row.id, user: row.user_id, state: fromJson<ListState>(row.state), version: row.version };
}
