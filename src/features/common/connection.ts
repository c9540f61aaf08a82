/** What is known of a person's Box connection, for the form, the cards and the lists; and the link to make one. */
import type { ModalView } from '@slack/types';
import type { ConnectOrigin, Person } from '../../store/database.ts';
import { connectView } from '../../views/connect-views.ts';
import type { ConnectionShown } from '../../views/connection-line.ts';
import { type Services, textsFor } from './services.ts';

/** From the store alone where people connect their own accounts: Box may be slow. */
export async function connectionShown(
  services: Services,
  tenant: string,
  userId: string,
): Promise<ConnectionShown> {
  const known = await services.store.connections.get(tenant, userId);
  if (services.connecting.kind === 'own') {
    return known?.state === 'active'
      ? { state: 'connected', login: known.login }
      : { state: 'none', canConnect: true };
  }
  const session = await services.box.sessionFor(tenant, userId);
  if (!session) return { state: 'none', canConnect: false };
  return { state: 'connected', login: known?.login ?? null };
}

/** A new link for this person, in the modal that shows it. `id` names it until the modal has a name. */
export async function linkView(
  services: Services,
  tenant: string,
  person: Person,
  origin: ConnectOrigin,
  isAgain = false,
): Promise<{ readonly view: ModalView; readonly id: string }> {
  const { connecting } = services;
  if (connecting.kind !== 'own') throw new Error('a link to Box where nobody connects an own account');
  const { id, link } = await services.store.oauthStates.begin(tenant, person.userId, origin);
  const shown = await connectionShown(services, tenant, person.userId);
  const url = `${connecting.publicUrl}/box/connect?state=${link}`;
  const login = shown.state === 'connected' ? (shown.login ?? '') : null;
  return {
    id,
    view: connectView({ url, draftId: origin.draftId, login, isAgain }, textsFor(person)),
  };
}
