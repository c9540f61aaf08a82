/**
 * The record of a sign request and the words around it: signers, form values, observations and the
 * one shape of every decision. Types only; nothing here does I/O or knows of Slack and Box.
 */
import type { Pending, Trouble } from './pending.ts';
import type { Refusal } from './refusals.ts';
import type { Work } from './work.ts';

/** Whether the requester places fields in Box first (`prepare`), or Box emails immediately (`direct`). */
export type Delivery = 'prepare' | 'direct';

/** What a form holds, as typed. Kept with the request so that Fix and send… can fill the form again. */
export interface FormValues {
  /** A Box link, shared link or file id, as typed. */
  readonly document: string;
  /** Slack user ids of the colleagues who were picked. */
  readonly colleagues: readonly string[];
  /** Addresses of other people, as typed. */
  readonly others: string;
  readonly iSignToo: boolean;
  readonly delivery: Delivery;
  readonly message: string;
  readonly name: string;
  /** A link to the destination folder, or its id, as typed. */
  readonly folder: string;
  /** Days until expiry as typed; empty = never. */
  readonly daysValid: string;
  readonly reminders: boolean;
  readonly subject: string;
}

/** What was typed as the document: a file id, or a shared link that Box has to resolve. */
export type DocumentReference =
  | { readonly kind: 'file'; readonly fileId: string; readonly sharedLink?: string }
  | { readonly kind: 'shared-link'; readonly sharedLink: string };

export interface Signer {
  /** The Slack user who was picked; null for people named by address. */
  readonly slackUserId: string | null;
  /** Lower-cased address; null until a picked colleague's address was looked up. */
  readonly email: string | null;
  /** A name to show, from Slack; null when only the address is known. */
  readonly name: string | null;
  /** Box's role; a sign request has `signer`s, and Box adds the sender as `final_copy_reader`. */
  readonly role: string;
  /** Box's order; equal numbers go out together; null = no order was asked for. */
  readonly order: number | null;
  readonly hasViewed: boolean;
  /** When we first saw that they had viewed (ms); Box does not tell when it happened. */
  readonly viewedSeenAt: number | null;
  readonly decision: 'signed' | 'declined' | null;
  /** When they decided (ms), as Box says. */
  readonly decidedAt: number | null;
  /** The reason given with a decline. Text of others. */
  readonly reason: string | null;
}

/** States before Box has the request, ours; then Box's own, an open list. */
export type OwnState =
  /** Accepted and stored; the worker has it. */
  | 'requested'
  /** Without fields: file and people are known, Send now has not been pressed. */
  | 'to_check'
  /** Being created at Box (`createSentAt` is set once the call may have left). */
  | 'creating'
  /** Refused, nothing at Box. `refusal` says why. */
  | 'not_sent'
  /** We cannot tell whether Box has it; the person decides. */
  | 'unsure'
  /** Ended by its requester before Box had it, or replaced by a mended one. */
  | 'discarded';

export type BoxState =
  | 'converting'
  | 'created'
  | 'sent'
  | 'viewed'
  | 'finalizing'
  | 'signed'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'error_converting'
  | 'error_sending'
  | 'error_finalizing'
  | 'error'
  /** A status this version does not know; Box's word is in `details.unknownStatus`. */
  | 'unknown';

export type State = OwnState | BoxState;

export interface NamedFile {
  readonly id: string;
  readonly name: string;
}

