/**
 * The table of work: one row for each step, with its lane, its key, the function that runs it, and who is told when its
 * job is given up. A step without a row, or a row with another step's arguments, does not compile. The steps and their
 * arguments are defined in `signing/work.ts`.
 */
import { type Step, type StepArgs, type Work, work } from '../signing/work.ts';
import type { Job, Lease } from '../store/database.ts';
import { tellAskedFrom, tellUnderWay } from './asked-from.ts';
import { cancel } from './cancel.ts';
import { withdraw } from './change.ts';
import { followAgain } from './connect/disconnect.ts';
import {
  askCode,
  codeOver,
  connectedAgain,
  connectionEnded,
  dropPending,
  renewLink,
  revoke,
  showConnected,
} from './connect/steps.ts';
import { createAtBox } from './create/at-box.ts';
import { readEvents } from './following/events.ts';
import { dueNotice, tellNotices } from './following/notices.ts';
import { poll } from './following/poll.ts';
import { endAction, endCreation, endListing, tellPerson, tellRequester } from './given-up.ts';
import { drawLists, readListAtBox } from './list/at-box.ts';
import { runBatch, tellBatch } from './list/batch.ts';
import { actOnShared, endSharedAct, readSharedAtBox } from './list/shared-at-box.ts';
import { postNote } from './note.ts';
import { refresh } from './refresh.ts';
import { resend } from './resend.ts';
import type { Run } from './run.ts';
import type { AllInstallations, Services } from './services.ts';
import { share } from './sharing/share.ts';
import { withdrawCard } from './sharing/withdraw.ts';
import { copySigned } from './signed-copy.ts';
import { showSlow } from './slow.ts';
import { drawHome } from './surfaces/home.ts';
import { redraw } from './surfaces/redraw.ts';
import { showShared } from './surfaces/shared-card.ts';
import { reportUnreachedSigner, showSigner } from './surfaces/signer-message.ts';
import { sweep } from './sweep.ts';
import { handleWebhook } from './webhooks/notification.ts';
import { watchFolder, watchFolders } from './webhooks/watch.ts';
import { postWelcome } from './welcome.ts';
import {
  none,
  ofAction,
  ofBatch,
  ofChannel,
  ofCode,
  ofConnection,
  ofId,
  ofOthers,
  ofPerson,
  ofRequest,
  ofShare,
  ofSigner,
  onlyOne,
  type Row,
} from './work-row.ts';
import { checkWorkspace } from './workspace/check.ts';
import { deleteUninstalled, tokenRevoked } from './workspace/ends.ts';
import { withInstallation } from './workspace/with-installation.ts';

type Table = { readonly [S in Step]: Row<StepArgs[S]> };

