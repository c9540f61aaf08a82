/**
 * What a person's form and presses do to a record before Box has the request. The function for a press takes a record
 * and returns a decision; null: nothing changes. Pure; the clock comes in as an argument. What happens during creation
 * is in `creation.ts`.
 */
import { searchAfterMs, slowAfterMs } from './creation.ts';
import { type DocumentReference, readFolder } from './document.ts';
import type { FormValues, Phone } from './form.ts';
import { boxFieldsOf } from './option-values.ts';
import type { Decision, Details, Signer, SignRequest } from './sign-request.ts';
import { marksOf } from './signer-choices.ts';
import { canBeReplaced, canDiscard } from './status.ts';
import { templateOf } from './template-options.ts';
import { prefillOf } from './template-values.ts';
import { type Work, work } from './work.ts';

/** Within this time (ms), a second request for the same file and people shows the first one instead. */
export const sameAgainMs = 2 * 60_000;

/** The nonce of the request that Send another makes of a draft: a second press finds the request of the first. */
export function nonceOfAnother(draftId: string): string {
  return `${draftId}/again`;
}

/** The id of the draft that a request came from: the nonce, without what Send another adds to it. */
export function draftIdOf(nonce: string): string {
  return nonce.split('/')[0] ?? nonce;
}

/** A submitted form that is to become a request. */
export interface BeginInput {
  readonly tenant: string;
  readonly id: string;
  readonly nonce: string;
  readonly requester: string;
  readonly form: FormValues;
  readonly documents: readonly DocumentReference[];
  readonly signers: readonly Signer[];
  readonly fingerprint: string;
  /** Phone numbers of signers who get a code by text message; absent: none. */
  readonly phones?: readonly Phone[];
  /** Id of the open request that this one replaces; absent: none. */
  readonly changes?: string | null;
}

/** Why a submission shows an earlier request. */
export type SameReason =
  /** The same rendering of the form was submitted again, unchanged. */
  | 'same_nonce'
  /** The same rendering was submitted again, with changes made after its first submission was accepted. */
  | 'changed_since'
  /** The earlier request is for the same documents and people, from another rendering. */
  | 'same_again'
  /** The earlier request already replaces the request that this one would replace. */
  | 'being_changed';

/** What becomes of a submitted form: a new record with its jobs, or the earlier request that is shown instead. */
export type BeginOutcome =
  | {
      readonly record: SignRequest;
      readonly steps: readonly Work[];
      /** Discards the request that the new one corrects; null: that one stays as it is. */
      readonly replace?: (old: SignRequest) => SignRequest | null;
    }
  | { readonly existing: SignRequest; readonly why: SameReason };

/** The details of a new record. */
export const noDetails: Details = {
  file: null,
  fileModifiedAt: null,
  fileFolder: null,
  sharedLink: null,
  folder: null,
  name: null,
  files: [],
  filesReady: false,
  signingLogId: null,
  expiresAt: null,
  finishedAt: null,
  errorCode: null,
  unknownStatus: null,
  senderEmail: null,
  duplicateBoxId: null,
  mayBeTwice: false,
  madeIn: 'slack',
  isFollowed: true,
  pending: null,
  trouble: null,
  remindedAt: null,
  cancelled: null,
};

/** The form as it is sent to Box: with the subject that the app wrote, if none was typed. */
export function formSent({ form, details }: Pick<SignRequest, 'form' | 'details'>): FormValues {
  return form.subject === '' && details.subject ? { ...form, subject: details.subject } : form;
}

/** A new record, with nothing but what was submitted; `createdAt` in ms. */
export function newRecord({ changes, ...input }: BeginInput, createdAt: number): SignRequest {
  return {
    ...input,
    state: 'requested',
    details: changes ? { ...noDetails, changes } : noDetails,
    boxId: null,
    shortId: null,
    prepareUrl: null,
    refusal: null,
    createdAt,
    confirmedAt: null,
    createSentAt: null,
    looks: 0,
    firstLookAt: null,
    lastSentAt: null,
    sentAt: null,
    observedAt: null,
  };
}

