/**
 * Redraws the open form, with everything that was typed: for buttons such as More options and Use as message, for
 * another way of giving the document, and when a refused field was changed.
 */
import type { ModalView } from '@slack/types';
import { OutsideFailure } from '../../failure.ts';
import { formAfterWayChange } from '../../signing/defaults.ts';
import { documentWays, type FormValues } from '../../signing/form.ts';
import { holdsSigningLink } from '../../signing/quote.ts';
import { templateOf } from '../../signing/template-options.ts';
import type { ActionPayload, Answer } from '../../slack/payloads.ts';
import type { Draft, Person } from '../../store/database.ts';
import { readCreateModal } from '../../views/create-form.ts';
import { type CreateMetadata, readCreateMetadata } from '../../views/create-metadata.ts';
import { createModal } from '../../views/create-modal.ts';
import { pressedByMember } from '../rights/members.ts';
import type { Services } from '../services.ts';
import { formDefaultsOf } from '../settings/read.ts';
import { tellOutdated } from '../tell.ts';
import { formContext } from './form.ts';

/** The button More options: redraws the form expanded, with everything that was typed. */
export function moreOptions(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, (form) => ({ ...form, expanded: true }));
}

/** The button Recent signers…: redraws the form with a menu of the people of the latest requests. */
export function offerRecentSigners(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, (form) => ({ ...form, isRecentShown: true }));
}

/**
 * The menu beside Document: redraws the form with the field for another way of giving the document. The previous
 * field's value is stored, because Slack drops it, and comes back when the person returns to that way.
 */
export function chooseWay(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, async (form, { tenant, draft }) => {
    const defaults = await formDefaultsOf(services, tenant, draft.user);
    const way = documentWays.find((each) => each === payload.value) ?? form.values.way;
    const values = formAfterWayChange({ ...form.values, way }, form.values.way, defaults);
    await services.store.drafts.put(tenant, { ...draft, form: values });
    return { ...form, values };
  });
}

/** The button Replace, beside the files that were uploaded: shows the field for files again. */
export function replaceUpload(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, async (form, { tenant, draft }) => {
    await services.store.drafts.put(tenant, { ...draft, form: { ...draft.form, uploads: [] } });
    return { ...form, values: { ...form.values, uploads: [] }, isCorrected: true };
  });
}

/** The button Use as message: adds the words that were typed after the command to the message, below its text. */
export function useAsMessage(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, async (form, { tenant, draft }) => {
    const words = form.notUsed?.words ?? '';
    const message = [form.values.message, words].filter((text) => text !== '').join('\n');
    await services.store.drafts.put(tenant, { ...draft, form: { ...draft.form, message } });
    return {
      ...form,
      values: { ...form.values, message },
      notUsed: form.notUsed && { ...form.notUsed, words: '' },
      isMessageFilledIn: true,
    };
  });
}

/**
 * A refused field was changed: removes the refusal from the top of the form. Slack reports every character until the
 * form is redrawn. The person is typing meanwhile, so a failure is not reported to them.
 */
export function correctField(services: Services, payload: ActionPayload): Promise<Answer> {
  return redrawForm(services, payload, (form) => ({ ...form, isCorrected: true }), { isQuiet: true });
}

/** An open form: its metadata and its values. */
export type OpenForm = CreateMetadata & { readonly values: FormValues };

/** Redraws the form, changed by `change`. @param isQuiet the person is told nothing when the form cannot be redrawn */
async function redrawForm(
  services: Services,
  payload: ActionPayload,
  change: (form: OpenForm, of: { tenant: string; draft: Draft }) => OpenForm | Promise<OpenForm>,
  { isQuiet = false } = {},
): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const { view } = payload;
    const open = view ? await readOpenForm(services, tenant, person, view) : null;
    if (!view || !open) return isQuiet ? {} : tellOutdated(services, payload, person);
    const { draft, form } = open;
    const changed = await change(form, { tenant, draft });
    const redrawn = await renderOpenForm(services, tenant, person, draft, changed);
    return { after: () => replaceForm(services, { id: view.id, hash: view.hash }, redrawn, isQuiet) };
  });
}

/**
 * The form in which a button was pressed, with its present values; null when it is another person's, or its draft has
 * expired.
 */
export async function readOpenForm(
  services: Services,
  tenant: string,
  person: Person,
  view: NonNullable<ActionPayload['view']>,
): Promise<{ readonly draft: Draft; readonly form: OpenForm } | null> {
  const metadata = readCreateMetadata(view.privateMetadata);
  const draft = metadata ? await services.store.drafts.get(tenant, metadata.draftId) : null;
  if (draft?.user !== person.userId || !metadata) return null;
  const values = withoutSigningLinks(readCreateModal(view.state, draft.form, metadata));
  if (values.uploads === draft.form.uploads) return { draft, form: { ...metadata, values } };
  // Slack cannot fill in the field for files again, so a redrawn form takes the files from the draft.
  const kept = { ...draft, form: { ...draft.form, uploads: values.uploads } };
  await services.store.drafts.put(tenant, kept);
  return { draft: kept, form: { ...metadata, values } };
}

/**
 * The view of an open form with these values, and with what its draft holds besides, such as the problem at its top.
 * While Box is asked about the form's template, stores how the form is shown, so that the answer does not undo it.
 */
export async function renderOpenForm(
  services: Services,
  tenant: string,
  person: Person,
  draft: Draft,
  form: OpenForm,
): Promise<ModalView> {
  const drawn = createModal({
    ...form,
    ...(await formContext(services, tenant, person, draft)),
    problem: draft.problem,
  });
  if (templateOf(form.values)?.template === null)
    await services.store.drafts.recordShown(tenant, draft.id, drawn.private_metadata ?? '');
  return drawn;
}

/** Replaces the form in its modal. @param isQuiet the person is not told of any failure */
export async function replaceForm(
  services: Services,
  view: { readonly id: string; readonly hash: string | null },
  redrawn: ModalView,
  isQuiet: boolean,
): Promise<void> {
  try {
    // On a second press the view has already changed, or it is closed.
    const isShown = await services.slack.updateView(view.id, redrawn, view.hash ?? undefined);
    if (!isShown) services.log.info('a press on the form came too late');
  } catch (error) {
    if (!isQuiet || !(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'the form could not be redrawn');
  }
}

/**
 * The values, but with no document or other signers where that field holds a signing link, which must not be stored.
 * On screen Slack keeps what was typed, also when the form is redrawn.
 */
function withoutSigningLinks(values: FormValues): FormValues {
  const kept = (text: string): string => (holdsSigningLink(text) ? '' : text);
  return { ...values, document: kept(values.document), others: kept(values.others) };
}
