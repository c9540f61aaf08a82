/**
 * The codes of everything that can be refused, with the values their sentences need. The sentences are in
 * `views/texts`. A refusal is a value, not an exception.
 */

import type { TemplateBarrier } from './template.ts';

/** A picked colleague who cannot sign. */
export type ColleagueRefusal =
  | { readonly code: 'colleague_without_address'; readonly name: string }
  | { readonly code: 'colleague_is_bot'; readonly name: string }
  | { readonly code: 'colleague_deactivated'; readonly name: string };

/** A file in Slack that cannot be signed. */
export type UploadRefusal =
  /** Slack has only a link to the file, which is stored outside Slack. */
  | { readonly code: 'upload_external' }
  /** The file was deleted, or is hidden by the limits of a free workspace. */
  | { readonly code: 'upload_gone' }
  /** The file is a snippet, a post or a canvas. */
  | { readonly code: 'upload_not_a_file' }
  | { readonly code: 'upload_empty' }
  | { readonly code: 'upload_too_large'; readonly most: number }
  | { readonly code: 'upload_wrong_type'; readonly extension: string };

/** What a rule of the workspace's admins forbids. */
export type RuleRefusal =
  /** Only members of these user groups may send. */
  | { readonly code: 'sender_not_allowed'; readonly names: readonly string[] }
  /** Signed copies may go only to these folders, and to folders in them. */
  | { readonly code: 'folder_not_allowed'; readonly names: readonly string[] }
  | ExpiryRefusal;

/** Every request must expire, at the latest after this many days. */
export type ExpiryRefusal =
  | { readonly code: 'expiry_required'; readonly most: number }
  | { readonly code: 'expiry_too_long'; readonly most: number };

/**
 * Refusals that need only the text, the store, and what Slack says about the people; shown at the field before Slack's
 * three seconds are over.
 */
export type FieldRefusal = AtField & {
  /** The link, id or name of the refused file, when there are several files. */
  readonly file?: string;
};

type AtField =
  /** All picked colleagues who cannot sign. */
  | { readonly code: 'colleagues_cannot_sign'; readonly refused: readonly ColleagueRefusal[] }
  | { readonly code: 'document_missing' }
  | { readonly code: 'documents_too_many'; readonly count: number; readonly most: number }
  | { readonly code: 'document_not_uploaded' }
  | UploadRefusal
  /** A document is given twice. `text` is what was typed or chosen. */
  | { readonly code: 'document_twice'; readonly text: string }
  /** No file was chosen in the search; its entry that only shows a message is not one. */
  | { readonly code: 'document_not_chosen' }
  | { readonly code: 'template_not_chosen' }
  /** The form does not yet show the fields of the chosen template. */
  | { readonly code: 'template_not_read' }
  | { readonly code: 'template_not_here'; readonly why: TemplateBarrier }
  /** Nobody was named for a role of a template. */
  | { readonly code: 'role_missing' }
  /** More than one person was named for a role. */
  | { readonly code: 'role_taken_twice' }
  | { readonly code: 'not_a_date'; readonly text: string }
  /** A field that the template's author filled in was emptied. `text` is the author's value. */
  | { readonly code: 'value_emptied'; readonly text: string }
  /** A checkbox holds something other than a tick. */
  | { readonly code: 'not_a_tick' }
  | { readonly code: 'document_not_a_link'; readonly text: string }
  | { readonly code: 'document_other_service'; readonly host: string }
  /** A link to Box whose address does not look like a file's. */
  | { readonly code: 'document_other_box_link' }
  | { readonly code: 'document_is_folder' }
  | { readonly code: 'document_is_note' }
  | { readonly code: 'document_is_signing_link' }
  | { readonly code: 'signers_missing' }
  /** Some texts are not addresses: `texts` has all of them. */
  | { readonly code: 'signer_not_an_address'; readonly texts: readonly string[] }
  /** An address holds an invisible character. `text` shows where. */
  | { readonly code: 'signer_holds_invisible'; readonly text: string }
  | { readonly code: 'signer_twice'; readonly text: string }
  | { readonly code: 'signers_too_many'; readonly count: number; readonly most: number }
  /** More colleagues are named than the form allows, so only the first `most` of them are chosen. */
  | { readonly code: 'colleagues_cut'; readonly count: number; readonly most: number }
  | { readonly code: 'folder_not_a_link'; readonly text: string }
  /** In the search for folders, the entry that only shows a message was chosen. */
  | { readonly code: 'folder_not_chosen' }
  | { readonly code: 'folder_is_root' }
  | { readonly code: 'folder_is_file' }
  /** The same person was chosen for two things that exclude each other. */
  | { readonly code: 'marked_twice' }
  | { readonly code: 'nobody_signs' }
  | { readonly code: 'group_of_one' }
  | { readonly code: 'smart_card_alone' }
  /** On the page for phone numbers: this number was left empty. */
  | { readonly code: 'phone_missing_here' }
  /** On the form: a signer who is to get a code by text message has no phone number yet. */
  | { readonly code: 'phones_missing' }
  | { readonly code: 'phone_not_international'; readonly text: string }
  /** People sign in person after the requester, who is not a signer or signs in person as well. */
  | { readonly code: 'in_person_without_you' }
  /**
   * People sign in person after the requester, but the requester gets no link in Slack, because they are a final copy
   * reader or have to prove their identity.
   */
  | { readonly code: 'in_person_without_link' }
  /** What was chosen for individual signers no longer fits the people of the form. */
  | { readonly code: 'roles_do_not_fit' }
  /** The requester chose their own signing order, but gave nobody a place in it. */
  | { readonly code: 'order_missing' }
  | { readonly code: 'not_a_secure_address'; readonly text: string }
  | { readonly code: 'expiry_out_of_range'; readonly text: string; readonly most: number }
  | ExpiryRefusal
  /** Quiet hours with a beginning but no end, or the reverse. */
  | { readonly code: 'quiet_half' }
  | { readonly code: 'quiet_all_day' }
  | { readonly code: 'text_too_long'; readonly most: number };

