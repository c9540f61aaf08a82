/** Handles what a person does in the list: choose a group or a page, search, ask Box again, close the list. */

import { type Group, groups, type ListState, listState } from '../../signing/request-list.ts';
import { senderLogin } from '../../signing/shared.ts';
import type {
  ActionPayload,
  Answer,
  ClosePayload,
  SubmissionPayload,
  ViewPayload,
} from '../../slack/payloads.ts';
import type { Person } from '../../store/database.ts';
import { groupAction } from '../../views/actions.ts';
import { readListMetadata, readListSearch } from '../../views/list-frame.ts';
import { sentenceView } from '../../views/sentence.ts';
import { readSender } from '../../views/shared-list.ts';
import { closedByMember, forMember, submittedByMember } from '../rights/members.ts';
import { type Services, textsFor } from '../services.ts';
import { drawListsSoon, type RenderedList, readListSoon, renderList } from '../surfaces/list-views.ts';
import { readSharedSoon } from '../surfaces/shared-list.ts';
import { tellPrivately } from '../tell.ts';

type Press = (services: Services, payload: ActionPayload) => Answer;

/** The handlers of the list's group buttons, by action id. Each shows the requests of its group. */
export const groupButtonHandlers: Readonly<Record<string, Press>> = Object.fromEntries(
  groups.map((group: Group) => [
    groupAction(group),
    (services: Services, payload: ActionPayload) =>
      handleChoice(services, payload, ({ query }) => listState({ group, isPicked: true }, query, 1)),
  ]),
);

/** The button Newer: the previous page. */
export const pressNewer: Press = (services, payload) =>
  handleChoice(services, payload, (chosen) => listState(chosen, chosen.query, chosen.page - 1));

/** The button Older: the next page. */
export const pressOlder: Press = (services, payload) =>
  handleChoice(services, payload, (chosen) => listState(chosen, chosen.query, chosen.page + 1));

/** Enter in the search field. */
export const pressSearch: Press = (services, payload) =>
  handleChoice(services, payload, (chosen) => searched(chosen, payload.value ?? ''));

/** The list after a new search: in the open group or, if nothing matches there, in the first group that has a match. */
function searched({ group, shared }: ListState, query: string): ListState {
  return listState({ group, isPicked: false, ...(shared && { shared }) }, query, 1);
}

/** The button Ask Box again, after Box did not answer. */
export const pressListAgain: Press = (services, payload) =>
  handleChoice(services, payload, (chosen) => chosen, { asksBox: true });

/** The button Shared with me: shows requests of others, and asks Box for them. */
export const pressShared: Press = (services, payload) =>
  handleChoice(
    services,
    payload,
    ({ group, isPicked, query }) => listState({ group, isPicked, shared: { sender: null } }, query, 1),
    { asksBox: true },
  );

/** The menu of senders in the list of others' requests. */
export const pressSharedSender: Press = (services, payload) =>
  forMember(services, payload, async ({ tenant, person }) => {
    const records = await services.store.sharedRequests.list({ tenant, user: person.userId });
    const sender = readSender(payload.value, records.map(senderLogin));
    const next = ({ group, isPicked, query }: ListState): ListState =>
      listState({ group, isPicked, shared: { sender } }, query, 1);
    await handleChoice(services, payload, next).after?.();
  });

interface Options {
  readonly asksBox?: boolean;
}

function handleChoice(
  services: Services,
  payload: ActionPayload,
  next: (chosen: ListState) => ListState,
  { asksBox = false }: Options = {},
): Answer {
  return forMember(services, payload, async ({ tenant, person }) => {
    const { view } = payload;
    const chosen = await openListState(services, tenant, person, view);
    if (!view || !chosen)
      return tellPrivately(services, payload, textsFor(person).list.tooOld, textsFor(person));
    const wanted = withTypedSearch(next, chosen, view);
    const readSoon = wanted.shared ? readSharedSoon : readListSoon;
    if (asksBox) await readSoon(services, tenant, person.userId);
    const drawn = await storeAndRender(services, tenant, person, view, wanted);
    await services.slack.updateView(view.id, drawn.view);
    await redrawIfChanged(services, tenant, person, view, drawn);
  });
}

/** What `next` makes of the choice. A search that was typed without Enter counts too, and begins at the first page. */
function withTypedSearch(
  next: (chosen: ListState) => ListState,
  chosen: ListState,
  { state }: ViewPayload,
): ListState {
  const typed = readListSearch(state);
  if (typed === null) return next(chosen);
  const { query } = listState(chosen, typed, 1);
  return query === chosen.query ? next(chosen) : { ...next({ ...chosen, query }), page: 1 };
}

/** The button below the search field: the same as Enter in it. */
export function submitList(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async ({ tenant, person, t }) => {
    const chosen = await openListState(services, tenant, person, payload.view);
    if (!chosen) return { ack: { response_action: 'push', view: sentenceView(t.list.tooOld, t) } };
    const wanted = searched(chosen, readListSearch(payload.view.state) ?? '');
    const drawn = await storeAndRender(services, tenant, person, payload.view, wanted);
    return {
      ack: { response_action: 'update', view: drawn.view },
      after: () => redrawIfChanged(services, tenant, person, payload.view, drawn),
    };
  });
}

/** The person closed the list, so it is no longer redrawn. */
export function closeList(services: Services, payload: ClosePayload): Promise<Answer> {
  return closedByMember(services, payload, async ({ tenant, person }) => {
    const known = await services.store.lists.view(tenant, payload.view.id);
    if (known?.user === person.userId) await services.store.lists.removeView(tenant, known.id);
  });
}

/** The group, search and page that this view of the list shows; null when it is not an open list of this person. */
export async function openListState(
  services: Services,
  tenant: string,
  person: Person,
  view: ViewPayload | null,
): Promise<ListState | null> {
  const known = view ? await services.store.lists.view(tenant, view.id) : null;
  return view && known?.user === person.userId ? readListMetadata(view.privateMetadata) : null;
}

/** Stores the person's choice, and renders it. It is stored before it is shown, so that every later redraw uses it. */
async function storeAndRender(
  services: Services,
  tenant: string,
  person: Person,
  view: ViewPayload,
  wanted: ListState,
): Promise<RenderedList> {
  const drawn = await renderList(services, tenant, person, wanted);
  await services.store.lists.putView(tenant, { id: view.id, user: person.userId, state: drawn.selection });
  return drawn;
}

/**
 * Redraws the list if its content or the person's choice has changed since `drawn` was rendered: showing `drawn` may
 * have overwritten a newer state.
 */
async function redrawIfChanged(
  services: Services,
  tenant: string,
  person: Person,
  { id }: ViewPayload,
  drawn: RenderedList,
): Promise<void> {
  const known = await services.store.lists.view(tenant, id);
  if (known === null) return;
  const { view } = await renderList(services, tenant, person, known.state);
  if (JSON.stringify(view) === JSON.stringify(drawn.view)) return;
  await drawListsSoon(services, tenant, person.userId);
}
