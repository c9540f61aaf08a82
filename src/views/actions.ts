/**
 * The ids that a press, a submission or a close comes back with. Each is defined here once; builders put them into
 * what they draw and the table of features listens to them.
 */

/** `action_id` of every control that reports a press by itself. */
export const actions = {
  openForm: 'open_form',
  placeFields: 'place_fields',
  refresh: 'refresh',
  openSigned: 'open_signed',
  openLog: 'open_log',
  copySigned: 'copy_signed',
  fixAndSend: 'fix_and_send',
  discard: 'discard',
  checkAndSend: 'check_and_send',
  sendAgain: 'send_again',
  showThatOne: 'show_that_one',
  sendAnother: 'send_another',
  changeSomething: 'change_something',
  moreOptions: 'more_options',
  useAsMessage: 'use_as_message',
  allRequests: 'all_requests',
  details: 'details',
  resend: 'resend',
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
  connect: 'connect',
  goToBox: 'go_to_box',
  backToForm: 'back_to_form',
  typeCode: 'type_code',
  openFormAgain: 'open_form_again',
  /** The overflow menu; each of its options is a separate verb, see `card-controls.ts`. */
  more: 'more',
} as const;

/** `callback_id` of every modal. */
export const callbacks = {
  create: 'create',
  cancel: 'cancel',
  list: 'list',
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
} as const;

/** The button of each group of the list; ids in one block have to differ. */
export function groupAction(group: string): string {
  return `list_group_${group}`;
}