/** Refusals that are found only after the acknowledgement, mostly because of what Box or Slack answered. */
export type OutsideRefusal =
  /** The person has no Box connection. */
  | { readonly code: 'not_connected' }
  /** As `not_connected`, in a trial: the one Box token belongs to another person. */
  | { readonly code: 'on_trial' }
  /** Box no longer accepts the person's tokens. */
  | { readonly code: 'connection_expired' }
  /** Client Credentials Grant: only full members of the workspace may have a Box user. */
  | { readonly code: 'not_a_member' }
  /** Slack does not show the person's address, or has not confirmed that it is theirs. */
  | { readonly code: 'address_unconfirmed' }
  /** No Box user has the person's address as login. */
  | { readonly code: 'no_box_user' }
  /** The address now belongs to another Box user than the one it was first used with. */
  | { readonly code: 'other_box_user' }
  /** The Box user with the person's address already belongs to someone else here. */
  | { readonly code: 'box_user_of_another' }
  /** The document is absent, deleted or not visible to the person: Box answers 404 to all three. */
  | { readonly code: 'document_not_found' }
  | { readonly code: 'document_deleted' }
  | { readonly code: 'document_no_download' }
  | { readonly code: 'document_wrong_type'; readonly extension: string }
  /** The shared link leads to a folder or a web link, not to a file. */
  | { readonly code: 'document_link_is_folder' }
  | { readonly code: 'document_link_is_web_link' }
  | { readonly code: 'document_link_password' }
  /** The template was deleted, or belongs to somebody else. */
  | { readonly code: 'template_not_found' }
  /** The template is there, but not its document. */
  | { readonly code: 'template_file_gone' }
  /** The template has changed since the form was drawn. The form is shown again with the template's present fields. */
  | { readonly code: 'template_changed' }
  /** Box has not told us which people and fields the template asks for. */
  | { readonly code: 'template_unread' }
  /** Two of the links lead to one file. */
  | { readonly code: 'document_twice'; readonly text: string }
  | UploadRefusal
  /**
   * Slack does not give the file to the app, for instance because it belongs to another organisation, or is in a
   * conversation without the app.
   */
  | { readonly code: 'upload_not_readable' }
  /** The optional scope `files:read` was not granted. */
  | { readonly code: 'upload_not_allowed' }
  /** The person's Box plan does not take files of this size. */
  | { readonly code: 'upload_over_plan' }
  /**
   * Only its own shared link gives access to this file, and the request has several: Box takes one link for all files.
   */
  | { readonly code: 'document_only_by_link' }
  | { readonly code: 'folder_not_found' }
  | { readonly code: 'folder_not_writable' }
  /** A colleague who cannot sign; found only after the acknowledgement when Slack did not answer in time. */
  | ColleagueRefusal
  /**
   * Slack does not know a picked colleague. `name` is the Slack user id, because Slack gives nothing else.
   */
  | { readonly code: 'colleague_unknown'; readonly name: string }
  /** Two signers have one address: for instance, a colleague's was also typed. */
  | { readonly code: 'signer_twice'; readonly text: string }
  | { readonly code: 'signers_too_many'; readonly count: number; readonly most: number }
  /** The phone number of a signer who is to get a code by text message is no longer stored. */
  | { readonly code: 'phone_forgotten' }
  /** People sign in person after the requester, but the requester does not sign from Slack. */
  | { readonly code: 'in_person_off' }
  | RuleRefusal
  /** The person's plan or administrator does not allow Box Sign. */
  | { readonly code: 'sign_not_enabled' }
  /** The Box app of this installation was not given a scope. */
  | { readonly code: 'app_lacks_scope' }
  | { readonly code: 'terms_of_service' }
  | { readonly code: 'storage_full' }
  | { readonly code: 'policy_forbids' }
  /** Any other refusal by Box. `reason` is Box's own code, never its message. */
  | { readonly code: 'box_refused'; readonly reason: string }
  /** Box or Slack could not be reached for 15 minutes. */
  | { readonly code: 'box_unreachable' }
  /** We do not know whether Box has the request, so signers may have been mailed. The person decides what to do. */
  | { readonly code: 'outcome_unknown' }
  /** A bug of our own; the log has the same reference. */
  | { readonly code: 'internal'; readonly reference: string };

/** A refusal as it is stored and shown: the code, its values, and the HTTP status, for `BX-403`. */
export type Refusal = OutsideRefusal & {
  /** The name of the file that the refusal is about, when there are several. */
  readonly file?: string;
  /** HTTP status of Box's answer, when there was one. */
  readonly status?: number;
  /** Reference of the press that Box or Slack refused; the log has the same one. */
  readonly reference?: string;
};
