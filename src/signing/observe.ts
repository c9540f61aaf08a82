/**
 * Merges what Box has just said about a sign request into its record. Every answer to any call goes through here; only
 * what the event stream alone says is merged in `observe-event.ts`. Merging is monotonic: a final state never changes,
 * a view or a decision once seen is never unset, and answers may arrive late, twice and in any order.
 */
import { addressKey, isSameAddress } from './address.ts';
import { hasForgottenPerson, withRecipient } from './observe-event.ts';
import { isAwaitingNews } from './polling.ts';
import type {
  Decision,
  Details,
  NamedItem,
  Observation,
  ObservedSigner,
  Signer,
  SignRequest,
} from './sign-request.ts';
import { canPlaceFields, readStatus, signersOnTurn, statusTable } from './status.ts';
import { type Work, work } from './work.ts';

/**
 * Merges what Box said into the record.
 *
 * @param now time of receipt (ms); used for "as of", and where Box gives no time
 * @returns the record, and a `redraw` when anything besides "as of" changed
 */
export function observe(
  record: SignRequest,
  seen: Observation,
  now: number,
): { record: SignRequest; steps: Work[] } {
  if (record.boxId !== null && record.boxId !== seen.boxId) return noticeDuplicate(record, seen);
  const merged = hasForgottenPerson(record)
    ? mergeWithoutPeople(record, seen, now)
    : withRecipient(mergeFacts(record, seen, now));
  const isNews =
    JSON.stringify({ ...merged, observedAt: null }) !== JSON.stringify({ ...record, observedAt: null });
  if (!isNews) return { record: merged, steps: [] };
  const details = record.boxId === null ? merged.details : { ...merged.details, newsAt: now };
  return { record: { ...merged, details }, steps: [work.redraw({ requestId: record.id })] };
}

/** Box answered that the request or its files were deleted. Null: no news is awaited about the request. */
export function observeGone(record: SignRequest, now: number): Decision | null {
  if (!isAwaitingNews(record)) return null;
  return {
    record: { ...record, details: { ...record.details, goneAt: now } },
    steps: [work.redraw({ requestId: record.id })],
  };
}

/** Box did not let the requester read the request, so it is not polled again soon. */
export function observeReadDenied(record: SignRequest, now: number): Decision | null {
  return { record: { ...record, details: { ...record.details, refusedAt: now } }, steps: [] };
}

/**
 * A mail to a signer bounced, which Box reports by webhook only. Only signers on turn whom Box mails, and who have
 * neither viewed nor decided, can be meant. Null: nothing changes.
 * @param emails addresses that Box names, possibly all signers'; empty: it names none, so any awaited one may be meant
 */
export function observeBounce(record: SignRequest, emails: readonly string[], now: number): Decision | null {
  if (statusTable[record.state].isFinal) return null;
  const known = record.details.bounced?.emails ?? [];
  const named = new Set([...emails, ...known].map(addressKey));
  const waiting = emailedSigners(record).flatMap(({ email }) => email ?? []);
  const who = waiting.filter((email) => emails.length === 0 || named.has(addressKey(email)));
  // A repeated report changes nothing.
  if (who.length === 0 || who.join() === known.join()) return null;
  const details = { ...record.details, bounced: { at: now, emails: who }, newsAt: now };
  return { record: { ...record, details }, steps: [work.redraw({ requestId: record.id })] };
}

/** The signers on turn who have not viewed the request. Box mails them, unless they sign from Slack or in person. */
export function awaitedSigners({ signers }: SignRequest): readonly Signer[] {
  return signersOnTurn(signers).filter(({ hasViewed }) => !hasViewed);
}

/** The signers on turn whom Box has emailed, and who have not viewed the request. */
export function emailedSigners(record: SignRequest): readonly Signer[] {
  return awaitedSigners(record).filter(({ signsHere, isInPerson }) => !signsHere && !isInPerson);
}

