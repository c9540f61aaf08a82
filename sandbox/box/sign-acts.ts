/**
 * What people do to a sign request: the sender sends, resends and cancels, signers view, sign and decline. Each act
 * refuses what Box refuses. Must not know about HTTP or tokens.
 */

import type { Mark, Signature } from './content.ts';
import { BoxRefusal } from './errors.ts';
import { emptyInput, inputsOf } from './fields.ts';
import { type Filling, marksOf } from './filling.ts';
import { freeName, makeFile } from './items.ts';
import { mailOutcome } from './mail.ts';
import { recordEvent } from './request-events.ts';
import {
  ASKING_STATUSES,
  actingSigners,
  end,
  invite,
  mailedAddresses,
  openSigners,
  presentGroup,
  remind,
  send,
  senderAddress,
  type TakePlannedError,
  UNSENT_STATUSES,
} from './sign-status.ts';
import { makeSigner } from './signers.ts';
import { type BoxState, nextId, SECRET_MARK, type Signer, type StoredSignRequest } from './state.ts';

/** How long (ms) after a mail to outstanding signers the sender may not remind them. */
const RESEND_PAUSE_MS = 10 * 60 * 1000;

/** How a signer signs. */
export interface Signing extends Filling {
  readonly typed: boolean;
  /** The name as the signer saw it, a PNG in base64; null or absent: none was sent. */
  readonly picture?: string | null;
}

/** Sends a prepared request: the sender placed the fields and pressed Send on the preparation page. */
export function sendPrepared(
  state: BoxState,
  request: StoredSignRequest,
  message: string | null,
  at: number,
  takePlannedError: TakePlannedError,
): void {
  if (request.status !== 'created')
    throw new BoxRefusal(409, 'not_in_preparation', `It is ${request.status}`);
  if (message !== null) request.message = message;
  for (const signer of actingSigners(request)) {
    const own = request.fields.filter((field) => field.signer === signer.email);
    signer.inputs = own.length > 0 ? inputsOf(own) : [emptyInput('signature', 0), emptyInput('text', 0)];
  }
  send(state, request, at, takePlannedError);
}

/** Whether it is this signer's turn to act. */
export function isAsked(request: StoredSignRequest, signer: Signer): boolean {
  return ASKING_STATUSES.has(request.status) && presentGroup(request).includes(signer);
}

function mustBeAsked(request: StoredSignRequest, signer: Signer): void {
  if (!isAsked(request, signer))
    throw new BoxRefusal(409, 'not_asked', `${signer.email} has nothing to sign: ${request.status}`);
}

/** Records that a signer opened the document. */
export function view(state: BoxState, request: StoredSignRequest, signer: Signer, at: number): void {
  mustBeAsked(request, signer);
  const isFirst = !signer.viewed;
  signer.viewed = true;
  signer.viewedAt ??= at;
  if (request.status === 'sent') request.status = 'viewed';
  if (isFirst) recordEvent(state, request, 'viewed', at, signer);
}

/** Records that a signer signs: adds a version, then asks the next group, or finalizes the request. */
export function sign(state: BoxState, request: StoredSignRequest, signer: Signer, how: Signing): void {
  view(state, request, signer, how.at);
  if (how.typed && request.given['are_text_signatures_enabled'] === false) {
    throw new BoxRefusal(409, 'typed_signature_not_allowed', 'This request takes no typed signatures');
  }
  const marks = marksOf(request, signer, how);
  signer.decision = { type: 'signed', at: how.at, info: null };
  for (const one of signer.inputs) one['text_value'] = `${SECRET_MARK}-input-${signer.email}`;
  addVersions(state, request, marks, {
    email: signer.email,
    shown: how.shown,
    at: how.at,
    ...(how.picture == null ? {} : { pictureBase64: how.picture }),
  });
  const isLast = openSigners(request).length === 0;
  if (isLast) {
    request.status = 'finalizing';
    request.finalizingAt = how.at;
  }
  recordEvent(state, request, 'signed', how.at, signer);
  if (!isLast) {
    invite(state, request, how.at);
  }
}

