/** What a person's latest requests, newest first, say about the next one. */
import { FORGOTTEN } from './address.ts';
import type { FormValues } from './form.ts';
import type { NamedFile, SignRequest } from './sign-request.ts';
import { keyOf } from './signer-choices.ts';

/**
 * How the last one was sent. Nothing else of it is taken over: a name, a message, an order or an expiry belongs to its document,
 * and what goes out without fields is shown in the check first.
 */
export function lastChoices(latest: readonly SignRequest[]): Partial<FormValues> {
  const last = latest.find(({ details }) => details.madeIn === 'slack');
  return last ? { delivery: last.form.delivery } : {};
}

/** Folders that the signed copies of the last ones went to, each once. */
export function recentFolders(latest: readonly SignRequest[]): readonly NamedFile[] {
  const folders = new Map<string, NamedFile>();
  for (const { details } of latest) {
    const { folder } = details;
    if (folder && folder.id !== '0' && folder.name !== '' && !folders.has(folder.id)) {
      folders.set(folder.id, folder);
    }
  }
  return [...folders.values()];
}

/** Somebody who was to sign lately: the Slack user id of a colleague, else the address; and a name, where one is known. */
export interface RecentSigner {
  readonly who: string;
  readonly name: string;
}

/** The people of the last ones, each once; those who were forgotten are no longer in them. */
export function recentSigners(latest: readonly SignRequest[]): readonly RecentSigner[] {
  const people = new Map<string, RecentSigner>();
  for (const { signers, requester, details } of latest) {
    for (const signer of signers) {
      const who = keyOf(signer);
      const isOwn = signer.slackUserId === requester || signer.email === details.senderEmail;
      if (who === '' || who === FORGOTTEN || isOwn || people.has(who)) continue;
      people.set(who, { who, name: signer.name ?? signer.email ?? '' });
    }
  }
  return [...people.values()];
}
