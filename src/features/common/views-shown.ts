/** Which open modal shows which sign request: remembered so that it is redrawn with the card. */
import type { Card } from '../../store/database.ts';
import type { Services } from './services.ts';

/** Remembers that this modal shows this request; a modal shows one request at a time. */
export async function showView(
  services: Services,
  tenant: string,
  requestId: string,
  viewId: string,
): Promise<void> {
  await services.store.cards.put(tenant, {
    id: viewRowId(viewId),
    requestId,
    kind: 'view',
    channel: null,
    message: viewId,
    drawnHash: null,
    postSentAt: null,
    createdAt: services.now(),
  });
}

/** The person closed it: what it would have shown goes to the card and, once, to a note. */
export function asClosed(row: Card): Card {
  return { ...row, message: null };
}

/** The key of a view's row. */
export function viewRowId(viewId: string): string {
  return `view:${viewId}`;
}