function addVersions(
  state: BoxState,
  request: StoredSignRequest,
  marks: ReadonlyMap<string, readonly Mark[]>,
  by: Signature,
): void {
  for (const id of request.signFileIds) {
    const file = state.files[id];
    const last = file?.versions.at(-1);
    if (file === undefined || last === undefined) continue;
    const signature = marks.size === 0 ? by : { ...by, marks: marks.get(id) ?? [] };
    const content =
      last.content.kind === 'signed'
        ? { ...last.content, signatures: [...last.content.signatures, signature] }
        : { kind: 'signed' as const, base: last.content, signatures: [signature] };
    file.versions.push({ id: nextId(state, '14'), at: signature.at, content });
  }
}

/** Records that a signer declines: nobody else is asked; the sender and all others who were mailed are told. */
export function decline(
  state: BoxState,
  request: StoredSignRequest,
  signer: Signer,
  reason: string,
  at: number,
): void {
  view(state, request, signer, at);
  signer.decision = { type: 'declined', at, info: reason };
  end(request, 'declined', at);
  recordEvent(state, request, 'declined', at, signer);
  const to = [...mailedAddresses(request), ...senderAddress(state, request)].filter(
    (one) => one !== signer.email,
  );
  mailOutcome(state, request, 'declined', { to, info: reason, at });
}

/**
 * A signer passes the request on: another person is asked in their place. What Box shows of the former signer is not
 * documented.
 */
export function forward(
  state: BoxState,
  request: StoredSignRequest,
  signer: Signer,
  to: string,
  at: number,
): void {
  view(state, request, signer, at);
  if (request.signers.some((one) => one.email.toLowerCase() === to.toLowerCase()))
    throw new BoxRefusal(409, 'already_a_signer', `${to} is in this request already`);
  signer.forwardedTo = to;
  // The system that embeds Box Sign set these two fields for the former signer; the new signer does not get them.
  const { embed_url_external_user_id: _user, suppress_notifications: _silent, ...given } = signer.given;
  const next = makeSigner({ ...given, email: to, role: signer.role, order: signer.order });
  next.inputs = signer.inputs;
  request.signers.splice(request.signers.indexOf(signer) + 1, 0, next);
  request.fields = request.fields.map((field) =>
    field.signer === signer.email ? { ...field, signer: to } : field,
  );
  recordEvent(state, request, 'forwarded', at, signer);
  invite(state, request, at);
}

/** Adds a signer's file, which goes into the request's folder. */
export function attach(
  state: BoxState,
  request: StoredSignRequest,
  signer: Signer,
  added: { readonly name: string; readonly bytes: Buffer },
  at: number,
): void {
  mustBeAsked(request, signer);
  const file = makeFile(state, request.senderId, {
    name: freeName(state, request.folderId, request.senderId, added.name),
    folderId: request.folderId,
    at,
    content: { kind: 'bytes', base64: added.bytes.toString('base64') },
  });
  signer.attachments = [...(signer.attachments ?? []), { id: file.id, name: file.name }];
}

/** Reminds the signers whose turn it is. Refused when nobody is being asked, and for ten minutes after a mail. */
export function resend(state: BoxState, request: StoredSignRequest, at: number): void {
  if (!ASKING_STATUSES.has(request.status)) {
    throw new BoxRefusal(400, 'bad_request', `A request that is ${request.status} cannot be resent`);
  }
  if (request.lastSentAt !== null && at < request.lastSentAt + RESEND_PAUSE_MS) {
    throw new BoxRefusal(400, 'bad_request', 'A request can be resent once in 10 minutes');
  }
  remind(state, request, at);
}

/** Cancels a request that is unsent or still needs signers to act; everyone who was mailed is told. */
export function cancel(state: BoxState, request: StoredSignRequest, reason: string | null, at: number): void {
  if (!UNSENT_STATUSES.has(request.status) && !ASKING_STATUSES.has(request.status)) {
    throw new BoxRefusal(400, 'bad_request', `A request that is ${request.status} cannot be cancelled`);
  }
  end(request, 'cancelled', at);
  recordEvent(state, request, 'cancelled', at);
  mailOutcome(state, request, 'cancelled', { to: mailedAddresses(request), info: reason ?? '', at });
}
