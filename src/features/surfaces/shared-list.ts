/** Renders the requests of others in the list, from the store alone: it never waits for Box. */
import { type ListState, pageOfList } from '../../signing/request-list.ts';
import { pageOfShared } from '../../signing/shared.ts';
import { work } from '../../signing/work.ts';
import type { Person } from '../../store/database.ts';
import type { ListSource } from '../../views/list-frame.ts';
import { sharedListView } from '../../views/shared-list.ts';
import { type Services, textsFor } from '../services.ts';

/** Renders the list of others' requests. @param wanted the sender, search and page that the person chose */
export async function renderShared(
  services: Services,
  tenant: string,
  person: Person,
  wanted: ListState,
  source: ListSource,
) {
  const { signRequests, sharedRequests } = services.store;
  const own = pageOfList(await signRequests.listAll(tenant, person.userId), wanted);
  const all = await sharedRequests.list({ tenant, user: person.userId });
  const page = pageOfShared(all, wanted);
  const selection: ListState = { ...wanted, page: page.page };
  const parts = { selection, own, page, source, t: textsFor(person), now: services.now() };
  return { view: sharedListView(parts), selection };
}

/** Records that Box is asked, and enqueues one job that reads from Box which requests are shared with the person. */
export async function readSharedSoon(services: Services, tenant: string, user: string): Promise<void> {
  const { lists, jobs } = services.store;
  const known = await lists.readState(tenant, user, 'shared');
  await lists.putReadState(tenant, user, { ...known, askedAt: services.now() }, 'shared');
  await jobs.enqueue(tenant, work.readShared({ user }));
}
