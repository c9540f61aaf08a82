/**
 * OAuth attempts: a link that was made for one Slack user, then a state for Box, then the browser's return with what
 * Box granted. Link and state are secrets, stored as hashes (the link's in `state_hash` until it is used), and can be
 * used once within ten minutes. The row stays until the granted connection is stored. A person who disconnects first
 * deletes the row, and the connection is not stored. A browser knows no workspace: rows are found by secret alone.
 */
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Kysely, Selectable } from 'kysely';
import { Fault } from '../failure.ts';
import type { ConnectOrigin, LinkEnd } from '../signing/work.ts';
import type { OAuthStateRow, Tables } from './tables.ts';
import type { Transact, UnitOfWork } from './transaction.ts';
import type { WorkRules } from './work-rules.ts';

/** How long a link or an OAuth state is valid (ms). */
export const STATE_LIFE_MS = 10 * 60_000;

/** How long an expired secret is kept (ms), to distinguish it from one that was never issued. */
export const STATE_KEPT_MS = 24 * 60 * 60_000;

/** How many valid links one person can have at a time: one for each modal that may be open. */
export const MAX_ATTEMPTS = 5;

/** A person's attempt to connect their Box account, and where in Slack the attempt started. */
export interface OAuthAttempt {
  /** Id of the OAuth attempt. */
  readonly id: string;
  readonly tenant: string;
  readonly slackUserId: string;
  readonly origin: ConnectOrigin;
}

/**
 * Why a link or state cannot be used. `unknown`: never issued, used up, or its attempt has ended. `used`: the link was
 * used before, in another browser or in one that has lost its cookie since. `other_browser`: the state came back in
 * a browser that did not use the link.
 */
export type StateProblem = 'unknown' | 'expired' | 'used' | 'other_browser';

/** Why a link or state cannot be used, and the attempt that it belonged to, if that is known. */
export type AttemptProblem = { readonly problem: StateProblem; readonly attempt: OAuthAttempt | null };

export type AttemptLookup = OAuthAttempt | AttemptProblem;

export interface OAuthStateStore {
  /** Starts an attempt. @returns the secret for the link, and the id of the attempt */
  begin(
    tenant: string,
    slackUserId: string,
    origin: ConnectOrigin,
  ): Promise<{ readonly id: string; readonly link: string }>;
  /** Records the id of the modal that shows the link, which Slack gives only once the modal is open. */
  recordView(tenant: string, id: string, viewId: string): Promise<void>;
  /**
   * Finds the attempt of a link, even a used one in the browser that used it; does not use it up.
   *
   * @param browser the secret in this browser's cookie; null: it has none
   */
  findByLink(link: string, browser: string | null): Promise<AttemptLookup>;
  /**
   * Uses the link up. If the same browser calls again, it gets the same state.
   * @param browser the secret in this browser's cookie
   * @returns the state for Box.
   */
  consumeLink(
    link: string,
    browser: string,
  ): Promise<(OAuthAttempt & { readonly state: string }) | AttemptProblem>;
  /** Uses up the state that came back from Box. It works only in the browser that used the link. */
  consumeState(state: string, browser: string | null): Promise<AttemptLookup>;
  /** Enqueues the job that puts a new link into the modal: per attempt once for `used`, and once for another reason. */
  renewLink(attempt: OAuthAttempt, why: LinkEnd): Promise<void>;
  /** Invalidates all links and states of this person. @returns how many were still valid. */
  endAll(tenant: string, slackUserId: string): Promise<number>;
}

/** The attempt was ended while the app was asking Box. */
export class AttemptEnded extends Fault {
  override readonly name = 'AttemptEnded';
}

/**
 * Deletes the attempt and the planned revocation of its token, in the transaction that stores the granted connection.
 * @throws AttemptEnded
 */
export async function completeAttempt({ tx }: UnitOfWork, tenant: string, id: string): Promise<void> {
  const row = tx.deleteFrom('oauth_states').where('tenant', '=', tenant).where('id', '=', id);
  const ended = await row.where('stage', '=', 'back').executeTakeFirst();
  if (ended.numDeletedRows !== 1n) throw new AttemptEnded('the OAuth attempt was ended');
  await tx.deleteFrom('revocations').where('tenant', '=', tenant).where('id', '=', id).execute();
}

interface Tools {
  readonly transact: Transact;
  readonly rules: WorkRules;
  readonly now: () => number;
}

