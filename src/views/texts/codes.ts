/**
 * The short codes at the end of a sentence about a refusal. People quote them to an admin or the operator, so a code
 * never changes its meaning, and is the same in every language.
 */
import type { Refusal } from '../../signing/refusals.ts';

/** The number of each refusal that has no HTTP status of Box. Numbers from 901 on are our own, not HTTP statuses. */
export const refusalNumbers: Readonly<Record<Refusal['code'], number>> = {
  not_connected: 401,
  connection_expired: 901,
  not_a_member: 902,
  address_unconfirmed: 903,
  no_box_user: 904,
  other_box_user: 905,
  on_trial: 906,
  box_user_of_another: 907,
  document_not_found: 404,
  document_deleted: 410,
  document_no_download: 403,
  document_wrong_type: 415,
  document_link_is_folder: 911,
  document_link_is_web_link: 912,
  document_link_password: 913,
  upload_external: 971,
  upload_gone: 972,
  upload_not_a_file: 973,
  upload_empty: 974,
  upload_too_large: 975,
  upload_wrong_type: 976,
  upload_not_readable: 977,
  upload_not_allowed: 978,
  upload_over_plan: 979,
  template_not_found: 961,
  template_file_gone: 962,
  template_changed: 963,
  template_unread: 964,
  document_twice: 914,
  document_only_by_link: 915,
  folder_not_found: 921,
  folder_not_writable: 922,
  colleague_without_address: 931,
  colleague_is_bot: 932,
  colleague_deactivated: 933,
  colleague_unknown: 934,
  signer_twice: 935,
  signers_too_many: 936,
  phone_forgotten: 937,
  in_person_off: 938,
  sender_not_allowed: 981,
  folder_not_allowed: 982,
  expiry_required: 983,
  expiry_too_long: 984,
  sign_not_enabled: 941,
  app_lacks_scope: 945,
  terms_of_service: 942,
  storage_full: 943,
  policy_forbids: 944,
  box_refused: 400,
  box_unreachable: 951,
  outcome_unknown: 952,
  internal: 500,
};

/**
 * The code of a refusal, such as `BX-403`: the HTTP status with which Box refused, else the number in `refusalNumbers`.
 */
export function refusalCode(refusal: Refusal): string {
  return `BX-${refusal.status ?? refusalNumbers[refusal.code]}`;
}
