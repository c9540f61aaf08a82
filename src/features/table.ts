/**
 * What the app does when somebody presses, submits or closes something, and as jobs: one row for each. What is typed is in
 * `commands.ts`.
 */

import type { JobContext } from '../app/worker.ts';
import type { ActionPayload, Answer, ClosePayload, SubmissionPayload } from '../slack/payloads.ts';
import type { Job } from '../store/claims.ts';
import { actions, callbacks } from '../views/actions.ts';
import { apologise } from './apologise.ts';
import { cancel, pressCancel, submitCancel } from './cancel.ts';
import { cancelDuplicate, pressCancelDuplicate } from './cancel-duplicate.ts';
import { openCheck, submitCheck } from './check.ts';
import { closeForm, closeResult } from './close.ts';
import { pressTypeCode, submitCode } from './connect/code.ts';
import { followAgain, submitDisconnect } from './connect/disconnect.ts';
import { backToForm, openFormAgain, pressConnect } from './connect/link.ts';
import {
  askCode,
  codeOver,
  connectionEnded,
  dropPending,
  renewLink,
  revoke,
  showConnected,
} from './connect/steps.ts';
import { createAtBox } from './create/at-box.ts';
import { changeSomething, fixAndSend, moreOptions, openFormByPress } from './create/open.ts';
import { sendAnother, submitForm } from './create/submit.ts';
import { pressDetails, pressFollow } from './details.ts';
import { pressDiscard, pressSendAgain } from './discard.ts';
import { drawLists, readListAtBox } from './list/at-box.ts';
import {
  closeList,
  groupPresses,
  pressListAgain,
  pressNewer,
  pressOlder,
  pressSearch,
  submitList,
} from './list/choose.ts';
import { pressAllRequests } from './list/open.ts';
import { note } from './note.ts';
import { pressRefresh, refresh } from './refresh.ts';
import { pressResend, resend } from './resend.ts';
import { showThatOne } from './same-again.ts';
import type { Everywhere, Services } from './services.ts';
import { slow } from './slow.ts';
import { pressChooseStatus, pressRefreshStatus } from './status.ts';
import { redraw } from './surfaces/redraw.ts';
import { checkWorkspace } from './workspace/check.ts';
import { takenOut, tokenRevoked } from './workspace/ends.ts';

type Press = (services: Services, payload: ActionPayload) => Answer | Promise<Answer>;

/** A press that opens a page in the browser: nothing is left to do but to acknowledge it. */
const opensPage: Press = () => ({});

export const presses: Readonly<Record<string, Press>> = {
  [actions.placeFields]: opensPage,
  [actions.openSigned]: opensPage,
  [actions.openLog]: opensPage,
  [actions.goToBox]: opensPage,
  [actions.openForm]: openFormByPress,
  [actions.refresh]: pressRefresh,
  [actions.resend]: pressResend,
  [actions.cancel]: pressCancel,
  [actions.cancelDuplicate]: pressCancelDuplicate,
  [actions.allRequests]: pressAllRequests,
  ...groupPresses,
  [actions.listSearch]: pressSearch,
  [actions.listNewer]: pressNewer,
  [actions.listOlder]: pressOlder,
  [actions.listAgain]: pressListAgain,
  [actions.details]: pressDetails,
  [actions.follow]: pressFollow,
  [actions.chooseStatus]: pressChooseStatus,
  [actions.refreshStatus]: pressRefreshStatus,
  [actions.fixAndSend]: fixAndSend,
  [actions.discard]: pressDiscard,
  [actions.checkAndSend]: openCheck,
  [actions.sendAgain]: pressSendAgain,
  [actions.showThatOne]: showThatOne,
  [actions.sendAnother]: sendAnother,
  [actions.changeSomething]: changeSomething,
  [actions.moreOptions]: moreOptions,
  [actions.connect]: pressConnect,
  [actions.backToForm]: backToForm,
  [actions.openFormAgain]: openFormAgain,
  [actions.typeCode]: pressTypeCode,
};

export const submissions: Readonly<
  Record<string, (services: Services, payload: SubmissionPayload) => Promise<Answer>>
> = {
  [callbacks.create]: submitForm,
  [callbacks.check]: submitCheck,
  [callbacks.cancel]: submitCancel,
  [callbacks.list]: submitList,
  [callbacks.code]: submitCode,
  [callbacks.disconnect]: submitDisconnect,
};

export const closes: Readonly<
  Record<string, (services: Services, payload: ClosePayload) => Promise<Answer>>
> = {
  [callbacks.create]: closeForm,
  [callbacks.working]: closeResult,
  [callbacks.slow]: closeResult,
  [callbacks.check]: closeResult,
  [callbacks.list]: closeList,
  [callbacks.connect]: closeForm,
  [callbacks.code]: closeForm,
};

export const steps: Readonly<
  Record<string, (services: Services, job: Job, context: JobContext) => Promise<void>>
> = {
  create: (services, job, { lease }) => createAtBox(services, job, lease),
  slow,
  refresh: (services, job, { lease }) => refresh(services, job, lease),
  resend: (services, job, { lease }) => resend(services, job, lease),
  cancel: (services, job, { lease }) => cancel(services, job, lease),
  cancel_duplicate: (services, job, { lease }) => cancelDuplicate(services, job, lease),
  list: (services, job, { lease }) => readListAtBox(services, job, lease),
  draw_lists: drawLists,
  redraw,
  note,
  apologise,
  show_connected: showConnected,
  ask_code: askCode,
  code_over: codeOver,
  renew_link: renewLink,
  follow_again: followAgain,
  connection_ended: connectionEnded,
};

/** About a workspace as a whole, also one in which the app is not installed any more. */
export const housekeeping: Readonly<Record<string, (everywhere: Everywhere, job: Job) => Promise<void>>> = {
  check_workspace: checkWorkspace,
  token_revoked: tokenRevoked,
  taken_out: takenOut,
  revoke,
  drop_pending: dropPending,
};
