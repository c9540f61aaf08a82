/** The list of a person's sign requests: drawn from the store alone, whatever Box is doing. */
import type { ModalView } from '@slack/types';
import { type ListState, pageOfList } from '../../signing/request-list.ts';
import { work } from '../../signing/work.ts';
import type { Person } from '../../store/database.ts';
import { type ListSource, requestListView } from '../../views/request-list.ts';
import { connectionShown } from '../connect/connection.ts';
import { type Services, textsFor } from '../services.ts';

export interface RenderedList {
  readonly view: ModalView;
  /** What the list shows: the person's last choice. */
  readonly selection: ListState;
}

/** @param wanted what the person chose, or what they were shown. */
export async function renderList(
  services: Services,
  tenant: string,
  person: Person,
  wanted: ListState,
): Promise<RenderedList> {
  const { signRequests } = services.store;
  const list = await signRequests.listAll(tenant, person.userId);
  const page = pageOfList(list, wanted);
  const selection: ListState = {
    ...wanted,
    group: page.ids.length > 0 ? page.group : wanted.group,
    page: page.page,
  };
  const records = await signRequests.getMany(tenant, person.userId, page.ids);
  const source = await sourceOf(services, tenant, person.userId);
  const t = textsFor(person);
  return { view: requestListView({ selection, page, records, source, t, now: services.now() }), selection };
}

async function sourceOf(services: Services, tenant: string, user: string): Promise<ListSource> {
  const { askedAt, listedAt, failedAt } = await services.store.lists.readState(tenant, user);
  if (askedAt !== null) return { state: 'asking', listedAt };
  const shown = await connectionShown(services, tenant, user);
  if (shown.state === 'none') return { state: 'not_connected', canConnect: shown.canConnect, listedAt };
  return { state: failedAt === null ? 'answered' : 'silent', listedAt };
}

/** Has Box asked for the person's list, once for all their open lists. */
export async function askForList(services: Services, tenant: string, user: string): Promise<void> {
  const known = await services.store.lists.readState(tenant, user);
  await services.store.lists.putReadState(tenant, user, { ...known, askedAt: services.now() });
  await services.store.jobs.enqueue(tenant, work.readList({ user }));
}

/** Redraws the person's open lists, once for many changes. */
export function drawListsSoon(services: Services, tenant: string, user: string): Promise<void> {
  return services.store.jobs.enqueue(tenant, work.drawLists({ user }));
}

/** Box did not answer, or we failed: the open lists say so. */
export async function listFailed(services: Services, tenant: string, user: string): Promise<void> {
  const known = await services.store.lists.readState(tenant, user);
  await services.store.lists.putReadState(tenant, user, {
    ...known,
    askedAt: null,
    failedAt: services.now(),
  });
}
