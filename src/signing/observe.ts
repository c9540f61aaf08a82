/**
 * The one door for facts: whatever Box just told us about a sign request, from whatever source, becomes
 * part of the record here and nowhere else. Merging is monotonic: a final state never changes, a view or a
 * decision once seen is never unset, and answers may arrive late, twice and in any order.
 */
import type { Observation, ObservedSigner, Signer, SignRequest, Step } from './sign-request.ts';
import { readStatus, statusTable } from './status.ts';

/**
 * Merges what Box said into the record.
 *
 * @param now time of receipt (ms); serves for "as of", and for what Box does not date itself.
 * @returns the record, and a `redraw` when anything beside "as of" changed.
 */
export function observe(
  record: SignRequest,
  seen: Observation,
  now: number,
): { record: SignRequest; steps: Step[] } {
  if (record.boxId !== null && record.boxId !== seen.boxId) return noticeDuplicate(record, seen);
  const merged = mergeFacts(record, seen, now);
  const isNews =
    JSON.stringify({ ...merged, observedAt: null }) !== JSON.stringify({ ...record, observedAt: null });
  return { record: merged, steps: isNews ? [{ name: 'redraw' }] : [] };
}

/** A second request at Box that carries our id: kept in sight, so that it can be cancelled. */
function noticeDuplicate(record: SignRequest, seen: Observation): { record: SignRequest; steps: Step[] } {
  if (record.details.duplicateBoxId === seen.boxId) return { record, steps: [] };
  const details = { ...record.details, duplicateBoxId: seen.boxId };
  return { record: { ...record, details }, steps: [{ name: 'redraw' }] };
}

function mergeFacts(record: SignRequest, seen: Observation, now: number): SignRequest {
  const state = mergeState(record, seen);
  const isOut = statusTable[state].isOut;
  const isOver = statusTable[state].isFinal;
  const isPreparing = state === 'converting' || state === 'created';
  const sentAt = record.sentAt ?? (isOut ? now : null);
  return {
    ...record,
    state,
    boxId: seen.boxId,
    shortId: seen.shortId ?? record.shortId,
    prepareUrl: isPreparing ? (seen.prepareUrl ?? record.prepareUrl) : null,
    refusal: null,
    signers: mergeSigners(record.signers, seen, now),
    sentAt,
    lastSentAt: record.lastSentAt ?? sentAt,
    observedAt: Math.max(record.observedAt ?? 0, now),
    details: {
      ...record.details,
      name: seen.name ?? record.details.name,
      folder: mergeFolder(record, seen),
      files: seen.files.length > 0 ? seen.files : record.details.files,
      filesReady: record.details.filesReady || (state === 'signed' && seen.filesReady),
      signingLogId: seen.signingLogId ?? record.details.signingLogId,
      expiresAt: seen.expiresAt ?? record.details.expiresAt,
      finishedAt: record.details.finishedAt ?? (isOver ? (seen.finishedAt ?? now) : null),
      errorCode: seen.errorCode ?? record.details.errorCode,
      unknownStatus: state === 'unknown' ? seen.status : null,
      senderEmail: seen.senderEmail ?? record.details.senderEmail,
    },
  };
}

function mergeState(record: SignRequest, seen: Observation): SignRequest['state'] {
  const before = statusTable[record.state];
  const said = readStatus(seen.status);
  if (before.isFinal) return record.state;
  return statusTable[said].rank >= before.rank ? said : record.state;
}

/** Box's answers often carry the folder's id alone; a name that we know stays. */
function mergeFolder(record: SignRequest, seen: Observation): SignRequest['details']['folder'] {
  const known = record.details.folder;
  if (seen.folder === null) return known;
  const name = seen.folder.name ?? (known?.id === seen.folder.id ? known.name : null);
  return { id: seen.folder.id, name: name ?? '' };
}

/**
 * Box's list of signers is the truth (the requester may have changed it while preparing); the sender whom
 * Box adds by itself as a reader of the final copy is left out.
 */
function mergeSigners(ours: readonly Signer[], seen: Observation, now: number): readonly Signer[] {
  const told = seen.signers.filter((signer) => !isAutomaticSender(signer, ours, seen.senderEmail));
  if (told.length === 0) return ours;
  const merged = told.map((signer) => mergeSigner(findOurs(ours, signer), signer, now));
  const gone = ours.filter(
    (mine) =>
      (mine.hasViewed || mine.decision !== null) && !told.some((signer) => signer.email === mine.email),
  );
  return [...merged, ...gone];
}

function isAutomaticSender(signer: ObservedSigner, ours: readonly Signer[], sender: string | null): boolean {
  const isReader = signer.role === 'final_copy_reader';
  const isSender = sender === null || signer.email === null || signer.email === sender.toLowerCase();
  return (
    isReader && isSender && !ours.some((mine) => mine.email === signer.email && mine.role === signer.role)
  );
}

function findOurs(ours: readonly Signer[], signer: ObservedSigner): Signer | undefined {
  return ours.find((mine) => mine.email !== null && mine.email === signer.email);
}

function mergeSigner(mine: Signer | undefined, told: ObservedSigner, now: number): Signer {
  const hasViewed = (mine?.hasViewed ?? false) || told.hasViewed;
  const isDecidedBefore = mine !== undefined && mine.decision !== null;
  return {
    slackUserId: mine?.slackUserId ?? null,
    email: told.email,
    name: mine?.name ?? null,
    role: told.role,
    order: told.order,
    hasViewed,
    viewedSeenAt: mine?.viewedSeenAt ?? (hasViewed ? now : null),
    decision: isDecidedBefore ? mine.decision : told.decision,
    decidedAt: isDecidedBefore ? (mine.decidedAt ?? told.decidedAt) : told.decidedAt,
    reason: isDecidedBefore ? (mine.reason ?? told.reason) : told.reason,
  };
}
