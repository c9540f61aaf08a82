/** The modal that showed the link to Box, updated by the jobs that follow, unless the person went back to their form. */
import type { ModalView } from '@slack/types';
import { OutsideFailure } from '../../failure.ts';
import type { Draft, Person } from '../../store/database.ts';
import { formOfDraft } from '../create/form.ts';
import type { Services } from '../services.ts';

/** The form that waits behind a link. */
interface Behind {
  readonly tenant: string;
  readonly draftId: string | null;
}

/** The modal that showed a link. */
interface Shown extends Behind {
  readonly viewId: string | null;
}

/**
 * Updates the modal that showed the link, while it is open. A person who reloads Slack, or leaves it for the browser
 * on a phone, loses the modal without Slack telling us: so what matters is posted as well.
 */
export async function updateLinkModal(
  services: Services,
  { tenant, ...shown }: Shown,
  person: Person,
  build: () => ModalView | Promise<ModalView>,
): Promise<void> {
  const { viewId, draftId } = shown;
  if (viewId === null || (await isFormBack(services, { tenant, draftId }, viewId))) return;
  await draw(services, viewId, await build());
  // The person may have gone back meanwhile, and which of the two Slack drew last is not known.
  const isBack = await isFormBack(services, { tenant, draftId }, viewId);
  const draft = isBack ? await draftOf(services, { tenant, draftId }, person) : null;
  if (draft) await draw(services, viewId, await formOfDraft(services, tenant, person, draft));
}

/** The form that waits behind the link; null: none, or it is not theirs. */
export async function draftOf(
  { store }: Services,
  { tenant, draftId }: Behind,
  person: Person,
): Promise<Draft | null> {
  const draft = draftId ? await store.drafts.get(tenant, draftId) : null;
  return draft?.user === person.userId ? draft : null;
}

async function isFormBack(
  { store }: Services,
  { tenant, draftId }: Behind,
  viewId: string,
): Promise<boolean> {
  return draftId !== null && (await store.drafts.isBackIn(tenant, draftId, viewId));
}

async function draw({ slack }: Services, viewId: string, view: ModalView): Promise<void> {
  try {
    await slack.updateView(viewId, view);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.reason !== 'not_found') throw error;
  }
}
