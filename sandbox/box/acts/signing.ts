/** The signing page, for anyone who has a signer's link: read, sign, decline, forward, attach files. */

import type { Place } from '../content.ts';
import { BoxRefusal, invalidParameter, notFound } from '../errors.ts';
import { placeFrom } from '../fields.ts';
import { hasItsFiles } from '../levels.ts';
import { signingLink } from '../mail.ts';
import { isConvertible, render } from '../pdf.ts';
import { pixelsOfPng } from '../picture.ts';
import { recordEvent } from '../request-events.ts';
import { attach, decline, forward, isAsked, sign, view } from '../sign-acts.ts';
import type { Signer, StoredSignRequest } from '../state.ts';
import { email, isRecord, itemName } from '../validate.ts';
import { type Act, BinaryResult, type ControlHandlers } from './act.ts';
import { requestDetails } from './prepare.ts';

/** Largest picture of a signature (bytes): enough for a typed name, too small for a photograph. */
const MAX_PICTURE_BYTES = 150_000;
/** Limit for the pixels of a signature's picture: a small PNG file can unpack to very many. */
const MAX_PICTURE_PIXELS = 4_000_000;
const MAX_LETTERS = 500;

/** A request, and the signer whose link was used. */
interface Signing {
  readonly request: StoredSignRequest;
  readonly signer: Signer;
}

/** The request and signer of a signing link; 404 for an unknown link, and when the request vanished with its files. */
function signingByLink(act: Act): Signing {
  const parts = /^https:\/\/app\.box\.com\/sign\/document\/([^/]+)\/([^/]+)$/.exec(act.text('link'));
  const request = act.state.signRequests[parts?.[1] ?? ''];
  const signer = request?.signers.find((one) => one.linkToken === parts?.[2]);
  if (request === undefined || signer === undefined || !hasItsFiles(act.state, request)) throw notFound();
  return { request, signer };
}

/** The request and signer of a signing link; 403 when the signer has a password and the call has another or none. */
function signingWithPassword(act: Act): Signing {
  const found = signingByLink(act);
  const { password } = found.signer;
  if (password !== null && password !== act.maybeText('password')) {
    throw new BoxRefusal(403, 'password_required', 'Wrong or missing password');
  }
  return found;
}

/**
 * The signer's state on the signing page: `yours` (it is their turn), `reader` (they only get the final copy),
 * `forwarded` (they passed it on), their decision, or `closed` (it is not their turn, or the request has ended).
 */
function turnOf({ request, signer }: Signing): string {
  if (signer.role === 'final_copy_reader') return 'reader';
  if (signer.forwardedTo !== undefined) return 'forwarded';
  if (signer.decision !== null) return signer.decision.type;
  return isAsked(request, signer) ? 'yours' : 'closed';
}

/** What the signing page shows; nothing but `needsPassword` while the call has no password and needs one. */
function signingPageFor(act: Act): Record<string, unknown> {
  const { signer, request } = signingByLink(act);
  if (signer.password !== null && act.maybeText('password') === null) return { needsPassword: true };
  const found = signingWithPassword(act);
  const turn = turnOf(found);
  const sender = act.state.users[request.senderId];
  return {
    needsPassword: false,
    ...requestDetails(act.state, request),
    status: request.status,
    turn,
    next: nextInPerson(act, found),
    email: signer.email,
    role: signer.role,
    sender: { name: sender?.name ?? 'Somebody', login: sender?.login ?? '' },
    takesTypedNames: request.given['are_text_signatures_enabled'] !== false,
    fields: request.fields.filter((field) => field.signer === signer.email),
    others: request.signers.map((one) => ({
      email: one.email,
      role: one.role,
      decision: one.forwardedTo === undefined ? (one.decision?.type ?? null) : 'forwarded',
    })),
  };
}

/**
 * The person who signs next on the same screen, and their signing link; null: nobody. Once the sender who opened the
 * embed URL has decided, and after each signer in person, Box shows the page of the next signer in person.
 */
