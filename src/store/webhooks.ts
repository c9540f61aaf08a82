/**
 * The webhooks that the app has created in Box, one for each person and folder. Two people may have the same Box user;
 * they then share its webhook. Also records which notifications have arrived: Box repeats each until it is accepted, so
 * some arrive twice.
 */
import type { Kysely, Selectable, Transaction } from 'kysely';
import type { Work } from '../signing/work.ts';
import type { Tables, WebhookRow } from './tables.ts';
import type { Transact } from './transaction.ts';

/**
 * How long received notifications are remembered (ms). Box repeats one for up to two hours, as it documents.
 */
export const WEBHOOK_EVENT_LIFE_MS = 2 * 24 * 60 * 60_000;

/** A folder in Box that is watched by a webhook for a person. */
export interface WatchedFolder {
  readonly tenant: string;
  /** Slack user id of the person. */
  readonly user: string;
  readonly folderId: string;
}

/** A folder that is watched, with its webhook in Box. */
export interface Webhook extends WatchedFolder {
  /** Box's id of the webhook; null where Box refused to create one. */
  readonly boxId: string | null;
  readonly state: 'active' | 'refused';
  /** The address to which Box was told to send notifications. */
  readonly address: string;
  /** When Box created the webhook, or refused to (ms). */
  readonly createdAt: number;
  /** When the webhook last sent a notification (ms). */
  readonly lastHeardAt: number | null;
}

/** The result of creating a webhook in Box. */
export interface CreatedWebhook {
  /** Box's id of the new webhook; null: Box refused to create one. */
  readonly boxId: string | null;
  readonly address: string;
  /** Box's id of the webhook that this one replaces and that has just been deleted there; null: none. */
  readonly replaces: string | null;
}

/** A person's webhook that a notification came from, and the job that handles the notification for that person. */
export interface ReachedWebhook {
  readonly watch: WatchedFolder;
  readonly next: Work;
}

export interface WebhookStore {
  get(watch: WatchedFolder): Promise<Webhook | null>;
  ofPerson(tenant: string, user: string): Promise<Webhook[]>;
  /** The rows of the webhook with this Box id, in all tenants. */
  withBoxId(boxId: string): Promise<Webhook[]>;
  /**
   * Records that Box has created a webhook, or refused to. Rows that shared the replaced webhook then share this one.
   */
  put(watch: WatchedFolder, made: CreatedWebhook): Promise<void>;
  remove(watch: WatchedFolder): Promise<void>;
  /** Records that a notification arrived, and enqueues its jobs. Does nothing in a tenant where it arrived before. */
  recordNotification(eventId: string, reached: readonly ReachedWebhook[]): Promise<void>;
}

/** Creates the store of webhooks. */
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
    put: ({ tenant, user, folderId }, { boxId, address, replaces }) =>
      transact(async ({ tx }) => {
        const state: Webhook['state'] = boxId === null ? 'refused' : 'active';
        const made = { box_id: boxId, state, address, created_at: now(), last_heard_at: null };
        if (replaces !== null) {
          await tx.updateTable('webhooks').set(made).where('box_id', '=', replaces).execute();
        }
        await tx
          .insertInto('webhooks')
          .values({ tenant, slack_user_id: user, folder_id: folderId, ...made })
          .onConflict((conflict) =>
            conflict.columns(['tenant', 'slack_user_id', 'folder_id']).doUpdateSet(made),
          )
          .execute();
      }),
    async remove({ tenant, user, folderId }) {
      const query = db.deleteFrom('webhooks').where('tenant', '=', tenant).where('slack_user_id', '=', user);
      await query.where('folder_id', '=', folderId).execute();
    },
    recordNotification: (eventId, reached) =>
      transact(async ({ tx, enqueue }) => {
        const isNew = new Map<string, boolean>();
        for (const { watch, next } of reached) {
          const { tenant, user, folderId } = watch;
          if (!isNew.has(tenant)) isNew.set(tenant, await insertEvent(tx, tenant, eventId, now()));
          if (!isNew.get(tenant)) continue;
          const query = tx.updateTable('webhooks').set({ last_heard_at: now() }).where('tenant', '=', tenant);
          await query.where('slack_user_id', '=', user).where('folder_id', '=', folderId).execute();
          await enqueue(tenant, next);
        }
      }),
  };
}

/** Records a notification. Returns false when it was recorded before. */
async function insertEvent(
  tx: Transaction<Tables>,
  tenant: string,
  id: string,
  seenAt: number,
): Promise<boolean> {
  const query = tx.insertInto('webhook_events').values({ tenant, id, seen_at: seenAt });
  const { numInsertedOrUpdatedRows } = await query
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return (numInsertedOrUpdatedRows ?? 0n) > 0n;
}

function toWebhook(row: Selectable<WebhookRow>): Webhook {
  return {
    tenant: row.tenant,
    user: row.slack_user_id,
    folderId: row.folder_id,
    boxId: row.box_id,
    state: row.state,
    address: row.address,
    createdAt: row.created_at,
    lastHeardAt: row.last_heard_at,
  };
}
