/** Opens a modal after a press, wherever the button was. */
import type { ModalView } from '@slack/types';
import { OutsideFailure } from '../../failure.ts';
import type { ActionPayload } from '../../slack/payloads.ts';
import type { Services } from '../services.ts';
import { viewRowId } from './views-shown.ts';

/**
 * Opens the modal. A button inside a modal opens it on top, so that the person can go back. When three are stacked
 * already (Slack's limit), it takes the place of the modal in which the button was pressed.
 */
export async function showModal(
  { slack, store }: Services,
  tenant: string,
  pressed: { readonly triggerId: string; readonly view: ActionPayload['view'] },
  modal: ModalView,
): Promise<{ readonly viewId: string }> {
  const { triggerId, view } = pressed;
  if (!view) return slack.openView(triggerId, modal);
  try {
    return await slack.pushView(triggerId, modal);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.reason !== 'push_limit_reached') throw error;
    // The replaced modal must not be redrawn over the new content.
    await store.cards.remove(tenant, viewRowId(view.id));
    await store.lists.removeView(tenant, view.id);
    await slack.updateView(view.id, modal);
    return { viewId: view.id };
  }
}
