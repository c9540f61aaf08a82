/**
 * Records what was drawn on a card or a modal. If it was meanwhile moved to the request that replaces this one, that
 * request is redrawn.
 */
import type { SignRequest } from '../../signing/sign-request.ts';
import type { Card } from '../../store/database.ts';
import type { Services } from '../services.ts';
import { redrawSoon } from './redraw-soon.ts';

/**
 * Records what a card or a modal shows now.
 *
 * @param drawn the message's ts or the view's id, the hash of what it shows, and its kind if that may have changed
 */
export async function recordDrawing(
  services: Services,
  record: SignRequest,
  cardId: string,
  drawn: { readonly message: string; readonly hash: string; readonly kind?: Card['kind'] },
): Promise<void> {
  const owner = await services.store.cards.recordDrawn(record.tenant, cardId, {
    requestId: record.id,
    ...drawn,
  });
  if (owner !== null && owner !== record.id) await redrawSoon(services, record.tenant, owner);
}
