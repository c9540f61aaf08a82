/**
 * The ids by which Slack reports presses, submissions, closes and shortcuts, each defined once. Builders put them into
 * messages and modals. `features/table.ts` has a handler for each, except for the overflow menu and for modals that can
 * only be closed. The ids of fields are beside their builders and readers, as in `create-form.ts`.
 */

/** `action_id` of every button, menu and field whose press or change has a handler of its own. */
export const actions = {
  openForm: 'open_form',
  placeFields: 'place_fields',
  refresh: 'refresh',
  openSigned: 'open_signed',
  openLog: 'open_log',
  copySigned: 'copy_signed',
  sendLikeThis: 'send_like_this',
  fixAndSend: 'fix_and_send',
  change: 'change',
  correct: 'correct',
  discard: 'discard',
  checkAndSend: 'check_and_send',
  sendAgain: 'send_again',
  showThatOne: 'show_that_one',
  sendAnother: 'send_another',
  changeSomething: 'change_something',
  documentWay: 'document_way',
  replaceUpload: 'replace_upload',
  templateAgain: 'template_again',
  useTemplate: 'use_template',
  templateSearch: 'template_search',
  templatesEarlier: 'templates_earlier',
  templatesLater: 'templates_later',
  templatesAgain: 'templates_again',
  moreOptions: 'more_options',
  recentSigners: 'recent_signers',
  rareOptions: 'rare_options',
  signers: 'signers',
  useAsMessage: 'use_as_message',
  allRequests: 'all_requests',
  details: 'details',
  resend: 'resend',
  /** A reminder from a menu: first opens a modal that says whom it reaches. */
  askResend: 'ask_resend',
  cancel: 'cancel',
  mute: 'mute',
  unmute: 'unmute',
  openDuplicate: 'open_duplicate',
  follow: 'follow',
  refreshStatus: 'refresh_status',
  chooseStatus: 'choose_status',
  listSearch: 'list_search',
  listNewer: 'list_newer',
  listOlder: 'list_older',
  listAgain: 'list_again',
  chooseSeveral: 'choose_several',
  othersList: 'others_list',
  othersSender: 'others_sender',
  othersDetails: 'others_details',
  othersRemind: 'others_remind',
  othersCancel: 'others_cancel',
  connect: 'connect',
  goToBox: 'go_to_box',
  backToForm: 'back_to_form',
  typeCode: 'type_code',
  openFormAgain: 'open_form_again',
  changeWorkspace: 'change_workspace',
  exportHistory: 'export_history',
  settings: 'settings',
  reviewAndSign: 'review_and_sign',
  openSigningPage: 'open_signing_page',
  share: 'share',
  shareNames: 'share_names',
  withdrawCard: 'withdraw_card',
  sharedDetails: 'shared_details',
  /** The overflow menu. The value of a chosen option names the action, see `card-controls.ts`. */
  more: 'more',
} as const;

/** `callback_id` of every modal. */
export const callbacks = {
  create: 'create',
  rareOptions: 'rare_options',
  signers: 'signers',
  cancel: 'cancel',
  remind: 'remind',
  correct: 'correct',
  list: 'list',
  several: 'several',
  checkBatch: 'check_batch',
  batch: 'batch',
  othersRemind: 'others_remind',
  othersCancel: 'others_cancel',
  templates: 'templates',
  details: 'details',
  working: 'working',
  check: 'check',
  ready: 'ready',
  sent: 'sent',
  slow: 'slow',
  sameAgain: 'same_again',
  unsure: 'unsure',
  sentence: 'sentence',
  connect: 'connect',
  code: 'code',
  disconnect: 'disconnect',
  workspaceSettings: 'workspace_settings',
  personSettings: 'person_settings',
  share: 'share',
  shared: 'shared',
} as const;

/** `callback_id` of App Home: as a member sees it, and as everyone else does. */
export const homes = { member: 'home', closed: 'home_closed' } as const;

/** `callback_id` of every shortcut, as in `manifest.yml`. */
export const shortcuts = {
  requestSignature: 'request_signature',
  requestSignatureOfMessage: 'request_signature_of_message',
} as const;

/** The `action_id` of a group's button in the list. Each group has its own, because ids in one block must differ. */
export function groupAction(group: string): string {
  return `list_group_${group}`;
}
