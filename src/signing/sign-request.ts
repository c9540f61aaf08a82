/**
 * The types of the record of a sign request and its parts: signers, details, observations and decisions. Types only.
 */
import type { DocumentReference } from './document.ts';
import type { FormValues, Phone } from './form.ts';
import type { ActionFailure, Cancelled, Pending } from './pending.ts';
import type { Refusal } from './refusals.ts';
import type { State } from './state.ts';
import type { Work } from './work.ts';

export type { State } from './state.ts';

/** A signer, approver or final copy reader of a request. */
export interface Signer {
  /** Slack user id of a signer who was picked; null for signers given by address. */
  readonly slackUserId: string | null;
  /** Lower-cased address; null until a picked colleague's address was looked up. */
  readonly email: string | null;
  /** A name to show, from Slack; null when only the address is known. */
  readonly name: string | null;
  /** Box's role: `signer`, `approver` or `final_copy_reader`. Box adds the sender as a `final_copy_reader`. */
  readonly role: string;
  /** Place in Box's signing order; signers with equal numbers are asked together; null: no order was asked for. */
  readonly order: number | null;
  readonly groupId?: string;
  /** The signer's label in the template. Untrusted text. */
  readonly label?: string;
  /** Files that the signer attached while signing; they are in Box. */
  readonly attachments?: readonly NamedItem[];
  /** How Box makes the signer prove who they are first; absent: not at all, or as the template itself says. */
  readonly check?: 'login' | 'phone' | 'cac_piv';
  /**
   * Signs from Slack: the app fetches their signing link from Box when they press a button, and Box sends them no
   * email.
   */
  readonly signsHere?: true;
  /** Whether the person signs on the requester's screen, after the requester. */
  readonly isInPerson?: true;
  readonly hasViewed: boolean;
  /** When the signer viewed the document (ms), by Box's event stream; otherwise when we first saw that they had. */
  readonly viewedSeenAt: number | null;
  readonly decision: 'signed' | 'declined' | null;
  /** When the signer decided (ms), as Box says. */
  readonly decidedAt: number | null;
  /** The reason given with a decline. Untrusted text. */
  readonly reason: string | null;
}

/** A file or folder in Box, or a template: its Box id and its name. */
export interface NamedItem {
  readonly id: string;
  readonly name: string;
}

/**
 * What Box lets a person do with another person's request: a viewer can see it and send reminders, an editor can cancel
 * it as well.
 */
export type SharedAs = 'viewer' | 'editor';

/** The fields of a request that need no column of their own. They are stored together, in one JSON column. */
export interface Details {
  /** The source file, once Box told us; the first when there are several. */
  readonly file: NamedItem | null;
  /** The template, once Box has described it for this request; such a request has no source file. */
  readonly template?: NamedItem;
  /** The other source files, in order. Absent: there is one. */
  readonly moreFiles?: readonly NamedItem[];
  /** When the source file last changed (ms), as Box told us. */
  readonly fileModifiedAt: number | null;
  /** Name of the folder the source file is in, where its requester may see it. */
  readonly fileFolder: string | null;
  /** Whether the source file is in the root folder. Absent: not known. */
  readonly isFileInRoot?: boolean;
  /** The shared link, when the file may be reachable only through it; sent along with file calls. */
  readonly sharedLink: string | null;
  /** The destination folder, once known. */
  readonly folder: NamedItem | null;
  /** The subject that the app wrote for Box's email, because none was typed. */
  readonly subject?: string;
  /** The request's name in Box. */
  readonly name: string | null;
  /** The documents' copies in the destination folder; they are signed once `filesReady`. */
  readonly files: readonly NamedItem[];
  readonly filesReady: boolean;
  readonly signingLogId: string | null;
  /** When the request expires in Box (ms). */
  readonly expiresAt: number | null;
  /** When the request ended (ms), as Box says; otherwise when we saw that it had ended. */
  readonly finishedAt: number | null;
  /** Box's error code, when the request has an error status. */
  readonly errorCode: string | null;
  /** A status of Box that this version does not know. Untrusted text. */
  readonly unknownStatus: string | null;
  /** Login of the Box user who sent the request. */
  readonly senderEmail: string | null;
  /** What Box lets this person do with another person's request. Absent: the request is their own. */
  readonly sharedAs?: SharedAs;
  /** Id of the open request that is cancelled once this one was sent. */
  readonly changes?: string;
  /** Another request has replaced this one, but this one could not be cancelled. */
  readonly isNotWithdrawn?: boolean;
  /** Box id of a second request with our id; shown so that its requester cancels it in Box. Null: none is known. */
  readonly duplicateBoxId: string | null;
  /** File id of the second request's document; people open the request in Box with it. Absent: not known. */
  readonly duplicateFileId?: string | null;
  /** Whether the request is or was created again after an unknown outcome, so that Box may have it twice. */
  readonly mayBeTwice: boolean;
  /** Where the request was created; one created in Box's web app is known from the person's list only. */
  readonly madeIn: 'slack' | 'box';
  /** Whether it has a card: if made in Slack, else once asked for, or after a resend or cancel outside a batch. */
  readonly isFollowed: boolean;
  /** A resend or cancel that a person asked for and that is not finished. */
  readonly pending: Pending | null;
  /** Why the last resend or cancel failed, or may have failed; shown until the next one. Null: it did not fail. */
  readonly trouble: ActionFailure | null;
  /** When Box last accepted a reminder that was asked for in Slack (ms). */
  readonly remindedAt: number | null;
  /** The colleagues reminded in Slack, by the last reminder or within a day before it: Slack user id, when (ms). */
  readonly nudged?: readonly { readonly user: string; readonly at: number }[];
  /** When Box last reported a change (ms). Absent: it has reported none since the app records this. */
  readonly newsAt?: number;
  /** Until when (ms) the request is polled often, because a person pressed something that may bring news. */
  readonly interestUntil?: number;
  /** When Box first said that it no longer has the request (ms); null once it is there again. */
  readonly goneAt?: number | null;
  /** When Box last refused to let the requester read the request (ms). */
  readonly refusedAt?: number;
  /** Whether the requester wants no notices about the request. */
  readonly isMuted?: boolean;
  /** A signed copy in Slack: when it was shown there (ms), and whether Slack has confirmed that. */
  readonly copy?: { readonly at: number; readonly isConfirmed: boolean };
  /** A bounced mail: when Box reported it (ms), and whose it may have been. */
  readonly bounced?: { readonly at: number; readonly emails: readonly string[] };
  /** Whether Box's event stream has reported on the request. The stream then covers all requests of its requester. */
  readonly isTold?: boolean;
  /** The signers who passed the request on to somebody else, oldest first; known from Box's event stream only. */
  readonly forwarded?: readonly Forwarded[];
  /** Login of the Box user who cancelled the request, from Box's event stream. */
  readonly cancelledBy?: string;
  /** Who cancelled the request from Slack, when (ms) and why. Null: it was not cancelled, or not from Slack. */
  readonly cancelled: Cancelled | null;
}

