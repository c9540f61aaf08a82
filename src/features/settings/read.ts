/** The settings that apply to a person, from the store. */
import { defaultsOf, type FormDefaults } from '../../signing/defaults.ts';
import { type HasScope, type SettingValues, settingValues } from '../../signing/settings.ts';
import { isGranted, type Services } from '../services.ts';

/** The settings of a person. @param userId null: the workspace's settings, with the initial values of personal ones */
export async function settingsOf(
  { store }: Services,
  tenant: string,
  userId: string | null,
): Promise<SettingValues> {
  const [workspace, person] = await Promise.all([
    store.settings.get(tenant, null),
    userId === null ? {} : store.settings.get(tenant, userId),
  ]);
  return settingValues(workspace, person);
}

/** The values with which a new form of this person opens. */
export async function formDefaultsOf(
  services: Services,
  tenant: string,
  userId: string,
): Promise<FormDefaults> {
  return defaultsOf(await settingsOf(services, tenant, userId));
}

/**
 * Which optional scopes the app can use here, for the settings that need one. With a token of a whole organisation,
 * Slack lists user groups only for one workspace of it, and the rules hold for all of them.
 */
export function hasScopeOf({ identity }: Pick<Services, 'identity'>): HasScope {
  return (scope) =>
    isGranted(identity, scope) && !(scope === 'usergroups:read' && identity.isEnterpriseInstall);
}

/** Whether signed copies may be put into Slack: the app can, and the admins allow it. */
export async function areCopiesAllowed(services: Services, tenant: string): Promise<boolean> {
  if (!isGranted(services.identity, 'files:write')) return false;
  return (await settingsOf(services, tenant, null)).copiesInSlack;
}
