/** A sign request without one person: what is left when an address or a Slack user was taken out of it. */
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import type { Whose } from './personal-data.ts';

/** Stands where an address was; no mail can ever go there (RFC 2606). */
export const FORGOTTEN = 'forgotten@invalid';

/** Whether a signer is the person that is meant. */
export function isPerson(signer: Signer, whose: Whose): boolean {
  return 'email' in whose
    ? signer.email?.toLowerCase() === whose.email.toLowerCase()
    : signer.slackUserId === whose.user;
}

/**
 * The record without the person: not among the signers, not in what was typed, and not by the name or the
 * address by which the other words of it may know them. That somebody signed, and when, stays.
 */
export function forgottenRow(record: SignRequest, whose: Whose): SignRequest {
  const theirs = record.signers.filter((signer) => isPerson(signer, whose));
  const ids = theirs.flatMap(({ email, slackUserId }) => [email, slackUserId]);
  const known = [...ids, 'email' in whose ? whose.email : whose.user];
  const names = theirs.map(({ name }) => name);
  const { form } = record;
  return {
    ...record,
    signers: record.signers.map((signer) =>
      isPerson(signer, whose)
        ? { ...signer, slackUserId: null, name: null, email: FORGOTTEN, reason: null }
        : signer,
    ),
    form: {
      ...without(form, known),
      // A name may be a word of anything else, so it is looked for only in what was written to people.
      message: without(form.message, [...known, ...names]),
      subject: without(form.subject, [...known, ...names]),
      colleagues: 'email' in whose ? form.colleagues : form.colleagues.filter((id) => id !== whose.user),
    },
    details: without(record.details, known),
    fingerprint: without(record.fingerprint, known),
    refusal: record.refusal === null ? null : without(record.refusal, known),
  };
}

/** The value with every one of the words replaced in every text of it, in whatever letters they are written. */
function without<T>(value: T, words: readonly (string | null)[]): T {
  const wanted = words.flatMap((word) => (word === null || word === '' ? [] : [escaped(word)]));
  if (wanted.length === 0) return value;
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${wanted.join('|')})(?![\\p{L}\\p{N}])`, 'giu');
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(pattern, FORGOTTEN) : part,
  );
  return JSON.parse(text) as T;
}

function escaped(word: string): string {
  return word.replace(/[$()*+.?[\\\]^{|}/]/g, '\\$&');
}
