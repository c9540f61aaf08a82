/** An address that mail did not reach is replaced: in the form that the request was made with. Pure. */
import { addressKey, isSameAddress } from './address.ts';
import type { FormValues } from './form.ts';
import { awaitedSigners } from './observe.ts';
import { readAddresses } from './read-addresses.ts';
import type { Signer, SignRequest } from './sign-request.ts';
import { isMeant } from './signer-choices.ts';
import { canChange } from './status.ts';

/** The signers whose mail bounced, or may have, and who have not opened it since; empty when nothing can be corrected. */
export function bouncedSigners(record: SignRequest): readonly Signer[] {
  const emails = new Set((record.details.bounced?.emails ?? []).map(addressKey));
  if (emails.size === 0 || !canChange(record)) return [];
  return awaitedSigners(record).filter(({ email }) => email !== null && emails.has(addressKey(email)));
}

/** A signer, and the address that takes the place of theirs. */
export interface Correction {
  readonly signer: Signer;
  readonly email: string;
}

/** The form with the corrected addresses. A colleague whose mail bounced becomes somebody given by address. */
export function correctedForm(form: FormValues, corrections: readonly Correction[]): FormValues {
  const replaced = (who: string): string =>
    corrections.find(({ signer }) => isMeant(who, signer) || isSameAddress(who, signer.email))?.email ?? who;
  const typed = readAddresses(form.others).addresses;
  const added = corrections.filter(({ signer }) => signer.slackUserId !== null).map(({ email }) => email);
  const { marked, places } = form.signerChoices;
  return {
    ...form,
    colleagues: form.colleagues.filter((id) => replaced(id) === id),
    others: [...typed.map(replaced), ...added].join(', '),
    signerChoices: {
      marked: {
        approvers: marked.approvers.map(replaced),
        readers: marked.readers.map(replaced),
        group: marked.group.map(replaced),
        login: marked.login.map(replaced),
        smartCard: marked.smartCard.map(replaced),
      },
      places: places.map(({ who, place }) => ({ who: replaced(who), place })),
    },
  };
}
