/**
 * Deletes expired rows of every table that has any, such as ended sign requests with their cards, finished jobs,
 * drafts, open lists, cached `users.info` answers, and people who have left, with their settings. Phone numbers of
 * requests that Box does not have are deleted after a day, like drafts. Jobs that were given up stay as long as ended
 * requests, for the operator.
 */
import { type Expression, type Kysely, type SqlBool, sql } from 'kysely';
import { isBatchExpired } from './batches.ts';
import { DRAFT_LIFE_MS } from './drafts.ts';
import { endedBefore, endedStates } from './ended.ts';
import { HOME_LIFE_MS } from './homes.ts';
import { LIST_VIEW_LIFE_MS } from './lists.ts';
import { STATE_KEPT_MS } from './oauth-states.ts';
import { PERSON_LIFE_MS } from './people.ts';
import { SHARED_LIFE_MS } from './shared-requests.ts';
import type { Tables } from './tables.ts';
import { WEBHOOK_EVENT_LIFE_MS } from './webhooks.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const DONE_JOB_LIFE_MS = 7 * DAY_MS;

/** Box expires a refresh token that was not used for this long (ms); then there is nothing left to revoke. */
const REFRESH_TOKEN_LIFE_MS = 60 * DAY_MS;

/**
 * Deletes expired rows, by one or two statements for each table, so that nothing is locked for long.
 *
 * @param retentionDays how long a sign request is kept after its end
 */
export async function deleteExpiredRows(
  db: Kysely<Tables>,
  nowAt: number,
  retentionDays: number,
): Promise<void> {
  const keptSince = nowAt - retentionDays * DAY_MS;
  await db.deleteFrom('sign_requests').where(endedBefore(keptSince)).execute();
  await db.deleteFrom('jobs').where('state', '=', 'dead').where('finished_at', '<', keptSince).execute();
  await db
    .deleteFrom('jobs')
    .where('state', '=', 'done')
    .where('finished_at', '<', nowAt - DONE_JOB_LIFE_MS)
    .execute();
  await db
    .deleteFrom('drafts')
    .where('created_at', '<=', nowAt - DRAFT_LIFE_MS)
    .execute();
  await db
    .updateTable('sign_requests')
    .set({ phones: null })
    .where('phones', 'is not', null)
    .where('created_at', '<=', nowAt - DRAFT_LIFE_MS)
    .execute();
  await db
    .deleteFrom('people')
    .where('read_at', '<', nowAt - PERSON_LIFE_MS)
    .execute();
  await db
    .deleteFrom('list_views')
    .where('changed_at', '<', nowAt - LIST_VIEW_LIFE_MS)
    .execute();
  await db
    .deleteFrom('shared_requests')
    .where('seen_at', '<=', nowAt - SHARED_LIFE_MS)
    .execute();
  await db.deleteFrom('batches').where(isBatchExpired(nowAt)).execute();
  await db
    .deleteFrom('homes')
    .where('opened_at', '<', nowAt - HOME_LIFE_MS)
    .execute();
  await db
    .deleteFrom('oauth_states')
    .where('expires_at', '<', nowAt - STATE_KEPT_MS)
    .execute();
  await db
    .deleteFrom('webhook_events')
    .where('seen_at', '<', nowAt - WEBHOOK_EVENT_LIFE_MS)
    .execute();
  await db.deleteFrom('spent_states').where('expires_at', '<', nowAt).execute();
  await db
    .deleteFrom('revocations')
    .where('created_at', '<', nowAt - REFRESH_TOKEN_LIFE_MS)
    .execute();
  await db.deleteFrom('settings').where(isOfDepartedPerson(keptSince)).execute();
  await db.deleteFrom('departures').where('found_at', '<', keptSince).where(hasNoOpenRequest()).execute();
}

/**
 * Whether a row of settings belongs to a person who left the workspace and whose departure is to be deleted as well.
 */
function isOfDepartedPerson(keptSince: number): Expression<SqlBool> {
  return sql<SqlBool>`exists (select 1 from departures where departures.tenant = settings.tenant
    and departures.user_id = settings.user_id and found_at < ${keptSince} and ${hasNoOpenRequest()})`;
}

/** Whether the person of a departure row has no open request left. */
function hasNoOpenRequest(): Expression<SqlBool> {
  return sql<SqlBool>`not exists (select 1 from sign_requests where sign_requests.tenant = departures.tenant
    and requester = departures.user_id and sign_requests.state not in (${sql.join(endedStates)}))`;
}
