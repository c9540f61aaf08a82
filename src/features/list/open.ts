/**
 * Opens the list of a person's sign requests immediately, from what is stored; then Box is asked, and its answer is
 * drawn into the open list.
 */
import { typedWords } from '../../signing/arguments.ts';
import { listState } from '../../signing/request-list.ts';
import type { ActionPayload, Answer, CommandPayload } from '../../slack/payloads.ts';
import type { Person } from '../../store/database.ts';
import { readSearchWords } from '../../views/request-choice.ts';
import { connectionShown } from '../connect/connection.ts';
import { forMember } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { drawListsSoon, readListSoon, renderList } from '../surfaces/list-views.ts';
import { showModal } from '../surfaces/show-modal.ts';

/** `/sign list`, with or without words to search for. */
export function openList(services: Services, payload: CommandPayload, words: string): Answer {
  return forMember(services, payload, async (member) => {
    const show: Show = (view) => services.slack.openView(payload.triggerId, view);
    await open(services, member, typedWords(words), show);
  });
}

/** The button All my requests. */
export function pressAllRequests(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async (member) => {
    const { triggerId } = payload;
    if (!triggerId) return;
    const show: Show = (view) => showModal(services, member.tenant, { ...payload, triggerId }, view);
    await open(services, member, readSearchWords(payload.value), show);
  });
}

type Show = (view: Parameters<Services['slack']['openView']>[1]) => Promise<{ viewId: string }>;

async function open(
  services: Services,
  who: { readonly tenant: string; readonly person: Person },
  words: string,
  show: Show,
): Promise<void> {
  const { tenant, person } = who;
  const { store } = services;
  const hasBox = (await connectionShown(services, tenant, person.userId)).state === 'connected';
  const known = await store.lists.readState(tenant, person.userId);
  // Recorded before Box is asked, so that the list opens with the note that Box is being asked.
  if (hasBox) await store.lists.putReadState(tenant, person.userId, { ...known, askedAt: services.now() });
  const wanted = listState({ group: null, isPicked: false }, words, 1);
  const { view, selection } = await renderList(services, tenant, person, wanted);
  try {
    const { viewId } = await show(view);
    await store.lists.putView(tenant, { id: viewId, user: person.userId, state: selection });
  } finally {
    // Done even if Slack did not open the list: the person's other open lists may already say that Box is being asked.
    if (hasBox) await readListSoon(services, tenant, person.userId);
    else await drawListsSoon(services, tenant, person.userId);
  }
}
