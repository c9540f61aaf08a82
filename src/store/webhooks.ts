/**
 * The webhooks that the app has made at Box, one for each person and folder, and which notifications have come: Box sends
 * each until it is accepted, so some come twice. One Box user may be that of two people, who then share what Box has made.
 */
import type { Kysely, Selectable } from 'kysely';
import type { Work } from '../signing/work.ts';
import type { Tables, WebhookRow } from './tables.ts';
import type { Transact } from './transaction.ts';

/** How long Box may repeat a notification: two hours, by its own account. */
export const WEBHOOK_EVENT_LIFE_MS = 2 * 24 * 60 * 60_000;

/** Whose webhook of which folder. */
export interface Watch {
  readonly tenant: string;
  /** Slack user id. */
  readonly user: string;
  readonly folderId: string;
}

export interface Webhook extends Watch {
  /** Box's id; null where Box makes none. */
  readonly boxId: string | null;
  readonly state: 'active' | 'refused';
  /** When it was made or refused (ms). */
  readonly createdAt: number;
  /** When it last told something (ms). */
  readonly lastHeardAt: number | null;
}

export interface WebhookStore {
  get(watch: Watch): Promise<Webhook | null>;
  ofPerson(tenant: string, user: string): Promise<Webhook[]>;
  /** All that Box's id stands for, in whatever tenant. */
  withBoxId(boxId: string): Promise<Webhook[]>;
  /** Box has made it, or makes none (null). Others that shared the former one share this one. */
  put(watch: Watch, boxId: string | null): Promise<void>;
  remove(watch: Watch): Promise<void>;
  /** Notes that a notification came and enqueues what it brings; nothing when it has come before. */
  heard(watch: Watch, eventId: string, next: Work): Promise<void>;
}

/** The store of webhooks on a database. */
export function createWebhookStore(
  db: Kysely<Tables>,
  { transact, now }: { readonly transact: Transact; readonly now: () => number },
): WebhookStore {
  const rows = () => db.selectFrom('webhooks').selectAll();
  return {
    async get({ tenant, user, folderId }) {
      const query = rows().where('tenant', '=', tenant).where('slack_user_id', '=', user);
      const row = await query.where('folder_id', '=', folderId).executeTakeFirst();
      return row ? toWebhook(row) : null;
    },
    async ofPerson(tenant, user) {
      const query = rows().where('tenant', '=', tenant).where('slack_user_id', '=', user);
      return (await query.execute()).map(toWebhook);
    },
    withBoxId: async (boxId) => (await rows().where('box_id', '=', boxId).execute()).map(toWebhook),
    put: (watch, boxId) =>
      transact(async ({ tx }) => {
        const { tenant, user, folderId } = watch;
        const key = { tenant, slack_user_id: user, folder_id: folderId };
        const state: Webhook['state'] = boxId === null ? 'refused' : 'active';
        const made = { box_id: boxId, state, created_at: now(), last_heard_at: null };
        const query = tx.selectFrom('webhooks').select('box_id').where('tenant', '=', tenant);
        const former = await query
          .where('slack_user_id', '=', user)
          .where('folder_id', '=', folderId)
          .executeTakeFirst();
        if (former?.box_id && boxId !== null) {
          await tx.updateTable('webhooks').set(made).where('box_id', '=', former.box_id).execute();
        }
        await tx
          .insertInto('webhooks')
          .values({ ...key, ...made })
          .onConflict((conflict) =>
            conflict.columns(['tenant', 'slack_user_id', 'folder_id']).doUpdateSet(made),
          )
          .execute();
      }),
    async remove({ tenant, user, folderId }) {
      const query = db.deleteFrom('webhooks').where('tenant', '=', tenant).where('slack_user_id', '=', user);
      await query.where('folder_id', '=', folderId).execute();
    },
    heard: ({ tenant, user, folderId }, eventId, next) =>
      transact(async ({ tx, enqueue }) => {
        const { numInsertedOrUpdatedRows } = await tx
          .insertInto('webhook_events')
          .values({ tenant, id: eventId, seen_at: now() })
          .onConflict((conflict) => conflict.doNothing())
          .executeTakeFirst();
        if (!numInsertedOrUpdatedRows) return;
        const query = tx.updateTable('webhooks').set({ last_heard_at: now() }).where('tenant', '=', tenant);
        await query.where('slack_user_id', '=', user).where('folder_id', '=', folderId).execute();
        await enqueue(tenant, next);
      }),
  };
}

function toWebhook(row: Selectable<WebhookRow>): Webhook {
  return {
    tenant: row.tenant,
    user: row.slack_user_id,
    folderId: row.folder_id,
    boxId: row.box_id,
    state: row.state,
    createdAt: row.created_at,
    lastHeardAt: row.last_heard_at,
  };
}
