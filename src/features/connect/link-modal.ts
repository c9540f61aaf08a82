/** The modal that showed the link to Box, drawn on by the jobs that follow: unless the person went back to their form. */
import type { ModalView } from '@slack/types';
import { OutsideFailure } from '../../failure.ts';
import type { Job } from '../../store/claims.ts';
import type { Draft, Person } from '../../store/database.ts';
import { formOfDraft } from '../create/form.ts';
import type { Services } from '../services.ts';

/**
 * In the modal that showed the link, while it is open. Whoever reloads Slack, or leaves it for the browser on a
 * phone, loses it without our hearing of it: what matters is posted as well.
 */
export async function showIn(
  services: Services,
  job: Job,
  person: Person,
  build: () => ModalView | Promise<ModalView>,
): Promise<void> {
  const viewId = job.args['viewId'] ?? null;
  if (viewId === null || (await isFormBack(services, job, viewId))) return;
  await draw(services, viewId, await build());
  // They may have gone back meanwhile, and which of the two Slack has drawn last is not known.
  const draft = (await isFormBack(services, job, viewId)) ? await draftOf(services, job, person) : null;
  if (draft) await draw(services, viewId, await formOfDraft(services, job.tenant, person, draft));
}

/** The form that waits behind the link; null: none, or it is not theirs. */
export async function draftOf({ store }: Services, job: Job, person: Person): Promise<Draft | null> {
  const draftId = job.args['draftId'] ?? null;
  const draft = draftId ? await store.drafts.get(job.tenant, draftId) : null;
  return draft?.user === person.userId ? draft : null;
}

async function isFormBack({ store }: Services, { tenant, args }: Job, viewId: string): Promise<boolean> {
  const draftId = args['draftId'] ?? null;
  return draftId !== null && (await store.drafts.isBackIn(tenant, draftId, viewId));
}

async function draw({ slack }: Services, viewId: string, view: ModalView): Promise<void> {
  try {
    await slack.updateView(viewId, view);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.reason !== 'not_found') throw error;
  }
}
