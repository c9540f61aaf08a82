/**
 * The life of a sign request: converting → created → sent → viewed → finalizing → signed, and how it ends otherwise.
 * Does what happens by the clock alone; what people do is in `sign-acts.ts`. Knows nothing of HTTP or tokens.
 */

import { freeName, makeFile } from './items.ts';
import { hasItsFiles } from './levels.ts';
import { mailOutcome, mailSigner } from './mail.ts';
import { recordEvent } from './request-events.ts';
import { logLines } from './signing-log.ts';
import type { BoxState, Signer, StoredSignRequest } from './state.ts';

const DAY_MS = 24 * 60 * 60 * 1000;
const REMINDER_DAYS = [3, 8, 13, 18];

/** How long Box converts and finalizes (ms), and the planned errors in which requests end instead. */
export interface Durations {
  conversionMs: number;
  finalizingMs: number;
  takePlannedError: TakePlannedError;
}

/** Returns the planned error status in place of this one, and counts it down; null: none. */
export type TakePlannedError = (insteadOf: 'sent' | 'signed') => string | null;

/** Statuses in which nobody has been mailed. */
export const UNSENT_STATUSES: ReadonlySet<string> = new Set(['converting', 'created']);
/** Statuses in which signers are being asked. */
export const ASKING_STATUSES: ReadonlySet<string> = new Set(['sent', 'viewed']);

/** The people who are asked to act: no readers, and nobody who passed the request on. */
export function actingSigners(request: StoredSignRequest): Signer[] {
  return request.signers.filter(
    (signer) => signer.role !== 'final_copy_reader' && signer.forwardedTo === undefined,
  );
}

/** The number by which signers are sorted into turns. */
function rank(signer: Signer): number {
  // Approvers act before signers, whatever their numbers; no number counts as the first.
  return (signer.role === 'approver' ? 0 : 1_000_000) + (signer.order ?? 0);
}

/** The signers who still have to act. One member of a group acts for the whole group. */
export function openSigners(request: StoredSignRequest): Signer[] {
  const all = actingSigners(request);
  const groupOf = ({ given }: Signer): unknown => given['signer_group_id'];
  const settled = new Set(all.filter(({ decision }) => decision !== null).map(groupOf));
  return all.filter((one) => one.decision === null && !(groupOf(one) && settled.has(groupOf(one))));
}

/** The signers whose turn it is: those of the lowest order who have not decided. */
export function presentGroup(request: StoredSignRequest): Signer[] {
  const open = openSigners(request);
  const lowest = Math.min(...open.map(rank));
  return open.filter((signer) => rank(signer) === lowest);
}

/** Mails those signers of the present group (whose turn it is) who have not been mailed yet. */
export function invite(state: BoxState, request: StoredSignRequest, at: number): void {
  for (const signer of presentGroup(request).filter((one) => one.mailedAt === null)) {
    signer.mailedAt = at;
    request.lastSentAt = at;
    recordEvent(state, request, 'assigned', at, signer);
    mailInvitation(state, request, signer, 'invitation', at);
  }
}

/** Mails a signer; a bounce is reported to the sender. */
function mailInvitation(
  state: BoxState,
  request: StoredSignRequest,
  signer: Signer,
  kind: 'invitation' | 'reminder',
  at: number,
): void {
  if (state.bouncing.includes(signer.email.toLowerCase())) bounce(state, request, signer, at);
  else mailSigner(state, request, signer, kind, at);
}

/** Records that mail to a signer bounced, and reports that to the sender. */
export function bounce(state: BoxState, request: StoredSignRequest, signer: Signer, at: number): void {
  request.bounced.push(signer.email);
  const to = senderAddress(state, request);
  mailOutcome(state, request, 'bounced', { to, info: signer.email, at });
  recordEvent(state, request, 'bounced', at, signer);
}

/** Sends the request to the first group, or ends it in a planned error. */
export function send(
  state: BoxState,
  request: StoredSignRequest,
  at: number,
  takePlannedError: TakePlannedError,
): void {
  const error = takePlannedError('sent');
  if (error !== null) {
    fail(request, error, at);
    return;
  }
  request.status = 'sent';
  request.sentAt = at;
  recordEvent(state, request, 'sent', at);
  invite(state, request, at);
  // A sender who is the only signer need not open it (https://developer.box.com/guides/box-sign/sign-events).
  const [only, ...others] = actingSigners(request);
  const isAlone = only?.email.toLowerCase() === senderAddress(state, request)[0]?.toLowerCase();
  if (isAlone && others.length === 0) request.status = 'viewed';
}

