/** Handles closed modals: the request that one showed continues on its card, or is discarded with its form. */
import { discard } from '../signing/decide.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import { canBeReplaced } from '../signing/status.ts';
import type { Answer, ClosePayload } from '../slack/payloads.ts';
import type { Draft } from '../store/database.ts';
import { readCreateMetadata } from '../views/create-metadata.ts';
import { readFormBelow } from '../views/pages.ts';
import { readResultMetadata } from '../views/result-views.ts';
import { closedByMember, type Member } from './rights/members.ts';
import { closedForRequest, findPermitted } from './rights/requests.ts';
import type { Services } from './services.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { markedClosed, viewRowId } from './surfaces/views-shown.ts';

/**
 * The form was closed without being submitted. If it had come back, after a refusal or from the check, its request is
 * discarded, unless the request had a card before the form opened: the person can continue from that card.
 */
export function closeForm(services: Services, payload: ClosePayload): Promise<Answer> {
  return closedByMember(services, payload, async (member) => {
    const returned = await returnedRequest(services, member, payload);
    if (!returned) return;
    const { draft, record } = returned;
    const { tenant } = member;
    const { cards, signRequests } = services.store;
    const card = (await cards.forRequest(tenant, record.id)).find(({ kind }) => kind === 'direct');
    // A card that is newer than the form was posted only because the form stayed open for long.
    if (card && card.createdAt < draft.createdAt) await redrawSoon(services, tenant, record.id);
    else await signRequests.change(tenant, record.id, (now) => (canBeReplaced(now) ? discard(now) : null));
  });
}

/**
 * The modal with the link to Box, or for the code, was closed. If the form that waits for the connection had come back,
 * after a refusal or from the check, its request is not discarded: it keeps, or gets, a card.
 */
export function closeLink(services: Services, payload: ClosePayload): Promise<Answer> {
  return closedByMember(services, payload, async (member) => {
    const returned = await returnedRequest(services, member, payload);
    if (returned) await redrawSoon(services, member.tenant, returned.record.id);
  });
}

/** The unsent request whose form came back in this view; null: there is none, or the form is another person's. */
async function returnedRequest(
  services: Services,
  member: Member,
  { view }: ClosePayload,
): Promise<{ readonly draft: Draft; readonly record: SignRequest } | null> {
  const metadata = readCreateMetadata(view.privateMetadata);
  const draft = metadata ? await services.store.drafts.get(member.tenant, metadata.draftId) : null;
  if (draft?.user !== member.person.userId) return null;
  const record = await findPermitted(services, member, draft.replaces, 'discard');
  return record ? { draft, record } : null;
}

/**
 * Handles the closing of a page of the form. If the page had replaced the form, because three views were stacked, the
 * form is closed with it; otherwise nothing happens.
 */
export function closePage(services: Services, payload: ClosePayload): Promise<Answer> {
  const isForm = readFormBelow(payload.view.privateMetadata)?.formViewId === payload.view.id;
  return isForm ? closeLink(services, payload) : Promise.resolve({});
}

/** A view that showed progress, or the check, was closed. From now on the request is shown on its card. */
export function closeResult(services: Services, payload: ClosePayload): Promise<Answer> {
  const id = readResultMetadata(payload.view.privateMetadata)?.requestId ?? null;
  return closedForRequest(services, payload, id, async ({ tenant, record }) => {
    const rows = await services.store.cards.forRequest(tenant, record.id);
    const row = rows.find((one) => one.id === viewRowId(payload.view.id));
    if (row) await services.store.cards.put(tenant, markedClosed(row));
    await redrawSoon(services, tenant, record.id);
  });
}
