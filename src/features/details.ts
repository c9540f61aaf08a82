/** One sign request in full, as a modal; also Mute, Unmute, and Follow, which gives a request made in Box a card. */
import { follow, setMuted } from '../signing/listed.ts';
import { canRefresh } from '../signing/status.ts';
import { work } from '../signing/work.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { actions } from '../views/actions.ts';
import { detailsView } from '../views/request-details.ts';
import { whyNotFollowed } from './connect/connection.ts';
import {
  answerOutdatedRequest,
  forRequest,
  type PermittedRequest,
  pressedForRequest,
} from './rights/requests.ts';
import type { Services } from './services.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { showModal } from './surfaces/show-modal.ts';
import { recordDetailsShown } from './surfaces/views-shown.ts';

/** The button or option Details, on a card, on a message, in a list or in Home. */
export function pressDetails(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'see', (on) => openDetails(services, payload, on));
}

/** Opens the request in full, for a person who may see it. */
export async function openDetails(
  services: Services,
  payload: ActionPayload,
  on: PermittedRequest,
): Promise<void> {
  const { tenant, record, t } = on;
  const { triggerId } = payload;
  if (!triggerId) return (await answerOutdatedRequest(services, payload, on)).after?.();
  const deeds = await services.store.history.of(tenant, record.id);
  const lost = await whyNotFollowed(services, record);
  const view = detailsView(record, t, services.now(), lost, deeds);
  const { viewId } = await showModal(services, tenant, { ...payload, triggerId }, view);
  await recordDetailsShown(services, tenant, record.id, viewId);
  // The stored state is shown immediately; a job asks Box and updates the open view.
  if (canRefresh(record)) await services.store.jobs.enqueue(tenant, work.refresh({ requestId: record.id }));
}

/**
 * The choices Mute notices and Unmute notices: whether the requester gets notices about this request. A few are posted
 * although it is muted; see `shownThoughMuted`.
 */
export function pressMute(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'follow', async ({ tenant, record: { id } }) => {
    const isMuted = payload.actionId === actions.mute;
    await services.store.signRequests.change(tenant, id, (record) => setMuted(record, isMuted), {
      wake: false,
    });
    return { after: async () => services.store.jobs.wake() };
  });
}

/** The button Follow with a card. A second press only updates the card. */
export function pressFollow(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedForRequest(services, payload, 'follow', async ({ tenant, record }) => {
    await services.store.signRequests.change(tenant, record.id, follow);
    return { after: () => redrawSoon(services, tenant, record.id) };
  });
}
