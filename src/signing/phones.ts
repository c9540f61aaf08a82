/**
 * Phone numbers of signers who get a code by text message. They belong to the person, not to the form, so they are kept
 * apart from it: encrypted, and only until Box has the request or it is discarded.
 */
import type { Phone } from './form.ts';
import { withoutMarks } from './marks.ts';
import { quoted, visibleText } from './quote.ts';
import type { FieldRefusal } from './refusals.ts';
import type { Signer, SignRequest } from './sign-request.ts';
import { refersTo } from './signer-choices.ts';
import { statusTable } from './status.ts';

/** Punctuation that people write between digits; `(0)` is the digit that is left out when one calls from abroad. */
const between = /\(0\)|[\s()./\p{Pd}]/gu;
/** E.164: at most 15 digits, and no country code begins with 0. */
const international = /^\+[1-9]\d{6,14}$/;

/** The phone number in the form that Box accepts, or why it cannot be used. */
export function readPhone(typed: string): { readonly number: string } | { readonly refusal: FieldRefusal } {
  const written = visibleText(typed);
  if (written === '') return { refusal: { code: 'phone_missing_here' } };
  const number = withoutMarks(written.normalize('NFKC').replace(/^tel:/i, ''))
    .replace(between, '')
    .replace(/^00/, '+');
  if (international.test(number)) return { number };
  return { refusal: { code: 'phone_not_international', text: quoted(written, 40) } };
}

/** The phone number of a signer; null: there is none. */
export function phoneOf(phones: readonly Phone[], signer: Signer): string | null {
  return phones.find(({ who }) => refersTo(who, signer))?.number ?? null;
}

/** Whether a signer is to get a code by text message, and there is no phone number to send it to. */
export function isPhoneMissing(signers: readonly Signer[], phones: readonly Phone[]): boolean {
  return signers.some((signer) => signer.check === 'phone' && phoneOf(phones, signer) === null);
}

/** The phone numbers of those signers who get a code by text message. */
export function phonesNeeded(signers: readonly Signer[], phones: readonly Phone[]): readonly Phone[] {
  return phones.filter(({ who }) =>
    signers.some((signer) => signer.check === 'phone' && refersTo(who, signer)),
  );
}

/**
 * Whether phone numbers may still be needed: as far as we know Box does not have the request, and it was not discarded.
 */
export function mayNeedPhones({ state }: Pick<SignRequest, 'state'>): boolean {
  return !statusTable[state].isAtBox && state !== 'discarded';
}