/** What is shown of a request beside its state; one JSON column. */
export interface Details {
  /** The source file, once Box told us. */
  readonly file: NamedFile | null;
  /** When the source file last changed (ms), as Box told us. */
  readonly fileModifiedAt: number | null;
  /** Name of the folder the source file is in, where its requester may see it. */
  readonly fileFolder: string | null;
  /** The source file is in no folder. Absent: not known. */
  readonly isFileInRoot?: boolean;
  /** The shared link through which alone the file may be reachable; goes out with file calls. */
  readonly sharedLink: string | null;
  /** The destination folder, once known. */
  readonly folder: NamedFile | null;
  /** The request's name at Box. */
  readonly name: string | null;
  /** Copies in the destination folder; signed once `filesReady`. */
  readonly files: readonly NamedFile[];
  readonly filesReady: boolean;
  readonly signingLogId: string | null;
  /** When Box will let it expire (ms). */
  readonly expiresAt: number | null;
  /** When it was over, as Box says, else as we saw (ms). */
  readonly finishedAt: number | null;
  /** Box's error code of an error status. */
  readonly errorCode: string | null;
  /** A status word this version does not know. Text of others. */
  readonly unknownStatus: string | null;
  /** Login of the Box user who sent it. */
  readonly senderEmail: string | null;
  /** A second Box request with our id; shown so that its requester cancels it in Box. */
  readonly duplicateBoxId: string | null;
  /** The document of that second request, by which people open it in Box. Absent: not known. */
  readonly duplicateFileId?: string | null;
  /** It was created again although the first call's outcome stayed unknown: Box may have two. */
  readonly mayBeTwice: boolean;
  /** Where it was made; one made in Box's web app is known from the person's list alone. */
  readonly madeIn: 'slack' | 'box';
  /** Whether it has a card: always for one made here, for another once its requester asked for one. */
  readonly isFollowed: boolean;
  /** A resend or cancel that was pressed and is not done. */
  readonly pending: Pending | null;
  /** Why the last resend or cancel did not work; shown until the next. */
  readonly trouble: Trouble | null;
  /** When Box last took a reminder from here (ms). */
  readonly remindedAt: number | null;
  /** When Box last told something new of it (ms). Absent: not since this was kept. */
  readonly newsAt?: number;
  /** Somebody pressed what may bring news soon; until then (ms) it is looked at often. */
  readonly interestUntil?: number;
  /** When Box first said that it has the request no longer (ms); null once it is there again. */
  readonly goneAt?: number | null;
  /** When Box last refused a look at it (ms). */
  readonly refusedAt?: number;
  /** Its requester wants no notices of it. */
  readonly isMuted?: boolean;
  /** A signed copy in Slack: when it was shown there (ms), and whether Slack has confirmed that. */
  readonly copy?: { readonly at: number; readonly isConfirmed: boolean };
  /** Mail that did not arrive: when Box said so (ms), and whose it may have been. */
  readonly bounced?: { readonly at: number; readonly emails: readonly string[] };
  /** Box's event stream has told of it: it tells of this person's requests. */
  readonly isTold?: boolean;
  /** Signers who had somebody else sign in their place, oldest first; known from Box's event stream alone. */
  readonly forwarded?: readonly Forwarded[];
  /** Login of the Box user who cancelled it, as an event told. */
  readonly cancelledBy?: string;
  /** Who stopped it here, and why; null when it was stopped elsewhere. */
  readonly cancelled: { readonly by: string; readonly at: number; readonly reason: string | null } | null;
}

/** Addresses, and when it was (ms); the second is null until Box names the new signer. */
export interface Forwarded {
  readonly from: string;
  readonly to: string | null;
  readonly at: number;
}

export interface SignRequest {
  readonly tenant: string;
  /** Our id (uuid); Box's `external_id`. */
  readonly id: string;
  /** Of the rendering of the form it came from; unique with the tenant. */
  readonly nonce: string;
  /** Slack user id. */
  readonly requester: string;
  readonly state: State;
  readonly form: FormValues;
  readonly document: DocumentReference;
  readonly signers: readonly Signer[];
  /** Of document and people, for "the same again within two minutes". */
  readonly fingerprint: string;
  readonly details: Details;
  readonly boxId: string | null;
  /** Box's readable id, `SR-…`. */
  readonly shortId: string | null;
  /** Set only while the request is being prepared; encrypted at rest. */
  readonly prepareUrl: string | null;
  readonly refusal: Refusal | null;
  /** Accepted at (ms). */
  readonly createdAt: number;
  /** When the person pressed Send now after the check (ms). */
  readonly confirmedAt: number | null;
  /** When a create call may last have left (ms); null: none can have. */
  readonly createSentAt: number | null;
  /** Looks for our id after an unknown outcome: how many were made since `createSentAt`. */
  readonly looks: number;
  /** When the first of those looks was made (ms). */
  readonly firstLookAt: number | null;
  /** When Box last mailed, as far as we saw or caused it (ms). */
  readonly lastSentAt: number | null;
  /** When we first saw it sent (ms). */
  readonly sentAt: number | null;
  /** When Box last told us anything (ms): "as of". */
  readonly observedAt: number | null;
}

/** What Box just told us about a sign request, whichever call asked. An allow-list: no signing link, no input. */
export interface Observation {
  readonly boxId: string;
  readonly shortId: string | null;
  readonly externalId: string | null;
  /** Box's status word as it came. */
  readonly status: string;
  readonly name: string | null;
  /** Non-null while the fields can be placed. */
  readonly prepareUrl: string | null;
  readonly signers: readonly ObservedSigner[];
  readonly folder: { readonly id: string; readonly name: string | null } | null;
  readonly files: readonly NamedFile[];
  readonly filesReady: boolean;
  readonly signingLogId: string | null;
  readonly expiresAt: number | null;
  readonly createdAt: number | null;
  readonly finishedAt: number | null;
  readonly errorCode: string | null;
  readonly senderEmail: string | null;
}

export interface ObservedSigner {
  readonly email: string | null;
  readonly role: string;
  readonly order: number | null;
  readonly hasViewed: boolean;
  readonly decision: 'signed' | 'declined' | null;
  readonly decidedAt: number | null;
  readonly reason: string | null;
}

/** Every decision: a changed record and the work that follows, or a refusal. */
export type Decision<R = Refusal> =
  | { readonly record: SignRequest; readonly steps: readonly Work[] }
  | { readonly refusal: R };
