/**
 * Renders the form. Each rendering has its own draft: the draft's id is the nonce that makes two submissions of one
 * rendering one sign request, and the draft stores the form's values: first those it was opened with, later what was
 * changed.
 */

import { randomUUID } from 'node:crypto';
import type { ModalView } from '@slack/types';
import { draftIdOf } from '../../signing/decide.ts';
import { defaultsOf, type FormDefaults, isSameFolder, withDefaults } from '../../signing/defaults.ts';
import type { FieldRefusals, FormValues, Phone } from '../../signing/form.ts';
import { recentSigners } from '../../signing/latest.ts';
import { isChosen } from '../../signing/option-values.ts';
import { type OptionId, optionRows } from '../../signing/options.ts';
import type { Refusal } from '../../signing/refusals.ts';
import type { SignRequest } from '../../signing/sign-request.ts';
import type { Draft, Person } from '../../store/database.ts';
import { type CreateModalInput, createModal } from '../../views/create-modal.ts';
import type { NotUsed } from '../../views/not-used.ts';
import { ruleView } from '../../views/sentence.ts';
import { connectionShown } from '../connect/connection.ts';
import { senderRefusal } from '../rights/senders.ts';
import { isGranted, type Services, textsFor } from '../services.ts';
import { settingsOf } from '../settings/read.ts';

/** The values with which a form is opened, and why it is opened. */
export interface FormOrigin {
  readonly values: FormValues;
  /** Whether the form is for a new request, so that it opens with the person's defaults. */
  readonly isNew?: boolean;
  /** Phone numbers of signers who get a code by text message; absent: none. */
  readonly phones?: readonly Phone[] | undefined;
  /** The refusal that the form shows at its top when it is opened again; null: none. */
  readonly problem?: Refusal | null;
  /** Refusals at fields, for example of the text that was typed after the command; the form shows them at its top. */
  readonly fields?: FieldRefusals;
  /** The parts of the command's text or the message that became no value of the form; shown at the top. */
  readonly notUsed?: NotUsed;
  /** The request that a corrected form replaces. */
  readonly replaces?: string | null;
  /** The open request that is cancelled once a new one from this form was sent. */
  readonly changes?: string | null;
  /** Response URL of the command, shortcut or press that opened the form, for the private note; null: none. */
  readonly responseUrl?: string | null;
  readonly channel?: string | null;
  /** When the form was first shown (ms), if this rendering continues it; otherwise now. */
  readonly createdAt?: number;
}

/** Stores the draft and builds the view; for a person who is not allowed to send, a sentence that says so. */
export async function renderForm(
  services: Services,
  tenant: string,
  person: Person,
  given: FormOrigin,
): Promise<ModalView> {
  // Read in parallel, because the trigger expires after three seconds.
  const [latest, settings] = await Promise.all([
    latestRequests(services, tenant, person),
    settingsOf(services, tenant, person.userId),
  ]);
  const refusal = await senderRefusal(services, tenant, person.userId, settings);
  if (refusal) return ruleView(refusal, textsFor(person));
  const origin = given.isNew ? { ...given, values: withDefaults(given.values, settings, latest) } : given;
  const draft = newDraft(services, person, origin);
  const [around] = await Promise.all([
    formContext(services, tenant, person, draft, latest),
    services.store.drafts.put(tenant, draft),
  ]);
  return createModal({
    ...around,
    values: origin.values,
    expanded: hasFoldedValues(origin.values, defaultsOf(settings)),
    problem: draft.problem,
    fields: origin.fields ?? {},
    notUsed: origin.notUsed ?? null,
  });
}

/** The person's latest requests, newest first. */
export function latestRequests(
  { store }: Services,
  tenant: string,
  { userId }: Person,
): Promise<SignRequest[]> {
  return store.signRequests.listByRequester(tenant, userId, { limit: maxLookedThrough });
}

