/** What a person's latest requests, passed newest first, suggest for a new form. */
import { FORGOTTEN } from './address.ts';
import { isRequester } from './asking.ts';
import type { FormValues } from './form.ts';
import type { NamedItem, SignRequest } from './sign-request.ts';
import { signerRef } from './signer-choices.ts';

/**
 * How the latest request without a template that was created in Slack was sent: with fields placed in Box, or
 * immediately. Empty: there is none. Nothing else is taken over: a name, a message, an order or an expiry belongs to
 * its document.
 */
export function lastDelivery(latest: readonly SignRequest[]): Partial<FormValues> {
  const last = latest.find(({ details, form }) => details.madeIn === 'slack' && form.way !== 'template');
  return last ? { delivery: last.form.delivery } : {};
}

/** The folders that the signed copies of these requests went to, each once. The root folder is left out. */
export function recentFolders(latest: readonly SignRequest[]): readonly NamedItem[] {
  const folders = new Map<string, NamedItem>();
  for (const { details } of latest) {
    const { folder } = details;
    if (folder && folder.id !== '0' && folder.name !== '' && !folders.has(folder.id)) {
      folders.set(folder.id, folder);
    }
  }
  return [...folders.values()];
}

/** A signer of a recent request: Slack user id if picked from the workspace, else address; and the name, if known. */
export interface RecentSigner {
  readonly who: string;
  readonly name: string;
}

/** The signers of these requests, each once, without their requester and without people whose data was deleted. */
export function recentSigners(latest: readonly SignRequest[]): readonly RecentSigner[] {
  const people = new Map<string, RecentSigner>();
  for (const record of latest) {
    for (const signer of record.signers) {
      const who = signerRef(signer);
      if (who === '' || who === FORGOTTEN || isRequester(record, signer) || people.has(who)) continue;
      people.set(who, { who, name: signer.name ?? signer.email ?? '' });
    }
  }
  return [...people.values()];
}
