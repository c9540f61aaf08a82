/**
 * What the app does: one row for each subcommand, press, submission, close and step. The only module that
 * knows all features; help is drawn from its commands.
 */
import { hasFormValues, readArguments } from '../signing/arguments.ts';
import type {
  ActionPayload,
  Answer,
  ClosePayload,
  CommandPayload,
  SubmissionPayload,
} from '../slack/payloads.ts';
import type { Job } from '../store/claims.ts';
import { actions, callbacks } from '../views/actions.ts';
import type { HelpRow } from '../views/help.ts';
import type { Texts } from '../views/texts/index.ts';
import type { JobContext } from '../worker.ts';
import { apologise } from './apologise.ts';
import { cancel, pressCancel, submitCancel } from './cancel.ts';
import { cancelDuplicate, pressCancelDuplicate } from './cancel-duplicate.ts';
import { openCheck, submitCheck } from './check.ts';
import { closeForm, closeResult } from './close.ts';
import type { Everywhere, Services } from './common/services.ts';
import { pressTypeCode, submitCode } from './connect/code.ts';
import { disconnectByCommand, followAgain, submitDisconnect } from './connect/disconnect.ts';
import { backToForm, connectByCommand, openFormAgain, pressConnect } from './connect/link.ts';
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
import { changeSomething, fixAndSend, moreOptions, openForm, openFormByPress } from './create/open.ts';
import { sendAnother, submitForm } from './create/submit.ts';
import { pressDetails, pressFollow } from './details.ts';
import { pressDiscard, pressSendAgain } from './discard.ts';
import { cancelByCommand, resendByCommand } from './follow-up.ts';
import { help, unknown } from './help.ts';
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
import { openList, pressAllRequests } from './list/open.ts';
import { note } from './note.ts';
import { redraw } from './redraw.ts';
import { pressRefresh, refresh } from './refresh.ts';
import { pressResend, resend } from './resend.ts';
import { showThatOne } from './same-again.ts';
import { slow } from './slow.ts';
import { pressChooseStatus, pressRefreshStatus, status } from './status.ts';
import { checkWorkspace } from './workspace/check.ts';
import { takenOut, tokenRevoked } from './workspace/ends.ts';
import { showWorkspace } from './workspace/show.ts';

type Press = (services: Services, payload: ActionPayload) => Answer | Promise<Answer>;

interface CommandRow {
  /** First word that selects it; the empty word is the bare command. */
  readonly word: string;
  /** Another word for the same. */
  readonly alias?: string;
  readonly run: (services: Services, payload: CommandPayload) => Answer | Promise<Answer>;
  readonly help: (t: Texts) => Omit<HelpRow, 'command'>;
  /** Whether help names it; absent: always. */
  readonly isOffered?: (services: Services) => boolean;
}

const commandRows: readonly CommandRow[] = [
  {
    word: '',
    run: (services, payload) => openForm(services, payload, readArguments('')),
    help: (t) => ({ ...t.help.commands.form, actionId: actions.openForm }),
  },
  {
    word: 'list',
    run: (services, payload) => openList(services, payload, wordsAfter(payload.text)),
    help: (t) => ({ ...t.help.commands.list, actionId: actions.allRequests }),
  },
  {
    word: 'status',
    run: (services, payload) => status(services, payload, wordsAfter(payload.text)),
    help: (t) => t.help.commands.status,
  },
  {
    word: 'resend',
    alias: 'remind',
    run: resendByCommand,
    help: (t) => t.help.commands.resend,
  },
  {
    word: 'cancel',
    run: cancelByCommand,
    help: (t) => t.help.commands.cancel,
  },
  {
    word: 'connect',
    run: (services, payload) => connectByCommand(services, payload, wordsAfter(payload.text)),
    help: (t) => ({ ...t.help.commands.connect, actionId: actions.connect }),
    isOffered: hasOwnAccounts,
  },
  {
    word: 'disconnect',
    run: disconnectByCommand,
    help: (t) => t.help.commands.disconnect,
    isOffered: hasOwnAccounts,
  },
  {
    word: 'workspace',
    run: showWorkspace,
    help: (t) => t.help.commands.workspace,
  },
  {
    word: 'help',
    run: (services, payload) => help(services, payload, (t) => helpRows(services, t)),
    help: (t) => t.help.commands.help,
  },
];

/** All subcommands, in both words of those that have two. */
export const commandWords: readonly string[] = commandRows
  .flatMap(({ word, alias }) => [word, alias ?? ''])
  .filter((word) => word !== '');

function hasOwnAccounts(services: Services): boolean {
  return services.connecting.kind === 'own';
}

function helpRows(services: Services, t: Texts): readonly Omit<HelpRow, 'command'>[] {
  const offered = commandRows.filter(({ isOffered }) => isOffered?.(services) ?? true);
  const [form, ...rest] = offered.map((row) => row.help(t));
  return [...(form ? [form] : []), t.help.commands.prefilled, ...rest];
}

/** What follows the subcommand. */
function wordsAfter(text: string): string {
  return text.trim().replace(/^\S+\s*/, '');
}

/** A subcommand, a form that is filled in already, or words we do not know. */
export function runCommand(services: Services, payload: CommandPayload): Answer | Promise<Answer> {
  const words = payload.text.trim().split(/\s+/);
  const first = (words[0] ?? '').toLowerCase();
  const row = commandRows.find(({ word, alias }) => word === first || alias === first);
  if (row) return row.run(services, payload);
  const typed = readArguments(payload.text);
  if (hasFormValues(typed)) return openForm(services, payload, typed);
  return unknown(services, payload, commandWords);
}

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
