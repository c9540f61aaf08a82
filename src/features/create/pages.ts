/**
 * The pages on top of the form: Roles of signers, and Rarely needed. Each is a modal of its own, so the form's values
 * are stored when a page opens. What is saved on a page is then stored with the form, which is redrawn.
 */
import type { ModalView } from '@slack/types';
import { OutsideFailure } from '../../failure.ts';
import type { ViewState } from '../../shapes.ts';
import type { FormValues, Phone } from '../../signing/form.ts';
import { optionRefusals } from '../../signing/option-values.ts';
import type { FieldRefusal } from '../../signing/refusals.ts';
import { signerRefusals } from '../../signing/signer-choices.ts';
import { readSigners } from '../../signing/signers.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../../slack/payloads.ts';
import type { Draft, Person } from '../../store/database.ts';
import { type FormBelow, pageErrors, readFormBelow } from '../../views/pages.ts';
import { rareOptionsView, readRareOptions } from '../../views/rare-options.ts';
import { sentenceView } from '../../views/sentence.ts';
import { readPhones, readSignersPage, signersPage } from '../../views/signers-page.ts';
import { pressedByMember, submittedByMember } from '../rights/members.ts';
import { type Services, textsFor } from '../services.ts';
import { settingsOf } from '../settings/read.ts';
import { showModal } from '../surfaces/show-modal.ts';
import { tellOutdated } from '../tell.ts';
import { namedSigners } from './colleagues.ts';
import { readOpenForm, renderOpenForm, replaceForm } from './redraw-form.ts';

/** The form below a page, and its person. */
interface PageContext {
  readonly services: Services;
  readonly tenant: string;
  readonly person: Person;
  readonly form: FormValues;
  readonly phones: readonly Phone[];
}

/** A page on top of the form: how it is drawn, and how it changes the form's values. */
interface Page {
  readonly draw: (on: PageContext, below: FormBelow) => Promise<ModalView>;
  readonly read: (on: PageContext, state: ViewState) => PageValues;
}

/** What was read from a page: the form with its values, and what is wrong with them. */
interface PageValues {
  readonly form: FormValues;
  /** The phone numbers that were typed; absent: the earlier ones stay. */
  readonly phones?: readonly Phone[];
  readonly refusals: Readonly<Record<string, FieldRefusal>>;
}

const rarePage: Page = {
  draw: async ({ form, person }, below) => rareOptionsView(form, below, textsFor(person)),
  read: ({ form: before }, state) => {
    const form = { ...before, ...readRareOptions(state, before) };
    return { form, refusals: optionRefusals(form, ['rare']) };
  },
};

const rolesPage: Page = {
  draw: async ({ services, tenant, person, form, phones }, below) => {
    const t = textsFor(person);
    const people = signersOf(form, person);
    if ('refusals' in people) {
      const [why] = Object.values(people.refusals);
      return sentenceView(why ? t.refusal.atField(why) : t.notNow, t);
    }
    const named = await namedSigners(services, tenant, people.signers, t);
    const settings = await settingsOf(services, tenant, person.userId);
    const chosen = { choices: form.signerChoices, phones };
    return signersPage(named, chosen, { isOwnOrder: form.order === 'own', settings }, below, t);
  },
  read: ({ form, person }, state) => {
    const people = signersOf(form, person);
    if ('refusals' in people) return { form, refusals: {} };
    const signerChoices = readSignersPage(state, people.signers, form.signerChoices);
    const { phones, refusals } = readPhones(state, people.signers, signerChoices);
    return {
      form: { ...form, signerChoices },
      phones,
      refusals: { ...refusals, ...signerRefusals(people.signers, signerChoices, person.userId) },
    };
  },
};

/** The signers of the form, without what was chosen for individual signers. */
function signersOf(form: FormValues, { userId }: Person): ReturnType<typeof readSigners> {
  const { colleagues, others, iSignToo } = form;
  return readSigners({ colleagues, others, iSignToo, requester: userId });
}

