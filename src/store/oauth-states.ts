/**
 * The way of a person's browser to Box and back: a link that was made for one Slack user, then a state that Box
 * hands back. Each is a secret of which only the hash is stored, lives ten minutes and is used once. A secret
 * arrives from a browser that knows no workspace, so that here alone rows are found without naming the tenant.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import type { OAuthStateRow, Tables } from './tables.ts';

export const STATE_LIFE_MS = 10 * 60_000;

/** An expired one is kept for so long, to be told from one that was never made. */
export const STATE_KEPT_MS = 24 * 60 * 60_000;

/** What was open in Slack when somebody set out for Box, to go on with afterwards. */
export interface ConnectOrigin {
  /** The modal that shows the link. */
  readonly viewId: string | null;
  /** What the form held that made it necessary. */
  readonly draftId: string | null;
}

/** Who set out for Box, from where. */
export interface Begun {
  readonly tenant: string;
  readonly slackUserId: string;
  readonly origin: ConnectOrigin;
}

/** Used up and never made look alike; an expired one is known for a while. */
export type StateProblem = 'unknown' | 'expired' | 'other_browser';

export type NotFound = { readonly problem: StateProblem; readonly begun: Begun | null };

export type Found = Begun | NotFound;

export interface OAuthStateStore {
  /** @returns the secret for the link, and what the row is called. */
  begin(
    tenant: string,
    slackUserId: string,
    origin: ConnectOrigin,
  ): Promise<{ readonly id: string; readonly link: string }>;
  /** Slack names a modal only once it is open. */
  shownIn(tenant: string, id: string, viewId: string): Promise<void>;
  /** What a link leads to; looking at it does not use it up. */
  look(link: string): Promise<Found>;
  /** Uses the link up. @param browser the secret in this browser's cookie. @returns the state for Box. */
  setOut(link: string, browser: string): Promise<(Begun & { readonly state: string }) | NotFound>;
  /** Uses up the state that Box handed back, which works in the browser that set out alone. */
  comeBack(state: string, browser: string | null): Promise<Found>;
}

/** The store of states on a database. */
export function createOAuthStateStore(db: Kysely<Tables>, now: () => number): OAuthStateStore {
  const rowOf = async (secret: string, stage: OAuthStateRow['stage']) =>
    db
      .selectFrom('oauth_states')
      .selectAll()
      .where('state_hash', '=', hashOf(secret))
      .where('stage', '=', stage)
      .executeTakeFirst();
  const judge = (row: Selectable<OAuthStateRow> | undefined): Found => {
    if (!row) return { problem: 'unknown', begun: null };
    const begun = toBegun(row);
    return row.expires_at > now() ? begun : { problem: 'expired', begun };
  };
  return {
    async begin(tenant, slackUserId, origin) {
      const id = randomUUID();
      const link = newSecret();
      await db
        .insertInto('oauth_states')
        .values({
          tenant,
          id,
          slack_user_id: slackUserId,
          state_hash: hashOf(link),
          stage: 'link',
          view_id: origin.viewId,
          draft_id: origin.draftId,
          created_at: now(),
          expires_at: now() + STATE_LIFE_MS,
        })
        .execute();
      return { id, link };
    },
    async shownIn(tenant, id, viewId) {
      const query = db.updateTable('oauth_states').set({ view_id: viewId }).where('tenant', '=', tenant);
      await query.where('id', '=', id).execute();
    },
    look: async (link) => judge(await rowOf(link, 'link')),
    async setOut(link, browser) {
      const found = judge(await rowOf(link, 'link'));
      if ('problem' in found) return found;
      const state = newSecret();
      const changed = await db
        .updateTable('oauth_states')
        .set({
          state_hash: hashOf(state),
          stage: 'box',
          browser_hash: hashOf(browser),
          expires_at: now() + STATE_LIFE_MS,
        })
        .where('state_hash', '=', hashOf(link))
        .where('stage', '=', 'link')
        .executeTakeFirst();
      // Another press of the same page was quicker.
      return changed.numUpdatedRows === 1n ? { ...found, state } : { problem: 'unknown', begun: null };
    },
    async comeBack(state, browser) {
      const row = await rowOf(state, 'box');
      const found = judge(row);
      if (row && row.browser_hash !== hashOf(browser ?? '')) return { problem: 'other_browser', begun: null };
      if ('problem' in found) return found;
      const taken = await db
        .deleteFrom('oauth_states')
        .where('state_hash', '=', hashOf(state))
        .where('stage', '=', 'box')
        .executeTakeFirst();
      return taken.numDeletedRows === 1n ? found : { problem: 'unknown', begun: null };
    },
  };
}

/** 256 bits, as an address and a cookie can hold them. */
function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** Nobody guesses 256 bits, so that a plain hash keeps them, and comparing hashes tells nothing. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function toBegun({
  tenant,
  slack_user_id: slackUserId,
  view_id,
  draft_id,
}: Selectable<OAuthStateRow>): Begun {
  return { tenant, slackUserId, origin: { viewId: view_id, draftId: draft_id } };
}
