/**
 * What the store needs from the table of work: the lane and key of a step, and the jobs that follow from changes in the
 * store.
 */
import { work } from '../signing/work.ts';
import type { JobPlan, WorkRules } from '../store/database.ts';
import { afterChange } from './following/changed.ts';
import { rowOf } from './work.ts';

/** How each job is queued, and which jobs the store enqueues after its own changes. */
export const workRules: WorkRules = {
  plan: ({ step, args }): JobPlan => {
    const row = rowOf(step);
    if (row === null) throw new Error(`no row for the step ${step}`);
    const key = row.key(args);
    return { lane: row.lane(args), key: key === null ? null : `${step}:${key}` };
  },
  afterChange,
  noticeAdded: (user) => work.tellNotices({ user }),
  tokenDiscarded: (id, delayMs) => work.revoke({ id }, delayMs),
  connectionChanged: (user) => work.followAgain({ user }),
  connectedAgain: (user, ended) => work.connectedAgain({ user, ...ended }),
  codeAwaited: ({ id, ...awaited }, lifeMs) => [
    work.dropPending({ id }, lifeMs),
    work.askCode({ id, ...awaited }),
  ],
  codeEnded: ({ viewId, ...ended }) => [
    ...(ended.end === 'told'
      ? [work.showConnected({ user: ended.user, viewId, draftId: ended.draftId })]
      : []),
    work.codeOver(ended),
  ],
  linkEnded: (ended) => work.renewLink(ended),
};
