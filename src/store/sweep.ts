/**
 * Deletes what is kept only for a while: finished jobs, drafts, open lists, what Slack said about people. Jobs that were
 * given up stay, for the operator.
 */
import type { Kysely } from 'kysely';
import { DRAFT_LIFE_MS } from './drafts.ts';
import { LIST_VIEW_LIFE_MS } from './lists.ts';
import { PERSON_LIFE_MS } from './people.ts';
import type { Tables } from './tables.ts';

const DONE_JOB_LIFE_MS = 7 * 24 * 60 * 60 * 1000;

/** One statement for each table, so that nothing is held up for long. */
export async function sweep(db: Kysely<Tables>, nowAt: number): Promise<void> {
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
    .deleteFrom('people')
    .where('read_at', '<', nowAt - PERSON_LIFE_MS)
    .execute();
  await db
    .deleteFrom('list_views')
    .where('changed_at', '<', nowAt - LIST_VIEW_LIFE_MS)
    .execute();
}