/** Creates the store of OAuth attempts. */
export function createOAuthStateStore(db: Kysely<Tables>, { transact, rules, now }: Tools): OAuthStateStore {
  const rowBy = (column: 'state_hash' | 'link_hash', secret: string, stage: OAuthStateRow['stage']) =>
    db
      .selectFrom('oauth_states')
      .selectAll()
      .where(column, '=', hashOf(secret))
      .where('stage', '=', stage)
      .executeTakeFirst();
  const checkExpiry = (row: Selectable<OAuthStateRow> | undefined): AttemptLookup => {
    if (!row) return { problem: 'unknown', attempt: null };
    const attempt = toAttempt(row);
    return row.expires_at > now() ? attempt : { problem: 'expired', attempt };
  };
  /** Finds the attempt of a used link, for the browser that used it. */
  const findUsedLink = async (link: string, browser: string | null): Promise<AttemptLookup> => {
    const own = browser === null ? undefined : await rowBy('state_hash', stateOf(link, browser), 'box');
    if (own) return checkExpiry(own);
    const found = checkExpiry(await rowBy('link_hash', link, 'box'));
    return 'problem' in found ? found : { problem: 'used', attempt: found };
  };
  const findByLink = async (link: string, browser: string | null): Promise<AttemptLookup> => {
    const row = await rowBy('state_hash', link, 'link');
    return row ? checkExpiry(row) : findUsedLink(link, browser);
  };
  return {
    async begin(tenant, slackUserId, origin) {
      const id = randomUUID();
      const link = newSecret();
      await endOldest(db, tenant, slackUserId);
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
    async recordView(tenant, id, viewId) {
      const query = db.updateTable('oauth_states').set({ view_id: viewId }).where('tenant', '=', tenant);
      await query.where('id', '=', id).execute();
    },
    findByLink,
    async consumeLink(link, browser) {
      const state = stateOf(link, browser);
      const found = await findByLink(link, browser);
      if ('problem' in found) return found;
      await db
        .updateTable('oauth_states')
        .set({
          state_hash: hashOf(state),
          link_hash: hashOf(link),
          stage: 'box',
          browser_hash: hashOf(browser),
          expires_at: now() + STATE_LIFE_MS,
        })
        .where('state_hash', '=', hashOf(link))
        .where('stage', '=', 'link')
        .execute();
      // If several browsers use the link at the same time, only the first succeeds. When its person presses again, it
      // gets the same state.
      const out = await findUsedLink(link, browser);
      return 'problem' in out ? out : { ...out, state };
    },
    async consumeState(state, browser) {
      const row = await rowBy('state_hash', state, 'box');
      const found = checkExpiry(row);
      if (row && row.browser_hash !== hashOf(browser ?? ''))
        return { problem: 'other_browser', attempt: null };
      if ('problem' in found) return found;
      const taken = await db
        .updateTable('oauth_states')
        .set({ stage: 'back' })
        .where('state_hash', '=', hashOf(state))
        .where('stage', '=', 'box')
        .executeTakeFirst();
      return taken.numUpdatedRows === 1n ? found : { problem: 'unknown', attempt: null };
    },
    renewLink: ({ tenant, id, slackUserId, origin }, why) =>
      transact(async ({ tx, enqueue }) => {
        // The same problem must not replace the link twice, so the row forgets the modal. After `used` it forgets only
        // the link, because the attempt goes on in the browser that opened it, and may still fail there.
        const forgets = why === 'used' ? { link_hash: null } : { view_id: null };
        const query = tx.updateTable('oauth_states').set(forgets).where('tenant', '=', tenant);
        const changed = await query
          .where('id', '=', id)
          .where('view_id', '=', origin.viewId)
          .$if(why === 'used', (same) => same.where('link_hash', 'is not', null))
          .executeTakeFirst();
        if (changed.numUpdatedRows !== 1n) return;
        await enqueue(tenant, rules.linkEnded({ user: slackUserId, why, ...origin }));
      }),
    async endAll(tenant, slackUserId) {
      const query = db.deleteFrom('oauth_states').where('tenant', '=', tenant);
      const ended = await query.where('slack_user_id', '=', slackUserId).returning('expires_at').execute();
      return ended.filter(({ expires_at: expiresAt }) => expiresAt > now()).length;
    },
  };
}

/** Ends a person's oldest attempts, to make room for one more, except those for which Box is being asked right now. */
async function endOldest(db: Kysely<Tables>, tenant: string, slackUserId: string): Promise<void> {
  const newest = db
    .selectFrom('oauth_states')
    .select('id')
    .where('tenant', '=', tenant)
    .where('slack_user_id', '=', slackUserId)
    .where('stage', '<>', 'back')
    .orderBy('created_at', 'desc')
    .orderBy('id')
    .limit(MAX_ATTEMPTS - 1);
  await db
    .deleteFrom('oauth_states')
    .where('tenant', '=', tenant)
    .where('slack_user_id', '=', slackUserId)
    .where('stage', '<>', 'back')
    .where('id', 'not in', newest)
    .execute();
}

/** The OAuth state, made from the link's secret and the browser's: the same at each press of the page's button. */
function stateOf(link: string, browser: string): string {
  return createHash('sha256').update(`${link} ${browser}`).digest('base64url');
}

/** A new secret of 256 random bits, encoded for URLs and cookies. */
function newSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** A plain hash protects these secrets, because 256 random bits cannot be guessed. */
function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

function toAttempt({
  tenant,
  id,
  slack_user_id: slackUserId,
  view_id,
  draft_id,
}: Selectable<OAuthStateRow>): OAuthAttempt {
  return { id, tenant, slackUserId, origin: { viewId: view_id, draftId: draft_id } };
}
