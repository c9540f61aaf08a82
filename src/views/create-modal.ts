/**
 * The form for a new sign request: what it shows and what is read back from it, so that each block id is written
 * once. It is drawn without asking Box; what it holds is validated elsewhere.
 */
import type { InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types';
import type { StateValue, ViewState } from '../shapes.ts';
import type { FieldRefusals, FormField, Refusal } from '../signing/refusals.ts';
import type { FormValues } from '../signing/sign-request.ts';
import { actions, callbacks } from './actions.ts';
import { actionsBlock, button, context, modal, nameOr, plainText, readMetadata, section } from './blocks.ts';
import { clean } from './clean.ts';
import { type ConnectionShown, connectionBlock } from './connection-line.ts';
import { checkboxInput, checkedValue, peopleInput, radioInput, textInput } from './inputs.ts';
import { type NotUnderstood, notUnderstoodBlocks } from './not-understood.ts';
import type { Texts } from './texts/index.ts';

/** Block id and action id of each input; for fields that can be refused, the names used in refusals. */
const ids = {
  document: 'document',
  colleagues: 'colleagues',
  others: 'others',
  iSignToo: 'i_sign_too',
  delivery: 'delivery',
  message: 'message',
  name: 'name',
  folder: 'folder',
  expiry: 'expiry',
  reminders: 'reminders',
  subject: 'subject',
} as const;

/** Fields that are shown only under More options. */
const folded: ReadonlySet<string> = new Set<FormField>(['name', 'folder', 'expiry', 'subject']);

/** Box's limits on signers and characters: its file names end at 255, with `.pdf` and a number. */
const maxSigners = 35;
const most = {
  document: 1000,
  others: 3000,
  message: 2000,
  name: 200,
  folder: 500,
  expiry: 5,
  subject: 200,
} as const;

export interface CreateModalInput {
  /** Id of this rendering of the form; two submissions of one rendering are one request. */
  readonly draftId: string;
  readonly values: FormValues;
  readonly connection: ConnectionShown;
  readonly expanded: boolean;
  /** Why the form came back; shown on top. */
  readonly problem: Refusal | null;
  /** Refusals of fields that were collapsed when they were refused: shown on top as well. */
  readonly fields?: FieldRefusals;
  readonly notUnderstood?: NotUnderstood;
  /** Name of the folder that signed copies go to when none is typed, empty when not known; null: next to the original. */
  readonly defaultFolder: string | null;
  readonly t: Texts;
}

/** An untouched form. */
export function emptyForm(): FormValues {
  return {
    document: '',
    colleagues: [],
    others: '',
    iSignToo: false,
    delivery: 'prepare',
    message: '',
    name: '',
    folder: '',
    daysValid: '30',
    reminders: true,
    subject: '',
  };
}

export function createModal(input: CreateModalInput): ModalView {
  const { t, expanded } = input;
  return modal({
    callback: callbacks.create,
    title: t.form.title,
    submit: t.form.submit,
    close: t.form.close,
    metadata: { draftId: input.draftId, expanded },
    notifyOnClose: true,
    blocks: [
      ...warnings(input),
      connectionBlock(input.connection, input.t),
      ...documentAndPeople(input),
      ...(expanded ? options(input) : foldedOptions(input)),
    ],
  });
}

function warnings({ problem, fields, notUnderstood, t }: CreateModalInput): KnownBlock[] {
  const sentences = Object.values(fields ?? {}).map((refusal) => t.refusal.atField(refusal));
  return [
    ...(problem === null ? [] : [section(t.refusal.onForm(problem))]),
    ...(sentences.length === 0 ? [] : [section(t.refusal.atFoldedField(sentences))]),
    ...(notUnderstood ? notUnderstoodBlocks(notUnderstood, t) : []),
  ];
}

function documentAndPeople({ values, t }: CreateModalInput): KnownBlock[] {
  return [
    textInput(ids.document, t.form.document, values.document, { most: most.document, isRequired: true }),
    peopleInput(ids.colleagues, t.form.colleagues, values.colleagues, {
      most: maxSigners,
      placeholder: t.form.colleaguesPlaceholder,
    }),
    textInput(ids.others, t.form.others, values.others, {
      most: most.others,
      isLong: true,
      placeholder: t.form.othersPlaceholder,
    }),
    checkboxInput(
      ids.iSignToo,
      t.form.yourself,
      { text: plainText(t.form.iSignToo), value: checkedValue },
      values.iSignToo,
    ),
    deliveryChoice(values, t),
    textInput(ids.message, t.form.message, values.message, {
      most: most.message,
      isLong: true,
      hint: t.form.messageHint,
    }),
  ];
}

function deliveryChoice(values: FormValues, t: Texts): InputBlock {
  const prepare: PlainTextOption = { text: plainText(t.form.prepare), value: 'prepare' };
  const direct: PlainTextOption = {
    text: plainText(t.form.direct),
    description: plainText(t.form.directHint),
    value: 'direct',
  };
  const chosen = values.delivery === 'direct' ? direct : prepare;
  return radioInput(ids.delivery, t.form.delivery, [prepare, direct], chosen);
}

function foldedOptions({ values, defaultFolder, t }: CreateModalInput): KnownBlock[] {
  const summary = t.form.summary({
    hasFolder: values.folder !== '',
    defaultFolder: defaultFolder === null ? null : nameOr(defaultFolder, ''),
    days: clean(values.daysValid, most.expiry),
    reminders: values.reminders,
  });
  return [
    context(summary),
    ...actionsBlock([button({ action: actions.moreOptions, label: t.form.moreOptions })]),
  ];
}

function options({ values, defaultFolder, t }: CreateModalInput): KnownBlock[] {
  const folderHint =
    defaultFolder === null ? t.form.folderHint : t.form.folderHintConfigured(nameOr(defaultFolder, ''));
  const remind: PlainTextOption = {
    text: plainText(t.form.remind),
    description: plainText(t.form.remindHint),
    value: checkedValue,
  };
  return [
    textInput(ids.name, t.form.name, values.name, { most: most.name, hint: t.form.nameHint }),
    textInput(ids.folder, t.form.folder, values.folder, {
      most: most.folder,
      hint: folderHint,
      placeholder: t.form.folderPlaceholder,
    }),
    textInput(ids.expiry, t.form.expiry, values.daysValid, { most: most.expiry, hint: t.form.expiryHint }),
    checkboxInput(ids.reminders, t.form.reminders, remind, values.reminders),
    textInput(ids.subject, t.form.subject, values.subject, { most: most.subject, hint: t.form.subjectHint }),
  ];
}

/**
 * What was filled in, trimmed.
 *
 * @param previous what the form was opened with: used for fields that were collapsed.
 */
export function readCreateModal(state: ViewState, previous: FormValues): FormValues {
  const at = (id: string) => state[id]?.[id];
  const textAt = (id: string, before: string) => {
    const field = at(id);
    return field === undefined ? before : (field.value ?? '').trim();
  };
  const checkedAt = (id: string, before: boolean) => {
    const field = at(id);
    return field === undefined
      ? before
      : (field.selected_options ?? []).some((option) => option.value === checkedValue);
  };
  return {
    document: textAt(ids.document, previous.document),
    colleagues: at(ids.colleagues)?.selected_users ?? (at(ids.colleagues) ? [] : previous.colleagues),
    others: textAt(ids.others, previous.others),
    iSignToo: checkedAt(ids.iSignToo, previous.iSignToo),
    delivery: deliveryOf(at(ids.delivery), previous),
    message: textAt(ids.message, previous.message),
    name: textAt(ids.name, previous.name),
    folder: textAt(ids.folder, previous.folder),
    daysValid: textAt(ids.expiry, previous.daysValid),
    reminders: checkedAt(ids.reminders, previous.reminders),
    subject: textAt(ids.subject, previous.subject),
  };
}

function deliveryOf(field: StateValue | undefined, previous: FormValues): FormValues['delivery'] {
  const chosen = field?.selected_option?.value;
  return chosen === 'direct' || chosen === 'prepare' ? chosen : previous.delivery;
}

/** What we wrote into the form's metadata; null when it is not ours. */
export function readCreateMetadata(privateMetadata: string): { draftId: string; expanded: boolean } | null {
  const read = readMetadata(privateMetadata);
  const draftId = read?.['draftId'];
  return typeof draftId === 'string' ? { draftId, expanded: read?.['expanded'] === true } : null;
}

/**
 * Refusals as Slack expects them: a sentence for each block id.
 *
 * @returns `needsExpanded`: one of them is at a field under More options. Slack accepts sentences only for blocks of
 * the open view, so a collapsed form has to be drawn expanded, with `fields`, instead.
 */
export function fieldErrors(
  refusals: FieldRefusals,
  t: Texts,
): { errors: Record<string, string>; needsExpanded: boolean } {
  const entries = Object.entries(refusals);
  return {
    errors: Object.fromEntries(entries.map(([field, refusal]) => [field, t.refusal.atField(refusal)])),
    needsExpanded: entries.some(([field]) => folded.has(field)),
  };
}
