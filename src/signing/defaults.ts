/** The values with which a new form opens: from the person's own settings, within the workspace's rules. Pure. */
import { readFolder } from './document.ts';
import type { FormValues } from './form.ts';
import { lastDelivery } from './latest.ts';
import { expiryRefusal } from './rules.ts';
import type { SettingValues } from './settings.ts';
import type { SignRequest } from './sign-request.ts';

/** The values of a new form that settings decide, except delivery. */
export type FormDefaults = Pick<FormValues, 'daysValid' | 'folder' | 'folderName' | 'reminders'>;

/**
 * The person's own defaults, within the workspace's rules: without a folder of their own, the only folder that the
 * rules allow; instead of an expiry that the rules forbid, the longest that they allow. Their own folder is kept.
 */
export function defaultsOf(settings: SettingValues): FormDefaults {
  const { ownFolder, allowedFolders, ownDays, ownReminders, longestDays } = settings;
  const [folder] = ownFolder.length === 0 && allowedFolders.length === 1 ? allowedFolders : ownFolder;
  return {
    // A rule may be stricter than what the person has set.
    daysValid: expiryRefusal(ownDays, settings) === null ? ownDays : longestDays,
    folder: folder?.id ?? '',
    folderName: folder?.name ?? '',
    reminders: ownReminders,
  };
}

/**
 * A new form with the requester's defaults for delivery, expiry, folder and reminders. Keeps what came from the
 * command, a message or a template; with a template, expiry and folder stay empty.
 *
 * @param latest the person's latest requests, newest first
 */
export function withDefaults(
  form: FormValues,
  settings: SettingValues,
  latest: readonly SignRequest[],
): FormValues {
  const { ownDelivery } = settings;
  const delivery = ownDelivery === 'last' ? lastDelivery(latest) : { delivery: ownDelivery };
  const defaults = defaultsOf(settings);
  return formAfterWayChange({ ...form, ...defaults, ...delivery }, 'link', defaults);
}

/**
 * The form after the way of giving the document was changed. With a template, an expiry or folder that is still the
 * default is emptied, because the template has its own. After a template, an empty one gets its default again.
 *
 * @param before the previous way
 */
export function formAfterWayChange(
  form: FormValues,
  before: FormValues['way'],
  defaults: FormDefaults,
): FormValues {
  const { daysValid, folder, folderName } = defaults;
  if (form.way === 'template') {
    return {
      ...form,
      ...(form.daysValid === daysValid && { daysValid: '' }),
      ...(isSameFolder(form.folder, folder) && { folder: '', folderName: '' }),
    };
  }
  if (before !== 'template') return form;
  return {
    ...form,
    ...(form.daysValid === '' && { daysValid }),
    ...(form.folder === '' && { folder, folderName }),
  };
}

/** Whether both texts lead to one folder; one may be a link and the other an id. */
export function isSameFolder(one: string, other: string): boolean {
  return JSON.stringify(readFolder(one)) === JSON.stringify(readFolder(other));
}
