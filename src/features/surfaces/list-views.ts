/** Renders the list of a person's sign requests, from the store alone: it never waits for Box. */
import type { ModalView } from '@slack/types';
import { refusalOf } from '../../box/refusal.ts';
import type { OutsideFailure } from '../../failure.ts';
import { listRefusal } from '../../signing/list-refusal.ts';
import { type ListState, pageOfList } from '../../signing/request-list.ts';
import { work } from '../../signing/work.ts';
import type { Person, WhichList } from '../../store/database.ts';
import type { ListSource } from '../../views/list-frame.ts';
import { requestListView } from '../../views/request-list.ts';
import { connectionShown, lostReasons } from '../connect/connection.ts';
import { type Services, textsFor } from '../services.ts';
import { renderShared } from './shared-list.ts';

/** The modal of a list, and which requests, group and page it shows. */
export interface RenderedList {
  readonly view: ModalView;
  /** The group, search and page that the list shows. */
  readonly selection: ListState;
}

/** Renders the list. @param wanted the group, search and page that the person chose, or was shown before */
export async function renderList(
  services: Services,
  tenant: string,
  person: Person,
  wanted: ListState,
): Promise<RenderedList> {
  if (wanted.shared) {
    const source = await sourceOf(services, tenant, person.userId, 'shared');
    return renderShared(services, tenant, person, wanted, source);
  }
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
  const parts = {
    ...{ selection, page, records, source },
    lostOf: await lostReasons(services, tenant, person.userId),
    ...{ t: textsFor(person), now: services.now() },
  };
  return { view: requestListView(parts), selection };
}

async function sourceOf(
  services: Services,
  tenant: string,
  user: string,
  which: 'own' | 'shared' = 'own',
): Promise<ListSource> {
  const { askedAt, listedAt, failedAt, refusal } = await services.store.lists.readState(tenant, user, which);
  if (askedAt !== null) return { state: 'asking', listedAt };
  const shown = await connectionShown(services, tenant, user);
  if (shown.state === 'none') return { state: 'not_connected', canConnect: shown.canConnect, listedAt };
  if (failedAt === null) return { state: 'answered', listedAt };
  return refusal === null ? { state: 'silent', listedAt } : { state: 'refused', refusal, listedAt };
}

/** Records that Box is asked, and enqueues one job that reads the person's list from Box, for all their open lists. */
export async function readListSoon(services: Services, tenant: string, user: string): Promise<void> {
  const known = await services.store.lists.readState(tenant, user);
  await services.store.lists.putReadState(tenant, user, { ...known, askedAt: services.now() });
  await services.store.jobs.enqueue(tenant, work.readList({ user }));
}

/** Whether the person has a list open. */
export async function hasOpenList({ store }: Services, tenant: string, user: string): Promise<boolean> {
  return (await store.lists.viewsOf(tenant, user)).length > 0;
}

/** Enqueues one job that redraws all lists that the person has open. */
export function drawListsSoon(services: Services, tenant: string, user: string): Promise<void> {
  return services.store.jobs.enqueue(tenant, work.drawLists({ user }));
}

/** As `drawListsSoon`, but enqueues the job only if the person has a list open. */
export async function drawOpenListsSoon(services: Services, tenant: string, user: string): Promise<void> {
  if (await hasOpenList(services, tenant, user)) await drawListsSoon(services, tenant, user);
}

/**
 * Records that the list could not be read from Box, so that open lists say so when they are redrawn.
 * @param failure how Box failed; null: the failure was the app's own
 */
export async function recordListFailure(
  { store: { lists }, now, accountMode }: Services,
  tenant: string,
  user: string,
  failure: OutsideFailure | null,
  which?: WhichList,
): Promise<void> {
  const known = await lists.readState(tenant, user, which);
  const refused = failure && refusalOf(failure, 'template');
  // People who connect their own accounts read elsewhere in the list that theirs has ended, with a button to connect.
  const isEnded = refused?.code === 'connection_expired' && accountMode.kind === 'own';
  const refusal = refused && !isEnded ? listRefusal(refused.code) : null;
  await lists.putReadState(tenant, user, { ...known, askedAt: null, failedAt: now(), refusal }, which);
}
