/** A modal was closed: what it would have shown goes to the card instead. */
import type { Answer, ClosePayload } from '../slack/payloads.ts';
import { readCreateMetadata } from '../views/create-modal.ts';
import { readResultMetadata } from '../views/result-views.ts';
import { closedByMember } from './rights/members.ts';
import type { Services } from './services.ts';
import { redrawSoon } from './surfaces/redraw-soon.ts';
import { asClosed, viewRowId } from './surfaces/views-shown.ts';

/** The form, closed without being submitted: one that came back leaves a card that says Not sent. */
export function closeForm(services: Services, payload: ClosePayload): Promise<Answer> {
  return closedByMember(services, payload, async ({ tenant, person }) => {
    const metadata = readCreateMetadata(payload.view.privateMetadata);
    const draft = metadata ? await services.store.drafts.get(tenant, metadata.draftId) : null;
    if (draft?.user !== person.userId || !draft.replaces) return;
    await redrawOwn(services, tenant, person.userId, draft.replaces);
  });
}

/** A result view, closed while something was still to come. */
export function closeResult(services: Services, payload: ClosePayload): Promise<Answer> {
  return closedByMember(services, payload, async ({ tenant, person }) => {
    const requestId = readResultMetadata(payload.view.privateMetadata)?.requestId;
    if (!requestId) return;
    const rows = await services.store.cards.forRequest(tenant, requestId);
    const row = rows.find(({ id }) => id === viewRowId(payload.view.id));
    if (row) await services.store.cards.put(tenant, asClosed(row));
    await redrawOwn(services, tenant, person.userId, requestId);
  });
}

async function redrawOwn(services: Services, tenant: string, userId: string, id: string): Promise<void> {
  const record = await services.store.signRequests.get(tenant, id);
  if (record?.requester !== userId) return;
  await redrawSoon(services, tenant, id);
}