/** Mails the present group (the signers whose turn it is) again. */
export function remind(state: BoxState, request: StoredSignRequest, at: number): void {
  request.lastSentAt = at;
  for (const signer of presentGroup(request)) mailInvitation(state, request, signer, 'reminder', at);
}

/** Puts the request into a final status. */
export function end(request: StoredSignRequest, status: string, at: number): void {
  request.status = status;
  request.finishedAt = at;
}

function fail(request: StoredSignRequest, status: string, at: number): void {
  request.errorCode = `${status.replace(/^error_?/, '') || 'unknown'}_failed`;
  end(request, status, at);
}

/** Addresses of all signers who were mailed, except those who passed the request on. */
export function mailedAddresses(request: StoredSignRequest): string[] {
  return actingSigners(request)
    .filter((signer) => signer.mailedAt !== null)
    .map((signer) => signer.email);
}

/** The sender's address, as a list of one. */
export function senderAddress(state: BoxState, request: StoredSignRequest): string[] {
  const sender = state.users[request.senderId];
  return sender === undefined ? [] : [sender.login];
}

/** Ends a request as signed, or in a planned error. */
function complete(
  state: BoxState,
  request: StoredSignRequest,
  at: number,
  { takePlannedError }: Durations,
): void {
  const error = takePlannedError('signed');
  if (error !== null) {
    fail(request, error, at);
    recordEvent(state, request, 'not-finalized', at);
    return;
  }
  end(request, 'signed', at);
  const name = `${request.name.replace(/\.pdf$/i, '')} Signing Log.pdf`;
  const log = makeFile(state, request.senderId, {
    name: freeName(state, request.folderId, request.senderId, name),
    folderId: request.folderId,
    at,
    content: {
      kind: 'page',
      lines: logLines(state, request, at),
    },
  });
  request.logFileId = log.id;
  const everyone = [...request.signers.map((signer) => signer.email), ...senderAddress(state, request)];
  mailOutcome(state, request, 'completed', { to: everyone, at });
  recordEvent(state, request, 'completed', at);
}

/** Ends the conversion: the request is created, sent, or failed. */
function convert(
  state: BoxState,
  request: StoredSignRequest,
  at: number,
  { takePlannedError }: Durations,
): void {
  if (request.sourceIds.some((id) => state.files[id]?.unconvertible === true)) {
    request.errorCode = 'conversion_failed';
    end(request, 'error_converting', at);
    return;
  }
  recordEvent(state, request, 'converted', at);
  if (request.preparation) request.status = 'created';
  else send(state, request, at, takePlannedError);
}

function expire(state: BoxState, request: StoredSignRequest, at: number): void {
  end(request, 'expired', at);
  recordEvent(state, request, 'expired', at);
  mailOutcome(state, request, 'expired', {
    to: [...mailedAddresses(request), ...senderAddress(state, request)],
    at,
  });
}

/** Something that happens by the clock, and when. */
type Due = {
  at: number;
  run: (state: BoxState, request: StoredSignRequest, at: number, durations: Durations) => void;
};

function nextDue(request: StoredSignRequest, durations: Durations): Due | null {
  const due: Due[] = [];
  if (request.status === 'converting')
    due.push({ at: request.createdAt + durations.conversionMs, run: convert });
  if (request.status === 'finalizing' && request.finalizingAt !== null) {
    due.push({ at: request.finalizingAt + durations.finalizingMs, run: complete });
  }
  const open = UNSENT_STATUSES.has(request.status) || ASKING_STATUSES.has(request.status);
  if (open && request.expiresAt !== null) due.push({ at: request.expiresAt, run: expire });
  const day = REMINDER_DAYS[request.remindersSent];
  if (
    ASKING_STATUSES.has(request.status) &&
    request.reminders &&
    request.sentAt !== null &&
    day !== undefined
  ) {
    const run: Due['run'] = (state, one, at) => {
      one.remindersSent += 1;
      // Skipped, not delayed: a file that returns from the trash brings no reminders of the days that have passed.
      if (hasItsFiles(state, one)) remind(state, one, at);
    };
    due.push({ at: request.sentAt + day * DAY_MS, run });
  }
  due.sort((a, b) => a.at - b.at);
  return due[0] ?? null;
}

/** Does everything that is due by `now`, each at its own time, earliest first. True when anything was due. */
export function advance(
  state: BoxState,
  request: StoredSignRequest,
  now: number,
  durations: Durations,
): boolean {
  for (let hasMoved = false; ; hasMoved = true) {
    const due = nextDue(request, durations);
    if (due === null || due.at > now) return hasMoved;
    due.run(state, request, due.at, durations);
  }
}
