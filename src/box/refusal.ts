/**
 * Turns Box's refusals into our own. A failure that may pass, or whose outcome is unknown, is not a refusal. Box's own
 * message is never passed on.
 */
import type { OutsideFailure } from '../failure.ts';
import type { OutsideRefusal, Refusal } from '../signing/refusals.ts';

/** What the failed call was about: this decides what a status such as 404 means. */
export type RefusalSubject = 'document' | 'folder' | 'create' | 'template' | 'createFromTemplate';

type Meaning = Readonly<Record<RefusalSubject, OutsideRefusal>>;

const forEverySubject = (refusal: OutsideRefusal): Meaning => ({
  document: refusal,
  folder: refusal,
  create: refusal,
  template: refusal,
  createFromTemplate: refusal,
});

/** What a 404 means for each call. */
const absent: Meaning = {
  document: { code: 'document_not_found' },
  folder: { code: 'folder_not_found' },
  // The folder was chosen in the form, or is the file's own, so most likely the file was deleted.
  create: { code: 'document_not_found' },
  template: { code: 'template_not_found' },
  // The template itself was read a moment ago, so it is its file that is missing.
  createFromTemplate: { code: 'template_file_gone' },
};

/**
 * What a 403 means for each call. Box only says "insufficient permissions", even when the person's plan lacks Box Sign.
 */
const forbidden: Meaning = {
  document: { code: 'document_not_found' },
  folder: { code: 'folder_not_writable' },
  create: { code: 'sign_not_enabled' },
  template: { code: 'sign_not_enabled' },
  createFromTemplate: { code: 'sign_not_enabled' },
};

/** Meanings of Box's codes (https://developer.box.com/guides/api-calls/permissions-and-errors/common-errors/). */
const byReason: ReadonlyMap<string, Meaning> = new Map([
  ['unauthorized', forEverySubject({ code: 'connection_expired' })],
  // Reasons of this app's own, from the Client Credentials Grant: the person has no Box user.
  ['not_a_member', forEverySubject({ code: 'not_a_member' })],
  ['address_unconfirmed', forEverySubject({ code: 'address_unconfirmed' })],
  ['no_box_user', forEverySubject({ code: 'no_box_user' })],
  ['other_box_user', forEverySubject({ code: 'other_box_user' })],
  ['box_user_of_another', forEverySubject({ code: 'box_user_of_another' })],
  ['not_found', absent],
  ['trashed', { ...absent, document: { code: 'document_deleted' }, create: { code: 'document_deleted' } }],
  ['access_denied_insufficient_permissions', forbidden],
  ['access_denied', forbidden],
  ['forbidden', forbidden],
  ['insufficient_scope', forEverySubject({ code: 'app_lacks_scope' })],
  ['terms_of_service_required', forEverySubject({ code: 'terms_of_service' })],
  ['storage_limit_exceeded', forEverySubject({ code: 'storage_full' })],
  ['file_size_limit_exceeded', forEverySubject({ code: 'upload_over_plan' })],
  ['forbidden_by_policy', forEverySubject({ code: 'policy_forbids' })],
  ['access_from_location_blocked', forEverySubject({ code: 'policy_forbids' })],
  ['incorrect_shared_item_password', forEverySubject({ code: 'document_link_password' })],
]);

/** Meanings of HTTP statuses, for answers without a code. */
const byStatus: ReadonlyMap<number, Meaning> = new Map([
  [403, forbidden],
  [404, absent],
]);

/**
 * The refusal for a failed call to Box.
 * @returns null when it may work later (`retry`) or may have worked (`unknown`)
 */
export function refusalOf(failure: OutsideFailure, about: RefusalSubject): Refusal | null {
  if (failure.kind !== 'final') return null;
  const hasNoCode = failure.reason === `http_${failure.status}`;
  const meaning = byReason.get(failure.reason) ?? (hasNoCode ? byStatus.get(failure.status ?? 0) : undefined);
  const refusal: OutsideRefusal = meaning?.[about] ?? { code: 'box_refused', reason: failure.reason };
  return failure.status === null ? refusal : { ...refusal, status: failure.status };
}
