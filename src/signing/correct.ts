/** Addresses that mail may not have reached: which these are, and the form with corrected ones. Pure. */
import { addressKey } from './address.ts';
import { isRequester } from './asking.ts';
import type { FormValues } from './form.ts';
import { awaitedSigners, emailedSigners } from './observe.ts';
import { readAddresses } from './read-addresses.ts';
import type { Signer, SignRequest } from './sign-request.ts';
import { markedBy, refersTo, signerRef } from './signer-choices.ts';
import { readSigners } from './signers.ts';
import { canChange, waitingSince } from './status.ts';

/**
 * The signers whose mail bounced, or may have, and who have not viewed the request since; empty: nothing to correct.
 */
export function bouncedSigners(record: SignRequest): readonly Signer[] {
  const emails = new Set((record.details.bounced?.emails ?? []).map(addressKey));
  if (emails.size === 0 || !canChange(record)) return [];
  return awaitedSigners(record).filter(({ email }) => email !== null && emails.has(addressKey(email)));
}

/** When a signer has not opened the request for this long (ms) after Box's email, their address may be wrong. */
const unopenedMs = 2 * 24 * 60 * 60_000;

/**
 * From when (ms) the card asks whether a signer's address is right; null: never. It asks only about open requests that
 * the requester can change, and only about signers whom Box has emailed and who have not opened the request, not about
 * the requester.
 */
export function addressDoubtfulAt(record: SignRequest, signer: Signer): number | null {
  const { state, details } = record;
  const isOpen = (state === 'sent' || state === 'viewed') && !details.goneAt && canChange(record);
  const isEmailed = emailedSigners(record).includes(signer);
  const since = waitingSince(record);
  if (!isOpen || !isEmailed || isRequester(record, signer) || since === null) return null;
  // A signer to whom the request was passed on was emailed only then.
  const passedOn = (details.forwarded ?? []).flatMap(({ to, at }) => (to === signer.email ? at : []));
  return Math.max(since, ...passedOn) + unopenedMs;
}

/** A signer whom mail did not reach, and their corrected address. */
export interface Correction {
  readonly signer: Signer;
  readonly email: string;
}

/**
 * Whether the request still has the signers of its form. If the requester changed them in Box while placing the fields,
 * a corrected form would undo that.
 */
export function isAsTyped({ form, signers, requester }: SignRequest): boolean {
  // The form of a template asks for each role by itself, so its addresses are corrected in the form.
  if (form.way === 'template') return false;
  const read = readSigners({ ...form, requester });
  if ('refusals' in read || read.signers.length !== signers.length) return false;
  return read.signers.every((typed) => signers.some((one) => refersTo(signerRef(typed), one)));
}

/** The form with the corrected addresses. Signers who were picked from the workspace stay as they are. */
export function correctedForm(form: FormValues, corrections: readonly Correction[]): FormValues {
  const replaced = (who: string): string =>
    corrections.find(({ signer }) => refersTo(who, signer))?.email ?? who;
  const { marked, places } = form.signerChoices;
  return {
    ...form,
    others: readAddresses(form.others).addresses.map(replaced).join(', '),
    signerChoices: {
      marked: markedBy((id) => marked[id].map(replaced)),
      places: places.map(({ who, place }) => ({ who: replaced(who), place })),
    },
  };
}
