/** `/sign settings`: what a person sets for themselves. */
import type { Answer, CommandPayload, SubmissionPayload } from '../../slack/payloads.ts';
import { personSettingsView } from '../../views/settings-modal.ts';
import { forMember, submittedByMember } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { settingsOf } from './read.ts';
import { saveSettings } from './save.ts';

/** `/sign settings`. */
export function openPersonSettings(services: Services, payload: CommandPayload): Answer {
  return forMember(services, payload, async ({ tenant, person, t }) => {
    const values = await settingsOf(services, tenant, person.userId);
    await services.slack.openView(payload.triggerId, personSettingsView(values, t));
  });
}

/** The button Save in that modal. */
export function submitPersonSettings(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, (member) => saveSettings(services, payload, member, 'person'));
}
