/**
 * `/sign templates`: the person's own templates in Box, each with a button that opens the form with it. The list opens
 * immediately; Box is asked once it is open, and again for each search and page, because templates are not stored.
 */
import { listTemplates } from '../box/templates.ts';
import { describeError, OutsideFailure } from '../failure.ts';
import { typedWords } from '../signing/arguments.ts';
import { namedWith } from '../signing/find.ts';
import { emptyForm } from '../signing/form.ts';
import { listRefusal } from '../signing/list-refusal.ts';
import { chosenTemplate } from '../signing/template.ts';
import type {
  ActionPayload,
  Answer,
  CommandPayload,
  SubmissionPayload,
  ViewPayload,
} from '../slack/payloads.ts';
import { actions } from '../views/actions.ts';
import { readCreateMetadata } from '../views/create-metadata.ts';
import {
  readTemplateList,
  readTemplateSearch,
  readUsedTemplate,
  type TemplateListState,
  type TemplatesFound,
  templateListView,
} from '../views/template-list.ts';
import { connectionShown } from './connect/connection.ts';
import { describeTemplate } from './create/choose-template.ts';
import { sortedByName } from './create/find-template.ts';
import { renderForm } from './create/form.ts';
import { refusalOrThrow } from './create/refusal.ts';
import { forMember, type Member, submittedByMember } from './rights/members.ts';
import type { Services } from './services.ts';
import { showModal } from './surfaces/show-modal.ts';
import { tellOutdated } from './tell.ts';

/** `/sign templates`, with or without words to search for. */
export function openTemplates(services: Services, payload: CommandPayload, words: string): Answer {
  return forMember(services, payload, async (member) => {
    const state = { words: typedWords(words), page: 1 };
    const view = templateListView(state, { kind: 'asking' }, member.t);
    const { viewId } = await services.slack.openView(payload.triggerId, view);
    await drawTemplates(services, member, viewId, state, 'command');
  });
}

/** Handles a press in the list of templates: Enter in the search, another page, or Ask Box again. */
export function pressTemplates(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async (member) => {
    const { view, actionId, value } = payload;
    const shown = view ? readTemplateList(view.privateMetadata) : null;
    if (!view || !shown) return (await tellOutdated(services, payload, member.person)).after?.();
    const state = stateAfter(actionId, shown, value ?? '');
    await drawTemplates(services, member, view.id, state, 'press');
  });
}

function stateAfter(actionId: string, shown: TemplateListState, value: string): TemplateListState {
  if (actionId === actions.templateSearch) return { words: value, page: 1 };
  const step = { [actions.templatesEarlier]: -1, [actions.templatesLater]: 1 }[actionId] ?? 0;
  return { ...shown, page: shown.page + step };
}

/** Handles the button Search, which submits the list of templates: it searches, as Enter in the search field does. */
export function submitTemplates(services: Services, payload: SubmissionPayload): Promise<Answer> {
  return submittedByMember(services, payload, async (member) => {
    const view: ViewPayload = payload.view;
    const state = { words: readTemplateSearch(view.state), page: 1 };
    return {
      ack: { response_action: 'update', view: templateListView(state, { kind: 'asking' }, member.t) },
      after: () => drawTemplates(services, member, view.id, state, 'submission'),
    };
  });
}

/** Handles the button Use of a template: opens the form on top of the list. */
export function pressUseTemplate(services: Services, payload: ActionPayload): Answer {
  return forMember(services, payload, async (member) => {
    const { tenant, person } = member;
    const { triggerId, view } = payload;
    // Only the list of templates has this button.
    const used = view && readTemplateList(view.privateMetadata) ? readUsedTemplate(payload.value) : null;
    if (!triggerId || !used) return (await tellOutdated(services, payload, person)).after?.();
    const template = chosenTemplate(used.id, used.name);
    const values = { ...emptyForm, way: 'template' as const, template };
    const form = await renderForm(services, tenant, person, { values, isNew: true });
    const { viewId } = await showModal(services, tenant, { ...payload, triggerId }, form);
    const metadata = readCreateMetadata(form.private_metadata ?? '');
    if (metadata) await describeTemplate(services, member, viewId, { ...metadata, values });
  });
}

/**
 * For each list with a search under way, by view id: the newest search, and a promise that resolves when the last
 * drawing has ended. Box and Slack may answer an earlier search later, so an overtaken search draws nothing, and a
 * drawing waits for the one before.
 */
const openLists = new Map<string, { newest: symbol; drawn: Promise<unknown> }>();

/**
 * Searches, and draws the result.
 *
 * @param by what started the search: after a command or a submission, the list already says that Box is asked
 */
async function drawTemplates(
  services: Services,
  member: Member,
  viewId: string,
  state: TemplateListState,
  by: 'command' | 'press' | 'submission',
): Promise<void> {
  const search = Symbol();
  const list = openLists.get(viewId) ?? { newest: search, drawn: Promise.resolve() };
  list.newest = search;
  openLists.set(viewId, list);
  const isNewest = (): boolean => list.newest === search;
  const draw = (found: TemplatesFound): Promise<unknown> => {
    const drawing = list.drawn.then(() =>
      isNewest() ? services.slack.updateView(viewId, templateListView(state, found, member.t)) : null,
    );
    list.drawn = drawing.catch(() => null);
    return drawing;
  };
  try {
    const asking = by === 'press' ? draw({ kind: 'asking' }) : null;
    const [found] = await Promise.all([findTemplates(services, member, state.words), asking]);
    await draw(found);
  } catch (error) {
    // After a submission, the sentence about the failure replaces the list.
    if (by !== 'submission') await draw({ kind: 'silent' }).catch(() => null);
    if (isNewest()) throw error;
    services.log.info({ failure: describeError(error) }, 'an overtaken search for templates failed');
  } finally {
    if (isNewest()) openLists.delete(viewId);
  }
}

async function findTemplates(
  services: Services,
  { tenant, person }: Member,
  words: string,
): Promise<TemplatesFound> {
  const session = await services.box.sessionFor(tenant, person.userId);
  if (!session) {
    const shown = await connectionShown(services, tenant, person.userId);
    return { kind: 'notConnected', canConnect: shown.state === 'none' && shown.canConnect };
  }
  try {
    const all = await listTemplates(session);
    return { kind: 'listed', templates: sortedByName(namedWith(all, words)), isEmpty: all.length === 0 };
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'templates could not be listed');
    return error.kind === 'final' ? refusedFor(services, error) : { kind: 'silent' };
  }
}

/**
 * The result for a refusal by Box. A person whose connection has ended is offered to connect again, where people
 * connect their own accounts.
 */
function refusedFor(services: Services, error: OutsideFailure): TemplatesFound {
  const { code } = refusalOrThrow(services, error, 'template').refusal;
  if (code === 'not_connected') return { kind: 'notConnected', canConnect: true };
  return code === 'connection_expired' ? { kind: 'ended' } : { kind: 'refused', why: listRefusal(code) };
}