function nextInPerson(act: Act, { request, signer }: Signing): { email: string; link: string } | null {
  const isInPerson = ({ given }: Signer): boolean => given['is_in_person'] === true;
  const isSender = signer.email.toLowerCase() === act.state.users[request.senderId]?.login.toLowerCase();
  const isHost = isSender && typeof signer.given['embed_url_external_user_id'] === 'string';
  if (signer.decision === null || !(isHost || isInPerson(signer))) return null;
  const next = request.signers.find((one) => isInPerson(one) && isAsked(request, one));
  return next ? { email: next.email, link: signingLink(request, next) } : null;
}

async function checkedPicture(act: Act): Promise<string | null> {
  const base64 = act.maybeText('picture');
  if (base64 === null) return null;
  const bytes = Buffer.from(base64, 'base64');
  const isSmall = bytes.length <= MAX_PICTURE_BYTES && pixelsOfPng(bytes) <= MAX_PICTURE_PIXELS;
  if (!isSmall || !(await isConvertible('signature.png', bytes)))
    throw invalidParameter('picture', 'must be a small PNG');
  return base64;
}

/** Where the signer put the signature on a document without fields; null: nowhere. */
function ownPlace(act: Act, request: StoredSignRequest): { fileId: string; place: Place } | null {
  const given = act.body['placed'];
  if (given === undefined) return null;
  const place = isRecord(given) ? placeFrom(given['place']) : null;
  const fileId = isRecord(given) ? given['fileId'] : null;
  if (place === null || typeof fileId !== 'string' || !request.signFileIds.includes(fileId)) {
    throw invalidParameter('placed', 'must be a place on a page of the document');
  }
  return { fileId, place };
}

/** The typed values by field id, each cut off after `MAX_LETTERS`. */
function valuesOf(act: Act): Map<string, string> {
  const given = act.body['values'];
  const entries = isRecord(given) ? Object.entries(given) : [];
  const texts = entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  return new Map(texts.map(([id, text]) => [id, text.slice(0, MAX_LETTERS)]));
}

async function handleSign(act: Act): Promise<unknown> {
  const { request, signer } = signingWithPassword(act);
  const typed = act.maybeText('typing');
  if (typed?.trim() === '') throw invalidParameter('typing', 'must be a name');
  const picture = await checkedPicture(act);
  sign(act.state, request, signer, {
    shown: typed?.slice(0, MAX_LETTERS) ?? `drawn by ${signer.email}`,
    typed: typed !== null,
    at: act.now,
    picture,
    placed: ownPlace(act, request),
    values: valuesOf(act),
  });
  return { next: nextInPerson(act, { request, signer })?.link ?? null };
}

async function documentOf(act: Act): Promise<BinaryResult> {
  const { request, signer } = signingWithPassword(act);
  const fileId = act.maybeText('fileId') ?? request.signFileIds[0] ?? '';
  const content = act.state.files[fileId]?.versions.at(-1)?.content;
  const wasAsked = signer.mailedAt !== null || request.status === 'signed';
  if (content === undefined || !request.signFileIds.includes(fileId) || !wasAsked) throw notFound();
  return new BinaryResult('application/pdf', await render(content));
}

export const signingPageHandlers: ControlHandlers = {
  'sign/look': signingPageFor,
  'sign/document': documentOf,
  'sign/view': (act) => {
    const { request, signer } = signingWithPassword(act);
    view(act.state, request, signer, act.now);
    return requestDetails(act.state, request);
  },
  'sign/sign': handleSign,
  'sign/forward': (act) => {
    const { request, signer } = signingWithPassword(act);
    const to = act.text('to').trim();
    const problem = email(to);
    if (problem !== null) throw invalidParameter('to', problem);
    forward(act.state, request, signer, to, act.now);
    return {};
  },
  'sign/attach': (act) => {
    const { request, signer } = signingWithPassword(act);
    const name = act.text('name');
    const problem = itemName(name);
    if (problem !== null) throw invalidParameter('name', problem);
    attach(act.state, request, signer, { name, bytes: Buffer.from(act.text('base64'), 'base64') }, act.now);
    return {};
  },
  'sign/downloaded': (act) => {
    const { request, signer } = signingWithPassword(act);
    recordEvent(act.state, request, 'downloaded', act.now, signer);
    return {};
  },
  'sign/decline': (act) => {
    const { request, signer } = signingWithPassword(act);
    const reason = act.text('reason');
    decline(act.state, request, signer, reason.slice(0, MAX_LETTERS), act.now);
    return {};
  },
};