/** The address of a signer who passed the request on, the new signer's (null until Box names them), and when (ms). */
export interface Forwarded {
  readonly from: string;
  readonly to: string | null;
  readonly at: number;
}

/** The record of a sign request, as the store keeps it. */
export interface SignRequest {
  readonly tenant: string;
  /** Our id (uuid); Box's `external_id`. */
  readonly id: string;
  /** Made from the id of the form's rendering or, if created in Box, from requester and Box id; unique per tenant. */
  readonly nonce: string;
  /** Slack user id of the person who sends the request. */
  readonly requester: string;
  readonly state: State;
  readonly form: FormValues;
  /** The source documents, in the order in which Box joins them. */
  readonly documents: readonly DocumentReference[];
  readonly signers: readonly Signer[];
  /**
   * Phone numbers of signers who get a code by text message; encrypted at rest, and kept only until Box has the request
   * or it is discarded. Absent: none.
   */
  readonly phones?: readonly Phone[];
  /**
   * Equal for requests with the same requester, documents and people: finds the same request sent again within two
   * minutes.
   */
  readonly fingerprint: string;
  readonly details: Details;
  readonly boxId: string | null;
  /** Box's readable id, `SR-…`. */
  readonly shortId: string | null;
  /** Address of Box's page for placing fields, while the request is prepared; encrypted at rest. */
  readonly prepareUrl: string | null;
  readonly refusal: Refusal | null;
  /** When the form was accepted or, if the request was created in Box, when that was (ms). */
  readonly createdAt: number;
  /** When the person last pressed Send now after the check, or Send again (ms). */
  readonly confirmedAt: number | null;
  /** When a create call may last have been sent (ms); null: none was, or the last one counts as not sent. */
  readonly createSentAt: number | null;
  /** Number of searches for our id since `createSentAt`, after an unknown outcome. */
  readonly looks: number;
  /** When the first of the searches that `looks` counts was made (ms). */
  readonly firstLookAt: number | null;
  /** When Box last emailed signers, as far as we know (ms). */
  readonly lastSentAt: number | null;
  /**
   * When the request was sent (ms), by Box's event stream; else when we first saw that; for one that was sent before we
   * first listed it, its creation.
   */
  readonly sentAt: number | null;
  /** When Box last answered with the request (ms); shown as "as of". */
  readonly observedAt: number | null;
}

/**
 * What Box just said about a sign request, in answer to any call. Only these fields are taken over: no signing link,
 * and of what signers typed only the reason of a decline.
 */
export interface Observation {
  readonly boxId: string;
  readonly shortId: string | null;
  readonly externalId: string | null;
  /** Box's status, unchanged. */
  readonly status: string;
  readonly name: string | null;
  /** Address of Box's page for placing fields; null when they can no longer be placed. */
  readonly prepareUrl: string | null;
  readonly signers: readonly ObservedSigner[];
  readonly folder: { readonly id: string; readonly name: string | null } | null;
  readonly files: readonly NamedItem[];
  readonly filesReady: boolean;
  readonly signingLogId: string | null;
  readonly expiresAt: number | null;
  readonly createdAt: number | null;
  readonly finishedAt: number | null;
  readonly errorCode: string | null;
  readonly senderEmail: string | null;
}

/** A signer as Box describes them. */
export interface ObservedSigner {
  /** Files that the signer attached while signing. Absent: Box did not say. */
  readonly attachments?: readonly NamedItem[];
  readonly email: string | null;
  readonly role: string;
  readonly groupId?: string | null;
  readonly order: number | null;
  readonly hasViewed: boolean;
  readonly decision: 'signed' | 'declined' | null;
  readonly decidedAt: number | null;
  readonly reason: string | null;
}

/** The result of a decision: a changed record and the jobs that follow, or a refusal. */
export type Decision<R = Refusal> =
  | { readonly record: SignRequest; readonly steps: readonly Work[] }
  | { readonly refusal: R };
