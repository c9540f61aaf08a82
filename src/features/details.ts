/** One sign request in full, as a modal; and Follow, for one that was made in Box and has no card. */
import { follow } from '../signing/listed.ts';
import type { ActionPayload, Answer } from '../slack/payloads.ts';
import { detailsView } from '../views/request-details.ts';
import { forMember, pressedByMember } from './rights/members.ts';
import { type Services, textsFor } from './services.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { showDetails } from './surfaces/views-shown.ts';
import { notKnown, outOfDate } from './tell.ts';

/** Details, on a card, a message or in a list; in a modal it goes on top. The value is the request's id. */
export function pressDetails(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    const record = payload.value ? await services.store.signRequests.get(tenant, payload.value) : null;
    const { triggerId } = payload;
    if (record?.requester !== person.userId) return (await notKnown(services, payload, person)).after?.();
    if (!triggerId) return (await outOfDate(services, payload, person)).after?.();
    const view = detailsView(record, textsFor(person));
    const { slack } = services;
    const { viewId } = payload.view
      ? await slack.pushView(triggerId, view)
      : await slack.openView(triggerId, view);
    await showDetails(services, tenant, record.id, viewId);
  });
}

/** Follow with a card. */
export function pressFollow(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const id = payload.value ?? '';
    const known = await services.store.signRequests.get(tenant, id);
    if (known?.requester !== person.userId) return notKnown(services, payload, person);
    await services.store.signRequests.change(tenant, id, follow);
    // A second press finds it followed: the card is brought up to date all the same.
    return { after: () => redrawSoon(services, tenant, id) };
  });
}
