/**
 * What the rules of a workspace's admins forbid about a form: the rows of `settings.ts` with `whose: 'workspace'`.
 * Pure.
 */
import type { FormValues } from './form.ts';
import { readDays } from './options.ts';
import type { ExpiryRefusal, RuleRefusal } from './refusals.ts';
import type { Picked, SettingValues } from './settings.ts';
import { withTemplateTexts } from './template-options.ts';

/** Why these days until expiry are not allowed; null: they are. @param typed empty: no expiry */
export function expiryRefusal(
  typed: string,
  { longestDays }: Pick<SettingValues, 'longestDays'>,
): ExpiryRefusal | null {
  const most = readDays(longestDays);
  const days = readDays(typed);
  if (most === null || (days !== null && days <= most)) return null;
  return { code: days === null ? 'expiry_required' : 'expiry_too_long', most };
}

/** As `expiryRefusal`, for a form, whose template may have its own expiry. */
export function expiryRefusalOfForm(
  form: FormValues,
  rules: Pick<SettingValues, 'longestDays'>,
): ExpiryRefusal | null {
  return expiryRefusal(withTemplateTexts(form).daysValid, rules);
}

/**
 * Why a signed copy may not go to this folder; null: it may.
 * @param path ids of the folders that contain it, outermost first, then its own
 */
export function folderRefusal(path: readonly string[], allowed: readonly Picked[]): RuleRefusal | null {
  if (allowed.length === 0 || allowed.some(({ id }) => path.includes(id))) return null;
  return { code: 'folder_not_allowed', names: allowed.map(({ id, name }) => name || id) };
}