/** An ended request from which a person's data was deleted: takes over nothing that would restore people or names. */
function mergeWithoutPeople(record: SignRequest, seen: Observation, now: number): SignRequest {
  const { details } = record;
  const filesReady = details.filesReady || (hasStatus(seen, 'signed') && seen.filesReady);
  return {
    ...record,
    observedAt: Math.max(record.observedAt ?? 0, now),
    details: { ...details, filesReady, signingLogId: seen.signingLogId ?? details.signingLogId },
  };
}

/** A second request in Box has our id: shown while it can be signed, so that its requester cancels it in Box. */
function noticeDuplicate(record: SignRequest, seen: Observation): { record: SignRequest; steps: Work[] } {
  const known = record.details.duplicateBoxId;
  const isOver = statusTable[readStatus(seen.status)].isFinal;
  const stillKnown = isOver && known === seen.boxId ? null : known;
  const duplicateBoxId = stillKnown ?? (isOver ? null : seen.boxId);
  if (duplicateBoxId === known) return { record, steps: [] };
  const duplicateFileId = duplicateBoxId === seen.boxId ? (seen.files[0]?.id ?? null) : null;
  const details = { ...record.details, duplicateBoxId, duplicateFileId };
  return { record: { ...record, details }, steps: [work.redraw({ requestId: record.id })] };
}

function mergeFacts(record: SignRequest, seen: Observation, now: number): SignRequest {
  const state = mergeState(record, seen);
  const isOver = statusTable[state].isFinal;
  const isPreparing = state === 'converting' || state === 'created';
  const isLate = isLateAnswer(record, seen);
  const newer = <T>(told: T | null, known: T | null) => (isLate ? (known ?? told) : (told ?? known));
  const signers = mergeSigners(record.signers, seen, { isLate, now });
  const sentAt = record.sentAt ?? (wasSent(state, seen, signers) ? now : null);
  const { details } = record;
  return {
    ...record,
    state,
    boxId: seen.boxId,
    shortId: newer(seen.shortId, record.shortId),
    prepareUrl: isPreparing ? newer(seen.prepareUrl, record.prepareUrl) : null,
    refusal: null,
    signers,
    sentAt,
    lastSentAt: record.lastSentAt ?? sentAt,
    observedAt: Math.max(record.observedAt ?? 0, now),
    details: {
      ...details,
      name: newer(seen.name, details.name),
      folder: mergeFolder(details.folder, seen.folder, isLate),
      files: newer(nullIfEmpty(seen.files), nullIfEmpty(details.files)) ?? [],
      // A copy may be ready for download before everyone has signed, but it is not the signed copy.
      filesReady: details.filesReady || (state === 'signed' && hasStatus(seen, 'signed') && seen.filesReady),
      signingLogId: newer(seen.signingLogId, details.signingLogId),
      expiresAt: newer(seen.expiresAt, details.expiresAt),
      finishedAt: isOver ? (seen.finishedAt ?? details.finishedAt ?? now) : details.finishedAt,
      errorCode: newer(seen.errorCode, details.errorCode),
      unknownStatus: state === 'unknown' ? seen.status : null,
      senderEmail: newer(seen.senderEmail, details.senderEmail),
      ...(details.goneAt ? { goneAt: null } : {}),
    },
  };
}

const hasStatus = (seen: Observation, state: SignRequest['state']) => readStatus(seen.status) === state;
const nullIfEmpty = <T>(list: readonly T[]) => (list.length > 0 ? list : null);

function mergeState(record: SignRequest, seen: Observation): SignRequest['state'] {
  const before = statusTable[record.state];
  if (before.isFinal || isLateAnswer(record, seen)) return record.state;
  return readStatus(seen.status);
}

/**
 * Whether Box reports an unknown status and the fields can no longer be placed. Whatever the status means, the request
 * is no longer being prepared.
 */
function hasLeftPreparation(record: SignRequest, seen: Observation): boolean {
  return canPlaceFields(record) && readStatus(seen.status) === 'unknown' && seen.prepareUrl === null;
}

