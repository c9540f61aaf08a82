/**
 * Applies an entry of Box's list to the record that it belongs to, or makes a new record: a request that was created in
 * Box's web app is known only from the list. What Box says goes through `observe`, as from every other source.
 */
import { newRecord, noDetails } from './decide.ts';
import { noForm } from './form.ts';
import { observe } from './observe.ts';
import type { Decision, Observation, SignRequest } from './sign-request.ts';
import { type Work, work } from './work.ts';

/** Whose list it is, and how a new record gets its id. */
export interface ListedFor {
  readonly tenant: string;
  /** Slack user id of the person whose list it is. */
  readonly requester: string;
  readonly newId: () => string;
}

/**
 * Merges an entry of Box's list into its record, or into a new one.
 *
 * @param known the record with this Box id, else the one whose id the entry carries, else null
 * @param now time of receipt (ms)
 */
export function observeListed(
  known: SignRequest | null,
  seen: Observation,
  whose: ListedFor,
  now: number,
): { record: SignRequest; steps: readonly Work[] } {
  if (known !== null) return observe(known, seen, now);
  const blank = blankRecord(seen, whose, now);
  const { record } = observe(blank, seen, now);
  // Box's list does not say when the request was sent, so its creation date is used.
  const sentAt = record.sentAt === null ? null : blank.createdAt;
  // Without a card there is nothing to redraw.
  return { record: { ...record, sentAt, lastSentAt: sentAt }, steps: [] };
}

/** Mutes or unmutes the requester's notices about the request. Null: nothing changes. */
export function setMuted(record: SignRequest, isMuted: boolean): Decision | null {
  if ((record.details.isMuted ?? false) === isMuted) return null;
  return {
    record: { ...record, details: { ...record.details, isMuted } },
    steps: [work.redraw({ requestId: record.id })],
  };
}

/** Gives the request a card, as its requester asked. Null: the request has a card already. */
export function follow(record: SignRequest): Decision | null {
  if (record.details.isFollowed) return null;
  const details = { ...record.details, isFollowed: true };
  return { record: { ...record, details }, steps: [work.redraw({ requestId: record.id })] };
}

/**
 * The nonce of a request from Box's list. Because it is always the same, each person gets one record of the request,
 * however often it is listed.
 */
function nonceOfListed(requester: string, boxId: string): string {
  return `box/${requester}/${boxId}`;
}

function blankRecord(seen: Observation, whose: ListedFor, now: number): SignRequest {
  const nonce = nonceOfListed(whose.requester, seen.boxId);
  const record = newRecord(
    {
      tenant: whose.tenant,
      id: whose.newId(),
      nonce,
      requester: whose.requester,
      form: noForm,
      documents: [{ kind: 'file', fileId: seen.files[0]?.id ?? '' }],
      signers: [],
      fingerprint: nonce,
    },
    Math.min(seen.createdAt ?? now, now),
  );
  return { ...record, details: { ...noDetails, madeIn: 'box', isFollowed: false } };
}
