/** What a person's latest requests, newest first, say about the next one. */
import type { FormValues } from './form.ts';
import type { NamedFile, SignRequest } from './sign-request.ts';

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
