/** The settings that apply to a person, from the store. */
import { type SettingValues, settingValues } from '../../signing/settings.ts';
import type { Services } from '../services.ts';

/** @param userId null: what the workspace has set, with the initial values of personal settings */
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