/** The page that a view shows, with the form below it; null when it is another person's, or its draft has expired. */
async function openedPage(
  services: Services,
  tenant: string,
  person: Person,
  view: { readonly privateMetadata: string },
): Promise<{ readonly below: FormBelow; readonly draft: Draft; readonly on: PageContext } | null> {
  const below = readFormBelow(view.privateMetadata);
  const draft = below ? await services.store.drafts.get(tenant, below.draftId) : null;
  if (!below || draft?.user !== person.userId) return null;
  return {
    below,
    draft,
    on: { services, tenant, person, form: draft.form, phones: draft.phones ?? [] },
  };
}

/**
 * The choice of signers who get a code by text message has changed: redraws the page, with a field for each phone
 * number.
 */
export function choosePhones(services: Services, payload: ActionPayload): Promise<Answer> {
  return pressedByMember(services, payload, async ({ tenant, person }) => {
    const { view } = payload;
    const opened = view ? await openedPage(services, tenant, person, view) : null;
    if (!view || !opened) return tellOutdated(services, payload, person);
    const { below, on } = opened;
    const { form } = rolesPage.read(on, view.state);
    return {
      after: async () =>
        replaceForm(
          services,
          { id: view.id, hash: view.hash },
          await rolesPage.draw({ ...on, form }, below),
          false,
        ),
    };
  });
}

/** Handles the button Rarely needed… of the form. */
export const openRareOptions = openHandler(rarePage);
/** Handles the button Keep on the page Rarely needed. */
export const keepRareOptions = keepHandler(rarePage);
/** Handles the button Roles of signers… of the form. */
export const openSigners = openHandler(rolesPage);
/** Handles the button Keep on the page Roles of signers. */
export const keepSigners = keepHandler(rolesPage);

function openHandler(page: Page): (services: Services, payload: ActionPayload) => Promise<Answer> {
  return (services, payload) =>
    pressedByMember(services, payload, async ({ tenant, person }) => {
      const { view, triggerId } = payload;
      const open = view ? await readOpenForm(services, tenant, person, view) : null;
      if (!view || !open || !triggerId) return tellOutdated(services, payload, person);
      const { draft } = open;
      const { values: form, ...metadata } = open.form;
      await services.store.drafts.put(tenant, { ...draft, form });
      return {
        after: async () => {
          const below = { ...metadata, formViewId: view.id };
          const drawn = await page.draw(
            { services, tenant, person, form, phones: draft.phones ?? [] },
            below,
          );
          await showOnce(services, tenant, { triggerId, view }, drawn);
        },
      };
    });
}

/**
 * Opens the page. A second press on the same rendering of the form opens no second page, because Slack accepts each
 * external id once.
 */
async function showOnce(
  services: Services,
  tenant: string,
  pressed: { readonly triggerId: string; readonly view: NonNullable<ActionPayload['view']> },
  page: ModalView,
): Promise<void> {
  const { id, hash } = pressed.view;
  const modal = hash === null ? page : { ...page, external_id: `${page.callback_id}/${id}/${hash}` };
  try {
    await showModal(services, tenant, pressed, modal);
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.reason !== 'duplicate_external_id') throw error;
    services.log.info({ failure: error.message }, 'a page is open already');
  }
}

function keepHandler(page: Page): (services: Services, payload: SubmissionPayload) => Promise<Answer> {
  return (services, payload) =>
    submittedByMember(services, payload, async ({ tenant, person, t }) => {
      const opened = await openedPage(services, tenant, person, payload.view);
      if (!opened) return { ack: { response_action: 'push', view: sentenceView(t.formOutOfDate, t) } };
      const { below, draft, on: before } = opened;
      const { form, refusals, phones = before.phones } = page.read(before, payload.view.state);
      const errors = pageErrors(refusals, t);
      if (Object.keys(errors).length > 0) return { ack: { response_action: 'errors', errors } };
      await services.store.drafts.put(tenant, { ...draft, form, phones });
      const redrawn = await renderOpenForm(services, tenant, person, draft, { ...below, values: form });
      // Three views were stacked, so the page has replaced the form.
      if (below.formViewId === payload.view.id) return { ack: { response_action: 'update', view: redrawn } };
      return { after: () => replaceForm(services, { id: below.formViewId, hash: null }, redrawn, false) };
    });
}
