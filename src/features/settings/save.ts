/** Stores what was chosen in a modal of settings, or says what is wrong with it. */
import { Fault } from '../../failure.ts';
import { settingRefusals } from '../../signing/setting-refusals.ts';
import type { Setting } from '../../signing/settings.ts';
import { work } from '../../signing/work.ts';
import type { Answer, SubmissionPayload } from '../../slack/payloads.ts';
import { pageErrors } from '../../views/pages.ts';
import { readSettings, savedSettingsView } from '../../views/settings-modal.ts';
import type { Member } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { lookUpPicks } from './look-up.ts';
import { hasScopeOf, settingsOf } from './read.ts';

/**
 * How long checking settings may take (ms), because Slack waits three seconds for the answer. After that nothing is
 * stored, and the person is asked to try again.
 */
const decidedWithinMs = 2_000;

/** The time by which a submission that arrives now must be decided, on the clock of `performance.now()`. */
export function settingsDeadline(): number {
  return performance.now() + decidedWithinMs;
}

/**
 * Stores the settings that were changed in a submitted modal. Those that the modal did not ask for, or may no longer
 * ask for, stay as they are.
 */
export async function saveSettings(
  services: Services,
  { view }: SubmissionPayload,
  member: Member,
  whose: Setting['whose'],
  deadline: number,
): Promise<Answer> {
  const { tenant, person, t } = member;
  const owner = whose === 'workspace' ? null : person.userId;
  const before = await settingsOf(services, tenant, person.userId);
  const chosen = readSettings(whose, view, before, hasScopeOf(services));
  const refused = pageErrors(settingRefusals(whose, { ...before, ...chosen }), t);
  const { picks, errors: wrong } = await lookUpPicks(services, member, chosen, before, deadline);
  const errors = { ...refused, ...wrong };
  if (Object.keys(errors).length > 0) return { ack: { response_action: 'errors', errors } };
  const stored = await services.store.settings.get(tenant, owner);
  const values = { ...chosen, ...picks };
  if (performance.now() > deadline)
    throw new Fault('settings were not looked up within the time Slack waits');
  await services.store.settings.put(tenant, owner, { ...stored, ...values });
  services.log.info({ userId: person.userId, whose, settings: Object.keys(values) }, 'settings were changed');
  // Notices may be waiting for the end of quiet hours, which may have changed now.
  if (owner !== null) await services.store.jobs.enqueue(tenant, work.tellNotices({ user: owner }));
  return { ack: { response_action: 'update', view: savedSettingsView(whose, t) } };
}
