/**
 * Drafts: what a form contained, stored for a day, so that it can be filled in again after a refusal. A draft also
 * holds the response URL of the command that opened the form, which is encrypted, because anyone who has it can post in
 * that conversation.
 */

import type { Insertable, Selectable } from 'kysely';
import type { FormValues, Phone } from '../signing/form.ts';
import type { Refusal } from '../signing/refusals.ts';

import { cleanText, fromJson, toJson, toJsonOrNull } from './columns.ts';
import type { Engine } from './engine.ts';
import { formFromColumn } from './form-column.ts';
import { openPhones, sealPhones } from './phones-column.ts';
import type { SealedCell, Secrets } from './secrets.ts';
import type { DraftRow } from './tables.ts';

/** How long a draft is stored (ms). */
export const DRAFT_LIFE_MS = 24 * 60 * 60 * 1000;

/** The content of a form. */
export interface Draft {
  readonly id: string;
  /** Slack user id of the person who has opened the form. */
  readonly user: string;
  readonly form: FormValues;
  /** Phone numbers of signers who get a code by text message. Absent: none. */
  readonly phones?: readonly Phone[];
  /** The command's response URL; null when it is not known, was used up, or cannot be decrypted. */
  readonly responseUrl: string | null;
  /** The conversation in which the form was opened; null: not in one. */
  readonly channel: string | null;
  /** Id of the sign request, not sent yet, that a new one from this form replaces; null: none. */
  readonly replaces: string | null;
  /** Id of the sent sign request that is cancelled once a new one from this form was sent; null: none. */
  readonly changes: string | null;
  /** The refusal that is shown above the form; null: none. */
  readonly problem: Refusal | null;
  readonly createdAt: number;
}

export interface DraftStore {
  /** Inserts the draft, or overwrites the one with its id. */
  put(tenant: string, draft: Draft): Promise<void>;
  /** The draft with this id; null when there is none, or it is older than 24 hours. */
  get(tenant: string, id: string): Promise<Draft | null>;
  /**
   * Records that this modal, which showed the link to Box, shows the form again. From then on, jobs that update the
   * link must not replace the form.
   */
  recordFormShown(tenant: string, id: string, viewId: string): Promise<void>;
  /** Whether the form is shown again in this modal, in place of the link to Box. */
  isFormShownIn(tenant: string, id: string, viewId: string): Promise<boolean>;
  /** Stores the metadata with which the form is shown now. */
  recordShown(tenant: string, id: string, metadata: string): Promise<void>;
  /** The metadata with which the form was last shown; null: none was stored. */
  shownWith(tenant: string, id: string): Promise<string | null>;
}

/** Creates the draft store. */
export function createDraftStore(engine: Engine, secrets: Secrets, now: () => number): DraftStore {
  const { db } = engine;
  return {
    async put(tenant, draft) {
      const { tenant: _tenant, id: _id, ...rest } = toRow(tenant, draft, secrets);
      await engine.writeUnsynced(async (connection) => {
        await connection
          .insertInto('drafts')
          .values({ tenant, id: draft.id, ...rest })
          .onConflict((conflict) => conflict.columns(['tenant', 'id']).doUpdateSet(rest))
          .execute();
      });
    },
    async get(tenant, id) {
      const drafts = db.selectFrom('drafts').selectAll().where('tenant', '=', tenant);
      // The id is cleaned because it may come from outside the app.
      const query = drafts.where('id', '=', cleanText(id));
      const row = await query.where('created_at', '>', now() - DRAFT_LIFE_MS).executeTakeFirst();
      return row === undefined ? null : toDraft(row, secrets);
    },
    async recordFormShown(tenant, id, viewId) {
      const query = db.updateTable('drafts').set({ back_in_view: viewId }).where('tenant', '=', tenant);
      await query.where('id', '=', id).execute();
    },
    async recordShown(tenant, id, metadata) {
      const query = db.updateTable('drafts').set({ shown: metadata }).where('tenant', '=', tenant);
      await query.where('id', '=', id).execute();
    },
    async shownWith(tenant, id) {
      const drafts = db.selectFrom('drafts').select('shown').where('tenant', '=', tenant);
      return (await drafts.where('id', '=', id).executeTakeFirst())?.shown ?? null;
    },
    async isFormShownIn(tenant, id, viewId) {
      const drafts = db.selectFrom('drafts').select('back_in_view').where('tenant', '=', tenant);
      return (await drafts.where('id', '=', id).executeTakeFirst())?.back_in_view === viewId;
    },
  };
}

function cellOf(tenant: string, id: string): SealedCell {
  return { table: 'drafts', column: 'response_url', tenant, rowKey: id };
}

function toRow(tenant: string, draft: Draft, secrets: Secrets): Insertable<DraftRow> {
  const { id, responseUrl } = draft;
  return {
    tenant,
    id,
    user_id: draft.user,
    form: toJson(draft.form),
    response_url: responseUrl === null ? null : secrets.seal(cellOf(tenant, id), responseUrl),
    phones: sealPhones(secrets, 'drafts', { ...draft, tenant }),
    channel: draft.channel,
    replaces: draft.replaces,
    changes: draft.changes,
    problem: toJsonOrNull(draft.problem),
    created_at: draft.createdAt,
  };
}

function toDraft(row: Selectable<DraftRow>, secrets: Secrets): Draft {
  const { tenant, id, response_url: sealed } = row;
  return {
    id,
    user: row.user_id,
    form: formFromColumn(row.form),
    ...openPhones(secrets, 'drafts', row),
    responseUrl: sealed === null ? null : secrets.openOrNull(cellOf(tenant, id), sealed),
    channel: row.channel,
    replaces: row.replaces,
    changes: row.changes,
    problem: fromJson<Refusal | null>(row.problem),
    createdAt: row.created_at,
  };
}
