/**
 * The handlers of shortcuts, of menus that search, and of everything that a person can press, submit or close. Handlers
 * of typed commands are in `commands.ts`, those of jobs in `work.ts`.
 */

import { options } from '../signing/options.ts';
import { settingRows } from '../signing/settings.ts';
import type {
  ActionPayload,
  Answer,
  ClosePayload,
  MenuEntries,
  OptionsPayload,
  ShortcutPayload,
  SubmissionPayload,
} from '../slack/payloads.ts';
import { actions, callbacks, shortcuts } from '../views/actions.ts';
import { filledInMessageBlock, ids as formFields, templateExpiryBlock } from '../views/create-form.ts';
import { phoneRow } from '../views/signers-page.ts';
import { templateActions } from '../views/template-form.ts';
import { pressCancel, submitCancel } from './cancel.ts';
import { pressChange } from './change.ts';
import { openCheck, submitCheck } from './check.ts';
import { closeForm, closeLink, closePage, closeResult } from './close.ts';
import { pressTypeCode, submitCode } from './connect/code.ts';
import { submitDisconnect } from './connect/disconnect.ts';
import { backToForm, openFormAgain, pressConnect } from './connect/link.ts';
import { pressCorrect, submitCorrect } from './correct.ts';
import { sendAnother } from './create/accept.ts';
import { chooseTemplate } from './create/choose-template.ts';
import { findDocument } from './create/find-document.ts';
import { findFolder } from './create/find-folder.ts';
import { findTemplate } from './create/find-template.ts';
import { changeSomething, fixAndSend, openFormByPress, sendLikeThis } from './create/open.ts';
import { choosePhones, keepRareOptions, keepSigners, openRareOptions, openSigners } from './create/pages.ts';
import {
  chooseWay,
  correctField,
  moreOptions,
  offerRecentSigners,
  replaceUpload,
  useAsMessage,
} from './create/redraw-form.ts';
import { submitForm } from './create/submit.ts';
import { pressDetails, pressFollow, pressMute } from './details.ts';
import { pressDiscard, pressSendAgain } from './discard.ts';
import { pressOpenInBox } from './following/press.ts';
import {
  closeList,
  groupButtonHandlers,
  pressListAgain,
  pressNewer,
  pressOlder,
  pressSearch,
  pressShared,
  pressSharedSender,
  submitList,
} from './list/choose.ts';
import { pressAllRequests } from './list/open.ts';
import { pressChooseSeveral, submitBatch, submitSeveral } from './list/several.ts';
import {
  pressOthersCancel,
  pressOthersDetails,
  pressOthersRemind,
  submitOthersCancel,
  submitOthersRemind,
} from './list/shared.ts';
import { pressRefresh } from './refresh.ts';
import { requestSignature } from './request-signature.ts';
import { pressAskResend, pressResend, submitRemind } from './resend.ts';
import { showEarlierRequest } from './same-again.ts';
import type { Services } from './services.ts';
import { findGroup } from './settings/find-group.ts';
import { pressSettings, submitPersonSettings } from './settings/person.ts';
import { pressChangeWorkspaceSettings, submitWorkspaceSettings } from './settings/workspace.ts';
import { pressSharedDetails } from './sharing/details.ts';
import { pressShare, pressWithdrawCard, submitShare, toggleSignerNames } from './sharing/form.ts';
import { pressCopy } from './signed-copy.ts';
import { pressOpenSigningPage, pressReviewAndSign } from './signing-here/review.ts';
import { pressChooseStatus, pressRefreshStatus } from './status.ts';
import { pressTemplates, pressUseTemplate, submitTemplates } from './templates.ts';
import { pressExportHistory } from './workspace/export.ts';

type Press = (services: Services, payload: ActionPayload) => Answer | Promise<Answer>;

/**
 * Handles buttons that only open a page in the browser: Slack still reports the press, and expects an answer.
 */
const acknowledgeOnly: Press = () => ({});

