/** Removes one person, a Slack user or an address, from the record of a sign request. */
import { FORGOTTEN } from '../signing/address.ts';
import { optionRows } from '../signing/options.ts';
import { readAddresses } from '../signing/read-addresses.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { idAndAddressesOf, isPerson, namesTyped, type PersonIdentity, patternOf } from './identity.ts';

/**
 * The record without the person: their id and addresses are replaced wherever they appear, their names among the
 * signers and in texts that people have written. It still shows that somebody signed, and when.
 */
export function withoutPerson(record: SignRequest, identity: PersonIdentity): SignRequest {
  const theirs = record.signers.filter((signer) => isPerson(signer, identity));
  const ids = theirs.flatMap(({ email, slackUserId }) => [email ?? '', slackUserId ?? '']);
  const known = [...ids, ...idAndAddressesOf(identity)];
  const names = theirs.flatMap(({ name }) => name ?? []);
  // A name may be an ordinary word, so names are replaced only in texts that people have written.
  const words = [...known, ...names, ...identity.names, ...namesTyped(record.form, identity)];
  const { form, details, phones = [] } = record;
  const cancelled = details.cancelled;
  return {
    ...record,
    signers: record.signers.map((signer) =>
      isPerson(signer, identity)
        ? { ...signer, slackUserId: null, name: null, email: FORGOTTEN, reason: null }
        : { ...redact(signer, known), reason: redact(signer.reason, words) },
    ),
    ...(phones.length > 0 && { phones: phones.filter(({ who }) => redact(who, known) === who) }),
    form: {
      ...redact(form, known),
      others: redact(withoutNames(form.others, known), known),
      ...redact(proseOf(form), words),
      template: templateWithout(form.template, known, words),
      colleagues: form.colleagues.filter((id) => !known.includes(id)),
    },
    details: {
      ...redact(details, known),
      ...(details.subject === undefined ? {} : { subject: redact(details.subject, words) }),
      cancelled: cancelled && { ...redact(cancelled, known), reason: redact(cancelled.reason, words) },
    },
    fingerprint: redact(record.fingerprint, known),
    refusal: redact(record.refusal, words),
  };
}

/** The template choice without the person, among its people and in its typed values. */
function templateWithout(
  chosen: SignRequest['form']['template'],
  known: readonly string[],
  words: readonly string[],
): SignRequest['form']['template'] {
  if (chosen === null) return null;
  const people = chosen.people.map(({ slackUserId, address }) => ({
    slackUserId: slackUserId !== null && known.includes(slackUserId) ? null : slackUserId,
    address: redact(withoutNames(address, known), known),
  }));
  return { ...redact(chosen, known), people, values: redact(chosen.values, words) };
}

/** The options with free text, which may contain the person's name. */
function proseOf(form: SignRequest['form']): object {
  return Object.fromEntries(
    optionRows().flatMap(([id, row]) => (row.kind === 'text' && row.isProse ? [[id, form[id]]] : [])),
  );
}

/**
 * The text that was typed as signers. If it contains one of the words, only its addresses are kept, because the app
 * cannot know which of the other words are the person's name.
 */
function withoutNames(others: string, words: readonly string[]): string {
  return redact(others, words) === others ? others : readAddresses(others).addresses.join(', ');
}

/** A copy of the value in which each of the words is replaced by `FORGOTTEN` in every text, ignoring case. */
function redact<T>(value: T, words: readonly string[]): T {
  const pattern = patternOf(words.filter((word) => word !== ''));
  if (pattern === null) return value;
  const text = JSON.stringify(value, (_key, part: unknown) =>
    typeof part === 'string' ? part.replace(pattern, FORGOTTEN) : part,
  );
  return JSON.parse(text) as T;
}
