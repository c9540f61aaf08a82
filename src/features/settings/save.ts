/** Stores what was chosen in a modal of settings, or says what is wrong with it. */
import { offeredSettings, type Setting, settingRefusals } from '../../signing/settings.ts';
import type { Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { pageErrors } from '../../views/pages.ts';
import { personSettingsView, readSettings, savedSettingsView } from '../../views/settings-modal.ts';
import type { Member } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { settingsOf } from './read.ts';

/** What the modal did not ask for is kept as it is stored. */
export async function saveSettings(
  services: Services,
  { view }: SubmissionPayload,
  { tenant, person, t }: Member,
  whose: Setting['whose'],
): Promise<Answer> {
  const owner = whose === 'workspace' ? null : person.userId;
  const before = await settingsOf(services, tenant, person.userId);
  // An admin may have turned off, while the modal was open, what it asked for.
  if (offeredSettings(whose, before).length === 0) {
    return { ack: { response_action: 'update', view: personSettingsView(before, t) } };
  }
  const chosen = readSettings(whose, view.state, before);
  const errors = pageErrors(settingRefusals(chosen), t);
  if (Object.keys(errors).length > 0) return { ack: { response_action: 'errors', errors } };
  const stored = await services.store.settings.get(tenant, owner);
  await services.store.settings.put(tenant, owner, { ...stored, ...chosen });
  services.log.info({ userId: person.userId, whose, settings: chosen }, 'settings were changed');
  return { ack: { response_action: 'update', view: savedSettingsView(whose, t) } };
}
