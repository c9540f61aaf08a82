/** What a new form holds before anything is filled in: what its person has set, within the workspace's rules. Pure. */
import { readFolder } from './document.ts';
import type { FormValues } from './form.ts';
import { lastChoices } from './latest.ts';
import { expiryRefusal } from './rules.ts';
import type { SettingValues } from './settings.ts';
import type { SignRequest } from './sign-request.ts';

export type FormDefaults = Pick<FormValues, 'daysValid' | 'folder' | 'folderName' | 'reminders'>;

/** What the person has set. Where only one folder is allowed, it is that one. */
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

/** A form that nobody has filled in, with these defaults. @param latest the person's latest requests, newest first */
export function withDefaults(
  form: FormValues,
  settings: SettingValues,
  latest: readonly SignRequest[],
): FormValues {
  const { ownDelivery } = settings;
  const delivery = ownDelivery === 'last' ? lastChoices(latest) : { delivery: ownDelivery };
  const defaults = defaultsOf(settings);
  return forWay({ ...form, ...defaults, ...delivery }, 'link', defaults);
}

/**
 * The form with the expiry and the folder that belong to its way: untouched ones are left to a template, and are there
 * again once no template is used. `before`: the way until now.
 */
export function forWay(form: FormValues, before: FormValues['way'], defaults: FormDefaults): FormValues {
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

/** Whether both lead to one folder; one may be a link and the other an id. */
export function isSameFolder(one: string, other: string): boolean {
  return JSON.stringify(readFolder(one)) === JSON.stringify(readFolder(other));
}
