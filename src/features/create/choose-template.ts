/**
 * Handles the choice of a template: the form asks for its people and values once Box has described it. The description
 * is stored in the draft, so that the form is later read with the same fields as it was drawn.
 */
import type { BoxSession } from '../../box/session.ts';
import { getTemplate } from '../../box/templates.ts';
import { OutsideFailure } from '../../failure.ts';
import { formAfterWayChange } from '../../signing/defaults.ts';
import type { Refusal } from '../../signing/refusals.ts';
import { type Template, withDescription } from '../../signing/template.ts';
import { templateOf } from '../../signing/template-options.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import { readCreateMetadata } from '../../views/create-metadata.ts';
import { type Member, pressedByMember } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { formDefaultsOf } from '../settings/read.ts';
import { tellOutdated } from '../tell.ts';
import { type OpenForm, readOpenForm, renderOpenForm, replaceForm } from './redraw-form.ts';
import { refusalOrThrow } from './refusal.ts';

/** The menu of templates in the form, and the button beside a template that Box has not described. */
export function chooseTemplate(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async (member) => {
    const { tenant, person } = member;
    const { view } = payload;
    const open = view ? await readOpenForm(services, tenant, person, view) : null;
    if (!view || !open) return tellOutdated(services, payload, person);
    const { form } = open;
    const draft = { ...open.draft, form: form.values, problem: null };
    await services.store.drafts.put(tenant, draft);
    const drawn = await renderOpenForm(services, tenant, person, draft, form);
    return {
      after: async () => {
        await replaceForm(services, { id: view.id, hash: null }, drawn, false);
        await describeTemplate(services, member, view.id, form);
      },
    };
  });
}

/**
 * Asks Box for the template of an open form, and redraws the form with the template's fields, or with the reason why
 * there are none.
 */
export async function describeTemplate(
  services: Services,
  { tenant, person }: Pick<Member, 'tenant' | 'person'>,
  viewId: string,
  form: OpenForm,
): Promise<void> {
  const wanted = templateOf(form.values);
  if (wanted === null || wanted.template !== null) return;
  const session = await services.box.sessionFor(tenant, person.userId);
  const read = session ? await describe(services, session, wanted.id) : ({ code: 'not_connected' } as const);
  const draft = await services.store.drafts.get(tenant, form.draftId);
  const chosen = draft ? templateOf(draft.form) : null;
  // Meanwhile another template was chosen, or Ask again was pressed and Box has described this one.
  if (!draft || chosen?.id !== wanted.id || chosen.template !== null) return;
  const isRead = 'roles' in read;
  const template = isRead ? withDescription(chosen, read) : chosen;
  const defaults = await formDefaultsOf(services, tenant, person.userId);
  const values = formAfterWayChange({ ...draft.form, template }, draft.form.way, defaults);
  const kept = { ...draft, form: values, problem: isRead ? null : read };
  await services.store.drafts.put(tenant, kept);
  const shown = readCreateMetadata((await services.store.drafts.shownWith(tenant, draft.id)) ?? '') ?? form;
  const drawn = await renderOpenForm(services, tenant, person, kept, {
    ...shown,
    values,
    isCorrected: false,
  });
  await replaceForm(services, { id: viewId, hash: null }, drawn, true);
}

async function describe(services: Services, session: BoxSession, id: string): Promise<Template | Refusal> {
  try {
    return await getTemplate(session, id);
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'a template could not be read');
    if (error.kind !== 'final') return { code: 'template_unread' };
    return refusalOrThrow(services, error, 'template').refusal;
  }
}
