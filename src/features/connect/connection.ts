/**
 * What is known about a person's Box connection, for the form, the cards and the lists; and the modal with the link to
 * connect.
 */

import type { ModalView } from '@slack/types';
import type { BoxSession } from '../../box/session.ts';
import { Fault } from '../../failure.ts';
import { isSameAddress } from '../../signing/address.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import { isOver, statusTable } from '../../signing/status.ts';
import type { ConnectOrigin } from '../../signing/work.ts';
import type { Connection, Person } from '../../store/database.ts';
import { connectView } from '../../views/connect-views.ts';
import type { ConnectionShown } from '../../views/connection-line.ts';
import type { LostReason } from '../../views/sign-request-card.ts';
import { type Services, textsFor } from '../services.ts';

/** A person's Box account, from the store alone. Never calls Box, which may be slow. */
export async function connectionShown(
  services: Services,
  tenant: string,
  userId: string,
): Promise<ConnectionShown> {
  const known = await services.store.connections.get(tenant, userId);
  if (services.accountMode.kind === 'own') {
    return known?.state === 'active'
      ? { state: 'connected', login: known.login }
      : { state: 'none', canConnect: true };
  }
  const session = await services.box.sessionFor(tenant, userId);
  if (!session) return { state: 'none', canConnect: false };
  return { state: 'connected', login: known?.login ?? null };
}

/** A session, and when the connection that it uses began (ms); null where people have no connections of their own. */
export interface ConnectedSession {
  readonly session: BoxSession;
  readonly since: number | null;
}

/** The person's session for reading what belongs to their Box account; null when they have none. */
export async function connectedSession(
  { store, box, accountMode }: Services,
  tenant: string,
  userId: string,
): Promise<ConnectedSession | null> {
  // Read before the tokens: if the connection is replaced in between, what Box says is dropped.
  const known = accountMode.kind === 'own' ? await store.connections.get(tenant, userId) : null;
  if (accountMode.kind === 'own' && known === null) return null;
  const session = await box.sessionFor(tenant, userId);
  return session && { session, since: known?.since ?? null };
}

/**
 * Starts an OAuth attempt and renders the modal with its link. Also returns the attempt's id, with which the caller
 * records the modal's id once Slack has given it one.
 *
 * @param why the sentence that says why the person needs another link; null for the first link
 */
export async function linkView(
  services: Services,
  tenant: string,
  person: Person,
  origin: ConnectOrigin,
  why: string | null = null,
): Promise<{ readonly view: ModalView; readonly id: string }> {
  const { accountMode } = services;
  if (accountMode.kind !== 'own') throw new Fault('a link to Box where nobody connects an own account');
  const { id, link } = await services.store.oauthStates.begin(tenant, person.userId, origin);
  const shown = await connectionShown(services, tenant, person.userId);
  const url = `${accountMode.publicUrl}/box/connect?state=${link}`;
  const login = shown.state === 'connected' ? (shown.login ?? '') : null;
  return {
    id,
    view: connectView({ url, draftId: origin.draftId, login, why }, textsFor(person)),
  };
}

/**
 * Why a request is not being followed in Box: its requester has no connection, or has since connected another
 * account, to which Box has not shown the request. Null while it is followed, or there is nothing to follow.
 */
export async function whyNotFollowed(services: Services, record: SignRequest): Promise<LostReason | null> {
  if (!isFollowable(record) || services.accountMode.kind !== 'own') return null;
  return lostReasonOf(record, await services.store.connections.get(record.tenant, record.requester));
}

/** Returns a function like `whyNotFollowed` for a person's own requests. Reads their connection only once. */
export async function lostReasons(
  services: Services,
  tenant: string,
  userId: string,
): Promise<(record: SignRequest) => LostReason | null> {
  if (services.accountMode.kind !== 'own') return () => null;
  const known = await services.store.connections.get(tenant, userId);
  return (record) => (isFollowable(record) ? lostReasonOf(record, known) : null);
}

function isFollowable(record: SignRequest): boolean {
  return statusTable[record.state].isAtBox && !isOver(record);
}

function lostReasonOf(record: SignRequest, known: Connection | null): LostReason | null {
  if (known?.state !== 'active') return 'cut';
  return isOfOtherAccount(record, known) && (record.observedAt ?? 0) < known.since ? 'other_account' : null;
}

/** How many open requests were sent from a Box account other than the one connected now. */
export async function countFromOtherAccount(
  services: Services,
  tenant: string,
  userId: string,
  known: Connection,
): Promise<number> {
  const { signRequests } = services.store;
  const all = await signRequests.listAll(tenant, userId);
  const open = all.filter(({ state }) => statusTable[state].isAtBox && !statusTable[state].isFinal);
  const records = await signRequests.getMany(
    tenant,
    userId,
    open.map(({ id }) => id),
  );
  return records.filter((record) => isOfOtherAccount(record, known)).length;
}

function isOfOtherAccount({ details }: SignRequest, { login }: Connection): boolean {
  return details.senderEmail !== null && !isSameAddress(details.senderEmail, login);
}
