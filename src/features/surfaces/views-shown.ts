/** Records which open modal shows which sign request, so that it is redrawn with the card. */
import type { Card } from '../../store/database.ts';
import type { Services } from '../services.ts';

/** Records that this modal shows this request; a modal shows one request at a time. */
export async function recordViewShown(
  services: Services,
  tenant: string,
  requestId: string,
  viewId: string,
): Promise<void> {
  await putViewRow(services, tenant, requestId, viewId, 'view');
}

/** As `recordViewShown`, but for a modal that shows the request in full. */
export async function recordDetailsShown(
  services: Services,
  tenant: string,
  requestId: string,
  viewId: string,
): Promise<void> {
  await putViewRow(services, tenant, requestId, viewId, 'details');
}

async function putViewRow(
  services: Services,
  tenant: string,
  requestId: string,
  viewId: string,
  kind: Card['kind'],
): Promise<void> {
  await services.store.cards.put(tenant, {
    id: viewRowId(viewId),
    requestId,
    kind,
    channel: null,
    message: viewId,
    drawnHash: null,
    postSentAt: null,
    createdAt: services.now(),
  });
}

/** The row of a modal, marked as closed by the person. The result is then shown on the card and, once, in a note. */
export function markedClosed(row: Card): Card {
  return { ...row, message: null };
}

/** The key of a view's row. */
export function viewRowId(viewId: string): string {
  return `view:${viewId}`;
}
