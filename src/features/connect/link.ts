/**
 * Shows the link to Box: after the command, and after a press on Connect Box, where it may replace the form.
 * Where people do not connect their own accounts, the answer to the command says so.
 */
import type { ActionPayload, Answer, CommandPayload } from '../../slack/payloads.ts';
import type { Draft, Person } from '../../store/database.ts';
import { readWaitingDraft } from '../../views/connect-views.ts';
import { formOfDraft } from '../create/form.ts';
import { readOpenForm } from '../create/redraw-form.ts';
import { forMember, pressedByMember } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { tellOutdated, tellPrivately, tellRequestNotFound } from '../tell.ts';
import { connectWithCode } from './code.ts';
import { linkView } from './connection.ts';

/** `/sign connect`, with or without the 6-digit code. */
export function connectByCommand(services: Services, payload: CommandPayload, words: string): Answer {
  return forMember(services, payload, async (member) => {
    const { tenant, person, t } = member;
    const { kind } = services.accountMode;
    if (kind !== 'own') return tellPrivately(services, payload, t.connect.notOwn[kind], t);
    if (words.trim() !== '') return connectWithCode(services, payload, member, words.trim());
    await openLink(services, tenant, person, payload.triggerId, 'open');
  });
}

/** The button Connect Box. On the form, the link replaces the form, which is stored; elsewhere it opens a modal. */
export function pressConnect(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const { triggerId, view } = payload;
    if (services.accountMode.kind !== 'own' || !triggerId) return tellOutdated(services, payload, person);
    const open = view ? await readOpenForm(services, tenant, person, view) : null;
    if (!view || !open) {
      const kept = !view && payload.value ? await services.store.drafts.get(tenant, payload.value) : null;
      const waiting = kept?.user === person.userId ? kept.id : null;
      return { after: () => openLink(services, tenant, person, triggerId, view ? 'push' : 'open', waiting) };
    }
    const { draft, form } = open;
    await services.store.drafts.put(tenant, { ...draft, form: form.values, problem: null });
    const link = await linkView(services, tenant, person, { viewId: view.id, draftId: draft.id });
    return { after: async () => void (await services.slack.updateView(view.id, link.view)) };
  });
}

async function openLink(
  services: Services,
  tenant: string,
  person: Person,
  triggerId: string,
  how: 'open' | 'push',
  draftId: string | null = null,
): Promise<void> {
  const { id, view } = await linkView(services, tenant, person, { viewId: null, draftId });
  const { slack, store } = services;
  const { viewId } = await (how === 'open'
    ? slack.openView(triggerId, view)
    : slack.pushView(triggerId, view));
  await store.oauthStates.recordView(tenant, id, viewId);
}

/** The button Back to the form, in the modal with the link. */
export async function backToForm(services: Services, payload: ActionPayload): Promise<Answer> {
  const { view } = payload;
  const found = await ownDraft(services, payload, view ? readWaitingDraft(view.privateMetadata) : null);
  if (!('draft' in found)) return found;
  if (!view) return tellOutdated(services, payload, found.person);
  const form = await formOfDraft(services, found.tenant, found.person, found.draft);
  // From now on, jobs that update the modal with the link must not replace the form.
  await services.store.drafts.recordFormShown(found.tenant, found.draft.id, view.id);
  return { after: async () => void (await services.slack.updateView(view.id, form)) };
}

/** Opens the form again, for the button of that name on the message that says that the person is connected. */
export async function openFormAgain(services: Services, payload: ActionPayload): Promise<Answer> {
  const { triggerId } = payload;
  const found = await ownDraft(services, payload, payload.value);
  if (!('draft' in found)) return found;
  if (!triggerId) return tellOutdated(services, payload, found.person);
  // The new rendering is kept for 24 hours from now.
  const draft = { ...found.draft, createdAt: services.now() };
  const form = await formOfDraft(services, found.tenant, found.person, draft);
  return { after: async () => void (await services.slack.openView(triggerId, form)) };
}

function ownDraft(
  services: Services,
  payload: ActionPayload,
  draftId: string | null,
): Promise<{ readonly tenant: string; readonly person: Person; readonly draft: Draft } | Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const draft = draftId ? await services.store.drafts.get(tenant, draftId) : null;
    if (draft?.user !== person.userId) return tellRequestNotFound(services, payload, person, 'form');
    return { tenant, person, draft };
  });
}
