/** The workspace's settings, for admins: the button Change… of `/sign workspace`. */
import type { ActionPayload, Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { workspaceSettingsView } from '../../views/settings-modal.ts';
import { forAdmin, submittedByAdmin } from '../rights/admins.ts';
import type { Services } from '../services.ts';
import { hasScopeOf, settingsOf } from './read.ts';
import { saveSettings, settingsDeadline } from './save.ts';
import { systemNameOf } from './system-name.ts';

/** The button Change… */
export function pressChangeWorkspaceSettings(services: Services, payload: ActionPayload): Answer {
  return forAdmin(services, payload, async ({ tenant, t }) => {
    const { triggerId } = payload;
    if (triggerId === null) return;
    const values = await settingsOf(services, tenant, null);
    const facts = {
      system: systemNameOf(services),
      hasScope: hasScopeOf(services),
      isOrganisation: services.identity.isEnterpriseInstall,
    };
    const view = workspaceSettingsView(values, facts, t);
    await services.slack.openView(triggerId, view);
  });
}

/** The button Save in the modal with the workspace's settings. Checks again whether the person is an admin. */
export function submitWorkspaceSettings(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const deadline = settingsDeadline();
  return submittedByAdmin(services, payload, (admin) =>
    saveSettings(services, payload, admin, 'workspace', deadline),
  );
}
