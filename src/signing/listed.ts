/**
 * What an entry of Box's list makes of the record that it belongs to, or of none: a request made in Box's web
 * app is known from there alone. Facts go through `observe`, as from every other source.
 */
import { newRecord, noDetails } from './decide.ts';
import { observe } from './observe.ts';
import type { Decision, FormValues, Observation, SignRequest } from './sign-request.ts';
import { type Work, work } from './work.ts';

/** Whose list it is, and the id for a record that is made. */
export interface ListedFor {
  readonly tenant: string;
  /** Slack user id of the person whose list it is. */
  readonly requester: string;
  readonly newId: () => string;
}

/** Nothing was asked for here. */
const noForm: FormValues = {
  document: '',
  colleagues: [],
  others: '',
  iSignToo: false,
  delivery: 'prepare',
  message: '',
  name: '',
  folder: '',
  daysValid: '',
  reminders: false,
  subject: '',
};

/**
 * @param known the record with this Box id, else the one whose id the entry carries, else null.
 * @param now time of receipt (ms).
 */
export function observeListed(
  known: SignRequest | null,
  seen: Observation,
  whose: ListedFor,
  now: number,
): { record: SignRequest; steps: readonly Work[] } {
  if (known !== null) return observe(known, seen, now);
  const blank = unknownYet(seen, whose, now);
  const { record } = observe(blank, seen, now);
  // When it went out Box does not say. It was out when we first saw it; that it was made is what is dated.
  const sentAt = record.sentAt === null ? null : blank.createdAt;
  // Without a card there is nothing to draw.
  return { record: { ...record, sentAt, lastSentAt: sentAt }, steps: [] };
}

/** Its requester wants no notices of it, or wants them again. Null: that is so already. */
export function mute(record: SignRequest, isMuted: boolean): Decision | null {
  if ((record.details.isMuted ?? false) === isMuted) return null;
  return {
    record: { ...record, details: { ...record.details, isMuted } },
    steps: [work.redraw({ requestId: record.id })],
  };
}

/** Its requester wants a card for it. Null: it has one already. */
export function follow(record: SignRequest): Decision | null {
  if (record.details.isFollowed) return null;
  const details = { ...record.details, isFollowed: true };
  return { record: { ...record, details }, steps: [work.redraw({ requestId: record.id })] };
}

/** The key that makes one record of one Box request, for one person, however often it is listed. */
function nonceOfListed(requester: string, boxId: string): string {
  return `box/${requester}/${boxId}`;
}

function unknownYet(seen: Observation, whose: ListedFor, now: number): SignRequest {
  const nonce = nonceOfListed(whose.requester, seen.boxId);
  const record = newRecord(
    {
      tenant: whose.tenant,
      id: whose.newId(),
      nonce,
      requester: whose.requester,
      form: noForm,
      document: { kind: 'file', fileId: seen.files[0]?.id ?? '' },
      signers: [],
      fingerprint: nonce,
    },
    Math.min(seen.createdAt ?? now, now),
  );
  return { ...record, details: { ...noDetails, madeIn: 'box', isFollowed: false } };
}
