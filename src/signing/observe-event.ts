/**
 * What only Box's event stream says about a sign request: when it was sent, viewed and cancelled, by whom it was
 * cancelled, and which signer passed it on; to whom is found in Box's list of signers. Events may come twice and in any
 * order. Pure.
 */
import { addressKey, asciiLowerCase, FORGOTTEN, isSameAddress } from './address.ts';
import { readAddresses } from './read-addresses.ts';
import type { SignRequest, State } from './sign-request.ts';
import { statusTable } from './status.ts';
import { personInRole } from './template-people.ts';
import { type Work, work } from './work.ts';

/** An event about a sign request in Box's event stream. */
export interface SignEvent {
  readonly kind: 'created' | 'converted' | 'sent' | 'viewed' | 'forwarded' | 'signed' | 'cancelled' | 'ended';
  /** When the event happened (ms). */
  readonly at: number;
  /** Box's id of the sign request. */
  readonly boxId: string;
  /** Address of the signer that the event is about; null: Box names none. */
  readonly signer: string | null;
  /** Login of the Box user who caused the event; null where Box names none. */
  readonly by: string | null;
}

/**
 * Merges an event into the record. Null: it says nothing new, or must not be merged. The state of the record changes
 * only by an answer about the request.
 *
 * @param isJustRead whether the request was read from Box after the event; if not, the next answer about it shows to
 * whom it was passed on
 */
export function observeEvent(
  record: SignRequest,
  event: SignEvent,
  isJustRead = false,
): { readonly record: SignRequest; readonly steps: readonly Work[] } | null {
  if (record.boxId !== event.boxId || hasForgottenPerson(record)) return null;
  const merged = withEvent(record, event);
  const changed = isJustRead ? withRecipient(merged) : merged;
  const isNews = JSON.stringify(changed) !== JSON.stringify(record);
  if (!isNews && record.details.isTold) return null;
  return {
    record: { ...changed, details: { ...changed.details, isTold: true } },
    steps: isNews ? [work.redraw({ requestId: record.id })] : [],
  };
}

/**
 * Whether the request must be read from Box before the event is merged. Only the list of signers shows to whom a
 * request was passed on, and the time of a cancel is merged only into a cancelled request.
 */
export function needsAnswerFirst(record: SignRequest, event: SignEvent): boolean {
  if (event.kind === 'cancelled') return !statusTable[record.state].isFinal;
  return event.kind === 'forwarded' && withEvent(record, event) !== record;
}

/** Whether the request must be read from Box after an event: not when the record includes what the event says. */
export function needsRefresh({ state, signers, details }: SignRequest, { kind, signer }: SignEvent): boolean {
  const { rank, isFinal } = statusTable[state];
  if (isFinal) return state === 'signed' && !details.filesReady && kind === 'ended';
  const isBefore = (later: State) => rank < statusTable[later].rank;
  if (kind === 'created' || kind === 'converted') return kind === 'converted' && isBefore('created');
  if (kind === 'sent') return isBefore('sent');
  const known = signers.find(
    ({ email }) => email !== null && signer !== null && isSameAddress(email, signer),
  );
  if (kind === 'viewed') return isBefore('viewed') || known === undefined;
  return kind !== 'signed' || (known?.decision ?? null) === null;
}

function withEvent(record: SignRequest, { kind, at, signer, by }: SignEvent): SignRequest {
  const { details } = record;
  const earlier = (known: number | null) => (known === null ? at : Math.min(known, at));
  if (kind === 'sent') {
    const isOpen = statusTable[record.state].isAtBox && !statusTable[record.state].isFinal;
    return isOpen || record.sentAt !== null
      ? { ...record, sentAt: earlier(record.sentAt), lastSentAt: record.lastSentAt ?? at }
      : record;
  }
  if (kind === 'cancelled') {
    const isCancelled = record.state === 'cancelled' && details.finishedAt !== null;
    if (!isCancelled) return record;
    const cancelledBy = by === null ? details.cancelledBy : asciiLowerCase(by);
    const told = { finishedAt: earlier(details.finishedAt), ...(cancelledBy && { cancelledBy }) };
    return { ...record, details: { ...details, ...told } };
  }
  if (signer === null) return record;
  if (kind === 'viewed') {
    const signers = record.signers.map((one) =>
      one.email !== null && isSameAddress(one.email, signer)
        ? { ...one, hasViewed: true, viewedSeenAt: earlier(one.viewedSeenAt) }
        : one,
    );
    return { ...record, signers };
  }
  const email = asciiLowerCase(signer);
  const known = details.forwarded ?? [];
  if (kind !== 'forwarded' || known.some((one) => one.from === email && one.at === at)) return record;
  const forwarded = [...known, { from: email, to: null, at }].sort((one, other) => one.at - other.at);
  return { ...record, details: { ...details, forwarded } };
}

/**
 * Fills in the new signer of a request that was passed on, since Box's event names only the old one. Does so only if
 * one new signer is missing, and the list of signers has exactly one person whom we did not ask: that one.
 */
export function withRecipient(record: SignRequest): SignRequest {
  const { details, signers } = record;
  const known = details.forwarded ?? [];
  if (known.filter(({ to }) => to === null).length !== 1 || hasForgottenPerson(record)) return record;
  const passedOn = known.flatMap(({ from, to }) => (to === null ? [from] : [from, to]));
  const asked = new Set([...passedOn, ...askedAddresses(record)].map(addressKey));
  const [to = null, ...more] = signers.flatMap(({ email, role, slackUserId }) => {
    const isAsked = email === null || slackUserId !== null || asked.has(addressKey(email));
    return isAsked || role === 'final_copy_reader' ? [] : [email];
  });
  if (to === null || more.length > 0) return record;
  const forwarded = known.map((one) => (one.to === null ? { ...one, to } : one));
  return { ...record, details: { ...details, forwarded } };
}

/** The addresses that the request was made for: those that were typed or, for a template, those in its roles. */
function askedAddresses({ form: { way, others, template } }: SignRequest): readonly string[] {
  if (way !== 'template') return readAddresses(others).addresses;
  const roles = template?.template?.roles ?? [];
  return roles.flatMap((_role, index) => (template && personInRole(template, index)?.email) ?? []);
}

/** Whether the request has ended and a forgotten person was removed from it. Box's answers still name that person. */
export function hasForgottenPerson({ state, signers, details }: SignRequest): boolean {
  return statusTable[state].isFinal && JSON.stringify([signers, details]).includes(FORGOTTEN);
}
