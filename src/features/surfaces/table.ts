/**
 * The table of surfaces: one row for each place in Slack that shows sign requests. A change of a request, or of its
 * requester's Box connection, redraws all of them.
 */
import type { Services } from '../services.ts';
import { showCard } from './card.ts';
import { drawHomeSoon } from './home.ts';
import { drawOpenListsSoon } from './list-views.ts';
import { showModals } from './open-views.ts';
import { showSharedCards } from './shared-card.ts';
import { showSigners } from './signer-message.ts';
import type { PersonSurface, RequestSurface } from './surface.ts';

/**
 * The surfaces of one request, in the order in which they are drawn. The signers and the channels come first: their
 * jobs must be enqueued even if Slack refuses the requester's card.
 */
export const requestSurfaces: Readonly<
  Record<'signers' | 'sharedCards' | 'modals' | 'card', RequestSurface>
> = {
  signers: showSigners,
  sharedCards: showSharedCards,
  modals: showModals,
  card: showCard,
};

const personSurfaces: Readonly<Record<'lists' | 'home', PersonSurface>> = {
  lists: drawOpenListsSoon,
  home: drawHomeSoon,
};

/** Enqueues redraws of everything that shows many of the person's requests. */
export async function redrawHomeAndListsSoon(
  services: Services,
  tenant: string,
  user: string,
): Promise<void> {
  for (const drawSoon of Object.values(personSurfaces)) await drawSoon(services, tenant, user);
}