const table: Table = {
  create: { lane: ofRequest, key: ofRequest, run: withInstallation(createAtBox), givenUp: endCreation },
  // This job is not in the lane of its request, which the slow call itself holds.
  slow: { lane: none, key: ofRequest, run: withInstallation(showSlow), givenUp: 'operator' },
  refresh: {
    lane: ofRequest,
    key: ({ requestId, asked, round = 0 }) => `${requestId}:${asked === undefined ? round : 'asked'}`,
    run: withInstallation(refresh),
    givenUp: tellRequester,
  },
  redraw: {
    lane: ofRequest,
    key: ({ requestId, due = 'now' }) => `${requestId}:${due}`,
    run: withInstallation(redraw),
    givenUp: tellRequester,
  },
  // This job is not in the lane of its request, so that many signers are told at the same time.
  showSigner: {
    lane: ofSigner,
    key: ofSigner,
    run: withInstallation(showSigner),
    givenUp: reportUnreachedSigner,
  },
  share: { lane: ofChannel, key: ofShare, run: withInstallation(share), givenUp: tellRequester },
  withdrawCard: {
    lane: ofChannel,
    key: ofShare,
    run: withInstallation(withdrawCard),
    givenUp: tellRequester,
  },
  // This job is not in the lane of its request, so that many channels are drawn at the same time.
  showShared: { lane: ofChannel, key: ofChannel, run: withInstallation(showShared), givenUp: 'operator' },
  // This job is not in the lanes of the requests that it reads: each answer of Box is stored in a transaction
  // of its own.
  poll: {
    lane: none,
    key: ({ user, isBack = false }) => `${user}:${isBack ? 'back' : 'round'}`,
    run: withInstallation(poll),
    givenUp: 'operator',
  },
  // One at a time for each person, because Box allows only one webhook for a folder.
  watchFolder: {
    lane: ({ user }) => `webhooks:${user}`,
    key: ({ user, folderId, silentSince, isAnew = false }) =>
      `${user}:${folderId}:${isAnew ? 'anew' : silentSince === undefined ? '' : 'silent'}`,
    run: withInstallation(watchFolder),
    givenUp: 'operator',
  },
  watchFolders: {
    lane: none,
    key: ({ user, isAnew = false }) => `${user}:${isAnew ? 'anew' : ''}`,
    run: withInstallation(watchFolders),
    givenUp: 'operator',
  },
  heard: { lane: none, key: none, run: withInstallation(handleWebhook), givenUp: 'operator' },
  dueNotice: {
    lane: none,
    key: ({ requestId, kind, at }) => `${requestId}:${kind}:${at}`,
    run: withInstallation(dueNotice),
    givenUp: tellRequester,
  },
  tellNotices: {
    lane: ({ user }) => `notices:${user}`,
    key: ofPerson,
    run: withInstallation(tellNotices),
    givenUp: tellPerson,
  },
  // This job is not in the lane of its request, because copying large files takes time.
  copySigned: { lane: none, key: ofRequest, run: withInstallation(copySigned), givenUp: tellRequester },
  resend: { lane: ofRequest, key: ofRequest, run: withInstallation(resend), givenUp: endAction('resend') },
  cancel: { lane: ofRequest, key: ofRequest, run: withInstallation(cancel), givenUp: endAction('cancel') },
  withdraw: { lane: ofRequest, key: ofRequest, run: withInstallation(withdraw), givenUp: tellRequester },
  tellAskedFrom: {
    lane: none,
    key: ({ draftId }) => draftId,
    run: withInstallation(tellAskedFrom),
    // The card shows the result.
    givenUp: 'operator',
  },
  // This job is not in the lane of its request, which is held by the call that is still waiting.
  tellUnderWay: {
    lane: none,
    key: ({ draftId }) => draftId,
    run: withInstallation(tellUnderWay),
    givenUp: 'operator',
  },
  welcome: { lane: none, key: ofPerson, run: withInstallation(postWelcome), givenUp: 'operator' },
  note: { lane: none, key: ofRequest, run: withInstallation(postNote), givenUp: tellRequester },
  readList: { lane: none, key: ofPerson, run: withInstallation(readListAtBox), givenUp: endListing('own') },
  readShared: {
    lane: none,
    key: ofPerson,
    run: withInstallation(readSharedAtBox),
    givenUp: endListing('shared'),
  },
  actOnShared: { lane: ofOthers, key: ofAction, run: withInstallation(actOnShared), givenUp: endSharedAct },
  runBatch: { lane: ofBatch, key: ofBatch, run: withInstallation(runBatch), givenUp: tellPerson },
  tellBatch: { lane: none, key: ofBatch, run: withInstallation(tellBatch), givenUp: 'operator' },
  drawHome: { lane: none, key: ofPerson, run: withInstallation(drawHome), givenUp: 'operator' },
  drawLists: { lane: none, key: ofPerson, run: withInstallation(drawLists), givenUp: tellPerson },
  showConnected: { lane: none, key: none, run: withInstallation(showConnected), givenUp: tellPerson },
  askCode: { lane: ofCode, key: none, run: withInstallation(askCode), givenUp: tellPerson },
  codeOver: { lane: ofCode, key: none, run: withInstallation(codeOver), givenUp: tellPerson },
  renewLink: { lane: none, key: none, run: withInstallation(renewLink), givenUp: tellPerson },
  connectionEnded: {
    lane: ofConnection,
    key: ofPerson,
    run: withInstallation(connectionEnded),
    givenUp: tellPerson,
  },
  connectedAgain: {
    lane: ofConnection,
    key: ofPerson,
    run: withInstallation(connectedAgain),
    givenUp: 'operator',
  },
  followAgain: { lane: none, key: ofPerson, run: withInstallation(followAgain), givenUp: tellPerson },
  tellGivenUp: {
    lane: none,
    key: ({ jobId }) => jobId,
    run: withInstallation(tellGivenUp),
    givenUp: 'operator',
  },
  // These jobs, except `readEvents`, run even where the app is no longer installed, so there may be nobody to tell.
  dropPending: { lane: none, key: ofId, run: dropPending, givenUp: 'operator' },
  revoke: { lane: none, key: ofId, run: revoke, givenUp: 'operator' },
  readEvents: { lane: none, key: onlyOne, run: withInstallation(readEvents), givenUp: 'operator' },
  checkWorkspace: { lane: none, key: onlyOne, run: checkWorkspace, givenUp: 'operator' },
  tokenRevoked: { lane: none, key: onlyOne, run: tokenRevoked, givenUp: 'operator' },
  takenOut: {
    lane: none,
    // Of each key only one job can wait. The one that waits after the token died (`afterDeath`) must not take the place
    // of the one for Slack's uninstall event.
    key: ({ afterDeath = false }) => (afterDeath ? 'after death' : 'told'),
    run: deleteUninstalled,
    givenUp: 'operator',
  },
  sweep: { lane: none, key: onlyOne, run: sweep, givenUp: 'operator' },
};

/** Reads the given-up job and tells the person as its row says. */
async function tellGivenUp(
  services: Services,
  { jobId, reference }: StepArgs['tellGivenUp'],
  run: Run,
): Promise<void> {
  const dead = await services.store.jobs.getDead(run.tenant, jobId);
  const row = dead ? rowOf(dead.step) : null;
  if (!dead || !row || row.givenUp === 'operator') return;
  await row.givenUp(services, dead.args, { tenant: run.tenant, jobId, reference, run });
}

/** The row of a stored job's step; null for a step that this version does not have. */
export function rowOf(step: string): Row<object> | null {
  return Object.hasOwn(table, step) ? (table[step as Step] as Row<object>) : null;
}

/** The worker's handlers, by the step name that is stored with the job. */
export function handlersOf(
  allInstallations: AllInstallations,
): Readonly<Record<string, (job: Job, context: { readonly lease: Lease }) => Promise<void>>> {
  const handlers = Object.keys(table).map((step) => [
    step,
    (job: Job, { lease }: { readonly lease: Lease }): Promise<void> =>
      (rowOf(step) as Row<object>).run(allInstallations, job.args, {
        tenant: job.tenant,
        jobId: job.id,
        attempts: job.attempts,
        createdAt: job.createdAt,
        lease,
      }),
  ]);
  return Object.fromEntries(handlers);
}

/** The job that tells a person about a job that was given up; null when only the log reports it. */
export function whenGivenUp(job: Job, reference: string): Work | null {
  const row = rowOf(job.step);
  return row && row.givenUp !== 'operator' ? work.tellGivenUp({ jobId: job.id, reference }) : null;
}