/** Handlers of presses, by `action_id`. */
export const pressHandlers: Readonly<Record<string, Press>> = {
  [actions.placeFields]: pressOpenInBox,
  [actions.openSigned]: acknowledgeOnly,
  [actions.openLog]: acknowledgeOnly,
  [actions.copySigned]: pressCopy,
  [actions.goToBox]: acknowledgeOnly,
  [actions.openForm]: openFormByPress,
  [actions.refresh]: pressRefresh,
  [actions.resend]: pressResend,
  [actions.askResend]: pressAskResend,
  [actions.cancel]: pressCancel,
  [actions.openDuplicate]: pressOpenInBox,
  [actions.allRequests]: pressAllRequests,
  ...groupButtonHandlers,
  [actions.listSearch]: pressSearch,
  [actions.listNewer]: pressNewer,
  [actions.listOlder]: pressOlder,
  [actions.listAgain]: pressListAgain,
  [actions.chooseSeveral]: pressChooseSeveral,
  [actions.othersList]: pressShared,
  [actions.othersSender]: pressSharedSender,
  [actions.othersDetails]: pressOthersDetails,
  [actions.othersRemind]: pressOthersRemind,
  [actions.othersCancel]: pressOthersCancel,
  [actions.details]: pressDetails,
  [actions.follow]: pressFollow,
  [actions.mute]: pressMute,
  [actions.unmute]: pressMute,
  [actions.chooseStatus]: pressChooseStatus,
  [actions.refreshStatus]: pressRefreshStatus,
  [actions.sendLikeThis]: sendLikeThis,
  [actions.fixAndSend]: fixAndSend,
  [actions.change]: pressChange,
  [actions.correct]: pressCorrect,
  [actions.discard]: pressDiscard,
  [actions.checkAndSend]: openCheck,
  [actions.sendAgain]: pressSendAgain,
  [actions.showThatOne]: showEarlierRequest,
  [actions.sendAnother]: sendAnother,
  [actions.changeSomething]: changeSomething,
  [actions.documentWay]: chooseWay,
  [actions.replaceUpload]: replaceUpload,
  [actions.moreOptions]: moreOptions,
  [actions.recentSigners]: offerRecentSigners,
  [actions.rareOptions]: openRareOptions,
  [actions.signers]: openSigners,
  [phoneRow]: choosePhones,
  [actions.useAsMessage]: useAsMessage,
  ...Object.fromEntries(
    [
      ...Object.values(formFields),
      ...Object.keys(options),
      ...Object.values(templateActions),
      filledInMessageBlock,
      templateExpiryBlock,
    ].map((id) => [id, correctField]),
  ),
  [formFields.template]: chooseTemplate,
  [actions.templateAgain]: chooseTemplate,
  [actions.useTemplate]: pressUseTemplate,
  [actions.templateSearch]: pressTemplates,
  [actions.templatesEarlier]: pressTemplates,
  [actions.templatesLater]: pressTemplates,
  [actions.templatesAgain]: pressTemplates,
  [actions.connect]: pressConnect,
  [actions.backToForm]: backToForm,
  [actions.openFormAgain]: openFormAgain,
  [actions.typeCode]: pressTypeCode,
  [actions.changeWorkspace]: pressChangeWorkspaceSettings,
  [actions.exportHistory]: pressExportHistory,
  [actions.settings]: pressSettings,
  [actions.reviewAndSign]: pressReviewAndSign,
  [actions.openSigningPage]: pressOpenSigningPage,
  [actions.share]: pressShare,
  [actions.shareNames]: toggleSignerNames,
  [actions.withdrawCard]: pressWithdrawCard,
  [actions.sharedDetails]: pressSharedDetails,
};

/** Handlers of shortcuts, by the shortcut's `callback_id`, as in `manifest.yml`. */
export const shortcutHandlers: Readonly<
  Record<string, (services: Services, payload: ShortcutPayload) => Answer>
> = {
  [shortcuts.requestSignature]: requestSignature,
  [shortcuts.requestSignatureOfMessage]: requestSignature,
};

/** Functions that return the entries of a menu, by the menu's `action_id`. */
export const menuHandlers: Readonly<
  Record<string, (services: Services, payload: OptionsPayload) => Promise<MenuEntries>>
> = {
  [formFields.found]: findDocument,
  [formFields.template]: findTemplate,
  folder: findFolder,
  ...Object.fromEntries(
    settingRows.flatMap(([id, row]) =>
      row.kind === 'picks' ? [[id, row.of === 'folder' ? findFolder : findGroup]] : [],
    ),
  ),
};

/** Handlers of submissions, by the modal's `callback_id`. */
export const submissionHandlers: Readonly<
  Record<string, (services: Services, payload: SubmissionPayload) => Promise<Answer>>
> = {
  [callbacks.create]: submitForm,
  [callbacks.rareOptions]: keepRareOptions,
  [callbacks.signers]: keepSigners,
  [callbacks.check]: submitCheck,
  [callbacks.cancel]: submitCancel,
  [callbacks.remind]: submitRemind,
  [callbacks.correct]: submitCorrect,
  [callbacks.list]: submitList,
  [callbacks.several]: submitSeveral,
  [callbacks.checkBatch]: submitBatch,
  [callbacks.othersRemind]: submitOthersRemind,
  [callbacks.othersCancel]: submitOthersCancel,
  [callbacks.templates]: submitTemplates,
  [callbacks.code]: submitCode,
  [callbacks.disconnect]: submitDisconnect,
  [callbacks.workspaceSettings]: submitWorkspaceSettings,
  [callbacks.personSettings]: submitPersonSettings,
  [callbacks.share]: submitShare,
};

/** Handlers of closed modals, by the modal's `callback_id`. */
export const closeHandlers: Readonly<
  Record<string, (services: Services, payload: ClosePayload) => Promise<Answer>>
> = {
  [callbacks.create]: closeForm,
  [callbacks.working]: closeResult,
  [callbacks.slow]: closeResult,
  [callbacks.check]: closeResult,
  [callbacks.list]: closeList,
  [callbacks.rareOptions]: closePage,
  [callbacks.signers]: closePage,
  [callbacks.connect]: closeLink,
  [callbacks.code]: closeLink,
};