/** Whether the answer is older than what is known: it adds what was missing and replaces nothing. */
function isLateAnswer(record: SignRequest, seen: Observation): boolean {
  if (hasLeftPreparation(record, seen)) return false;
  return statusTable[readStatus(seen.status)].rank < statusTable[record.state].rank;
}

/** Whether the request was sent: a cancelled, expired or failed one may not have been, unless a signer acted on it. */
function wasSent(state: SignRequest['state'], seen: Observation, signers: readonly Signer[]): boolean {
  return (
    statusTable[readStatus(seen.status)].provesSent || (statusTable[state].isMailed && signers.some(hasActed))
  );
}

/** The folder, with its known name where Box's answer has only the id, as it often does. */
function mergeFolder(
  known: NamedItem | null,
  told: Observation['folder'],
  isLate: boolean,
): Details['folder'] {
  if (told === null || (isLate && known !== null && known.id !== told.id)) return known;
  const knownName = known?.id === told.id && known.name !== '' ? known.name : null;
  const name = isLate ? (knownName ?? told.name) : (told.name ?? knownName);
  return { id: told.id, name: name ?? '' };
}

/**
 * Takes over Box's list of signers, which the requester may have changed while preparing; a late answer only adds to
 * ours. Leaves out the sender, whom Box adds as a final copy reader. Keeps signers who have viewed or decided, even if
 * they are on one list only.
 */
function mergeSigners(
  ours: readonly Signer[],
  seen: Observation,
  { isLate, now }: { readonly isLate: boolean; readonly now: number },
): readonly Signer[] {
  const told = seen.signers
    .filter((signer) => !isAutomaticSender(signer, ours, seen.senderEmail))
    .map((signer) => mergeSigner(findOurs(ours, signer), signer, now));
  if (told.length === 0) return ours;
  if (!isLate) return [...told, ...activeOnlyIn(ours, told)];
  const listed = ours.map((mine) => {
    const merged =
      mine.email === null ? undefined : told.find((signer) => isSameAddress(signer.email, mine.email));
    return merged ? { ...merged, role: mine.role, order: mine.order } : mine;
  });
  return [...listed, ...activeOnlyIn(told, ours)];
}

/** Signers on this list who viewed or decided and are not on the other list. */
function activeOnlyIn(list: readonly Signer[], other: readonly Signer[]): readonly Signer[] {
  return list.filter(
    (one) => hasActed(one) && !other.some((signer) => isSameAddress(signer.email, one.email)),
  );
}

const hasActed = (signer: Signer) => signer.hasViewed || signer.decision !== null;

function isAutomaticSender(signer: ObservedSigner, ours: readonly Signer[], sender: string | null): boolean {
  const isReader = signer.role === 'final_copy_reader';
  const isSender = sender === null || signer.email === null || isSameAddress(signer.email, sender);
  return (
    isReader &&
    isSender &&
    !ours.some((mine) => isSameAddress(mine.email, signer.email) && mine.role === signer.role)
  );
}

function findOurs(ours: readonly Signer[], signer: ObservedSigner): Signer | undefined {
  return ours.find((mine) => mine.email !== null && isSameAddress(mine.email, signer.email));
}

function mergeSigner(mine: Signer | undefined, told: ObservedSigner, now: number): Signer {
  const hasViewed = (mine?.hasViewed ?? false) || told.hasViewed;
  const isDecidedBefore = mine !== undefined && mine.decision !== null;
  return {
    // Our own fields come first, as in a record read from the store, so that equal records compare as equal text.
    ...(mine ?? { slackUserId: null, name: null }),
    email: told.email,
    role: told.role,
    order: told.order,
    ...(told.groupId ? { groupId: told.groupId } : {}),
    ...(told.attachments?.length ? { attachments: told.attachments } : {}),
    hasViewed,
    viewedSeenAt: mine?.viewedSeenAt ?? (hasViewed ? now : null),
    decision: isDecidedBefore ? mine.decision : told.decision,
    decidedAt: isDecidedBefore ? (mine.decidedAt ?? told.decidedAt) : told.decidedAt,
    reason: isDecidedBefore ? (mine.reason ?? told.reason) : told.reason,
  };
}
