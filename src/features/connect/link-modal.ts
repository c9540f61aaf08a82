/** Updates the modal that showed the link to Box, unless the person has gone back to their form in it. */
import type { ModalView } from '@slack/types';
import type { Draft, Person } from '../../store/database.ts';
import { formOfDraft } from '../create/form.ts';
import type { Services } from '../services.ts';

/** The draft of the form that opens once the person is connected; `draftId` null: no form waits. */
interface WaitingDraft {
  readonly tenant: string;
  readonly draftId: string | null;
}

/** The modal that showed a link; `viewId` null: Slack has not given it an id. */
interface LinkModal extends WaitingDraft {
  readonly viewId: string | null;
}

/**
 * Updates the modal if it is still open. When a person reloads Slack, or leaves it for the browser on a phone, the
 * modal disappears and Slack does not report that: so callers must also post whatever the person needs to know.
 */
export async function updateLinkModal(
  services: Services,
  { tenant, ...shown }: LinkModal,
  person: Person,
  build: () => ModalView | Promise<ModalView>,
): Promise<void> {
  const { viewId, draftId } = shown;
  if (viewId === null || (await isFormBack(services, { tenant, draftId }, viewId))) return;
  await services.slack.updateView(viewId, await build());
  // The person may have gone back to the form meanwhile. Which of the two views Slack showed last is not known, so the
  // form is shown again.
  const isBack = await isFormBack(services, { tenant, draftId }, viewId);
  const draft = isBack ? await draftOf(services, { tenant, draftId }, person) : null;
  if (draft) await services.slack.updateView(viewId, await formOfDraft(services, tenant, person, draft));
}

/** The draft of the form that opens after connecting; null when there is none, or it belongs to another person. */
export async function draftOf(
  { store }: Services,
  { tenant, draftId }: WaitingDraft,
  person: Person,
): Promise<Draft | null> {
  const draft = draftId ? await store.drafts.get(tenant, draftId) : null;
  return draft?.user === person.userId ? draft : null;
}

async function isFormBack(
  { store }: Services,
  { tenant, draftId }: WaitingDraft,
  viewId: string,
): Promise<boolean> {
  return draftId !== null && (await store.drafts.isFormShownIn(tenant, draftId, viewId));
}
