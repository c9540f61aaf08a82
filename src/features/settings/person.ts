/** A person's own settings: `/sign settings`, and the button Settings in App Home. */
import type { ActionPayload, Answer, CommandPayload, SubmissionPayload } from '../../slack/payloads.ts';
import { personSettingsView } from '../../views/settings-modal.ts';
import { forMember, type Member, submittedByMember } from '../rights/members.ts';
import { type Services, sharableKinds } from '../services.ts';
import { hasScopeOf, settingsOf } from './read.ts';
import { saveSettings, settingsDeadline } from './save.ts';

/** `/sign settings`: opens the modal. */
export function openPersonSettings(services: Services, payload: CommandPayload): Answer {
  return forMember(services, payload, (member) => open(services, member, payload.triggerId));
}

/** The button Settings. */
export function pressSettings(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async (member) => {
    if (payload.triggerId !== null) await open(services, member, payload.triggerId);
  });
}

async function open(services: Services, { tenant, person, t }: Member, triggerId: string): Promise<void> {
  const values = await settingsOf(services, tenant, person.userId);
  const hints = sharableKinds(services).length > 0 ? [] : [t.share.notGranted];
  const view = personSettingsView(values, hasScopeOf(services), t, hints);
  await services.slack.openView(triggerId, view);
}

/** The button Save in the modal with a person's own settings. */
export function submitPersonSettings(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const deadline = settingsDeadline();
  return submittedByMember(services, payload, (member) =>
    saveSettings(services, payload, member, 'person', deadline),
  );
}