/** A draft with the values that a form is opened with; it is not stored yet. */
export function newDraft(services: Services, person: Person, origin: FormOrigin): Draft {
  return {
    id: randomUUID(),
    user: person.userId,
    form: origin.values,
    ...(origin.phones && { phones: origin.phones }),
    responseUrl: origin.responseUrl ?? null,
    channel: origin.channel ?? null,
    replaces: origin.replaces ?? null,
    changes: origin.changes ?? null,
    problem: origin.problem ?? null,
    createdAt: origin.createdAt ?? services.now(),
  };
}

/**
 * What each rendering and redraw of a form needs besides its values.
 * @param known the person's latest requests; absent: they are read
 */
export async function formContext(
  services: Services,
  tenant: string,
  person: Person,
  draft: Draft,
  known?: readonly SignRequest[],
): Promise<
  Pick<
    CreateModalInput,
    'draftId' | 'connection' | 'defaultFolder' | 'canUpload' | 'changing' | 'phones' | 'recent' | 't'
  >
> {
  const [connection, latest, changing] = await Promise.all([
    connectionShown(services, tenant, person.userId),
    known ?? latestRequests(services, tenant, person),
    draft.changes ? services.store.signRequests.get(tenant, draft.changes) : null,
  ]);
  return {
    draftId: draft.id,
    connection,
    defaultFolder: defaultFolderOf(services, latest),
    canUpload: isGranted(services.identity, 'files:read'),
    recent: recentSigners(latest),
    changing,
    phones: draft.phones ?? [],
    t: textsFor(person),
  };
}

/**
 * How many of the person's latest requests are looked through: for the delivery, signers and folders that a form
 * offers, and for the name of the configured folder.
 */
const maxLookedThrough = 20;

/**
 * The name of the folder that the operator has set, for `CreateModalInput`. It is taken from an earlier request of the
 * person, so that the form opens without asking Box. Empty: no earlier request has the folder; null: none is set.
 */
function defaultFolderOf({ destinationFolderId }: Services, latest: readonly SignRequest[]): string | null {
  if (destinationFolderId === null) return null;
  const folders = latest.map(({ details }) => details.folder);
  return folders.find((folder) => folder?.id === destinationFolderId)?.name ?? '';
}

/**
 * The form of this request as it was filled in, with the refusal at the top. It is a new rendering, so that submitting
 * it makes a new request.
 */
export async function formAgain(services: Services, record: SignRequest, person: Person): Promise<ModalView> {
  const draft = await services.store.drafts.get(record.tenant, draftIdOf(record.nonce));
  return renderForm(services, record.tenant, person, {
    values: record.form,
    phones: record.phones,
    problem: record.refusal,
    replaces: record.id,
    changes: record.details.changes ?? null,
    responseUrl: draft?.responseUrl ?? null,
    channel: draft?.channel ?? null,
  });
}

/** The form with a draft's values: a new rendering, after its modal has shown something else. */
export function formOfDraft(
  services: Services,
  tenant: string,
  person: Person,
  draft: Draft,
): Promise<ModalView> {
  const { form: values, phones, problem, replaces, changes, responseUrl, channel, createdAt } = draft;
  return renderForm(services, tenant, person, {
    values,
    phones,
    problem,
    replaces,
    changes,
    responseUrl,
    channel,
    createdAt,
  });
}

/** Whether something was chosen that the collapsed form would not show. */
function hasFoldedValues(values: FormValues, defaults: FormDefaults): boolean {
  const isMarked = Object.values(values.signerChoices.marked).some(({ length }) => length > 0);
  const isNamed = (id: OptionId): boolean => id === 'folder' && isSameFolder(values.folder, defaults.folder);
  return (
    isMarked ||
    optionRows().some(
      ([id, row]) =>
        row.formPart !== 'first' && row.initial === undefined && isChosen(row, values[id]) && !isNamed(id),
    )
  );
}