/**
 * Makes a request of a submitted form. One rendering of the form (its nonce) makes one request; the same documents to
 * the same people within two minutes show the first one instead, unless the person asked for another.
 */
export function beginRequest(
  found: {
    readonly sameNonce: SignRequest | null;
    readonly same: SignRequest | null;
    /** Another open request that already replaces the one that this one would replace. */
    readonly otherChange?: SignRequest | null;
  },
  input: BeginInput,
  options: { readonly now: number; readonly wantsAnother: boolean },
): BeginOutcome {
  if (found.sameNonce) {
    // Slack may have lost the answer to a first press that was accepted: later changes must not be dropped silently.
    const isSame = contentOf(found.sameNonce) === contentOf(input) && haveSamePhones(found.sameNonce, input);
    return { existing: found.sameNonce, why: isSame ? 'same_nonce' : 'changed_since' };
  }
  if (found.otherChange) return { existing: found.otherChange, why: 'being_changed' };
  if (found.same && !options.wantsAnother) return { existing: found.same, why: 'same_again' };
  const record = newRecord(input, options.now);
  return {
    record,
    steps: createWork(record.id),
    replace: (old) => (canBeReplaced(old) ? { ...old, state: 'discarded' } : null),
  };
}

/** The jobs that create the request, and that say that Box is slow if it has not answered after a while. */
function createWork(requestId: string): readonly Work[] {
  return [work.create({ requestId }), work.slow({ requestId }, slowAfterMs)];
}

/** Everything that a form asks for but phone numbers; two spellings of a document or folder are the same content. */
function contentOf({ fingerprint, form }: Pick<BeginInput, 'fingerprint' | 'form'>): string {
  const { iSignToo, order, language, folder, signerChoices } = form;
  const template = templateOf(form);
  const marks = marksOf(form, () => true);
  const others = [iSignToo, order, language, marks, signerChoices.places, readFolder(folder)];
  const people = (template?.people ?? []).map(({ slackUserId, address }) => [slackUserId, address]);
  const ofTemplate = template === null ? [] : [people, prefillOf(template)];
  return JSON.stringify([fingerprint, others, ofTemplate, boxFieldsOf(form)]);
}

/** Whether both requests have the same phone numbers, or those of the earlier one are no longer stored. */
function haveSamePhones(record: SignRequest, { phones = [] }: BeginInput): boolean {
  const kept = record.phones ?? [];
  return kept.length === 0 || JSON.stringify(kept) === JSON.stringify(phones);
}

/** The person pressed Send now, after the check. A second press finds the request on its way and changes nothing. */
export function confirmSend(record: SignRequest, now: number): Decision | null {
  if (record.state !== 'to_check') return null;
  return {
    record: { ...record, state: 'creating', confirmedAt: now },
    steps: [...createWork(record.id), work.redraw({ requestId: record.id })],
  };
}

/**
 * Tries the creation again after an unknown outcome: the requester has accepted that signers may get it twice. Box is
 * searched once more before the call is repeated. Null unless the request is `unsure`.
 */
export function retryUnsure(record: SignRequest, now: number): Decision | null {
  if (record.state !== 'unsure') return null;
  return {
    record: {
      ...record,
      state: 'creating',
      refusal: null,
      confirmedAt: now,
      // `createSentAt` was cleared if the last call certainly did nothing. An earlier call still has to be searched
      // for.
      createSentAt: record.createSentAt ?? record.createdAt,
      looks: searchAfterMs.length - 1,
    },
    steps: [...createWork(record.id), work.redraw({ requestId: record.id })],
  };
}

/** The person discards a request that Box does not have; or, after an unknown outcome, no longer wants it tracked. */
export function discard(record: SignRequest): Decision | null {
  if (!canDiscard(record)) return null;
  return { record: { ...record, state: 'discarded' }, steps: [work.redraw({ requestId: record.id })] };
}
