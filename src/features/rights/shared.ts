/**
 * Guards a press on a card in a channel. The request that the button names must have a card in the channel that Slack
 * names, unless the presser is its requester. So the id of another request, or a withdrawn card, gives no access.
 */
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { sharedCardId } from '../../store/database.ts';
import type { Services } from '../services.ts';
import { tellPrivately } from '../tell.ts';
import { forMember } from './members.ts';
import { isAllowed, type PermittedRequest } from './requests.ts';

/**
 * After Slack is answered, calls `run` with the request whose id is the button's value, if its card is in this channel
 * or the person is its requester; otherwise tells them that it is no longer shared here. For presses that need nothing
 * stored before the answer.
 */
export function forSharedCard(
  services: Services,
  payload: ActionPayload,
  run: (on: PermittedRequest) => Promise<void>,
): Answer {
  return forMember(services, payload, async (member) => {
    const { tenant, person, t } = member;
    const id = payload.value ?? '';
    const record = await services.store.signRequests.get(tenant, id);
    const card = await services.store.cards.get(tenant, sharedCardId(id, payload.channelId ?? ''));
    const isShared = card !== null && card.requestId === id;
    if (record && isAllowed(record, person.userId, 'seeShared', isShared)) return run({ ...member, record });
    await tellPrivately(services, payload, t.share.noLongerHere, t);
  });
}
