/**
 * Reads the form for a new sign request: the ids of its fields, the values that were filled in, and the errors that are
 * shown at fields. `create-modal.ts` draws it.
 */
import type { ChosenFile, StateValue, ViewState } from '../shapes.ts';
import type { DocumentWay, FieldRefusals, FormValues, FoundDocument, UploadedFile } from '../signing/form.ts';
import { optionValues } from '../signing/option-values.ts';
import { noChoice, optionRows, options } from '../signing/options.ts';
import type { Refusal } from '../signing/refusals.ts';
import type { CreateMetadata } from './create-metadata.ts';
import { readFolderField } from './folder-field.ts';
import { isTicked, readOption } from './option-inputs.ts';
import { recentField, withRecent } from './recent-signers.ts';
import { readTemplateChoice, roleBlockIds, templateBlockId } from './template-form.ts';
import type { Texts } from './texts/index.ts';

/** Block id and action id of each input, except those of options, recent signers and a template's own fields. */
export const ids = {
  document: 'document',
  /** The field that searches Box for the document. */
  found: 'document_found',
  /** The field for an uploaded document. */
  upload: 'document_upload',
  colleagues: 'colleagues',
  others: 'others',
  iSignToo: 'i_sign_too',
  /** The menu of templates. */
  template: 'template',
} as const;

/**
 * Block id of the message field once we have filled it in. Slack keeps what was typed in a block with the same id, so
 * our text needs another id.
 */
export const filledInMessageBlock = 'message_filled_in';
/** Block id of the expiry field when a template is used. It differs from that for files for the same reason. */
export const templateExpiryBlock = 'expiry_of_template';

/** Names of the fields that are shown only under More options. */
const foldedFields: ReadonlySet<string> = new Set(
  optionRows().flatMap(([id, row]) => (row.formPart === 'more' ? [id] : [])),
);

const people = [ids.colleagues, ids.others, ids.iSignToo];

/** The fields whose change may remove the reason for a refusal of the whole form; empty: no field's change can. */
const fieldsToMend: Readonly<Record<Refusal['code'], readonly string[]>> = {
  document_not_found: [ids.document],
  document_deleted: [ids.document],
  document_no_download: [ids.document],
  document_wrong_type: [ids.document],
  upload_external: [ids.document],
  upload_gone: [ids.document],
  upload_not_a_file: [ids.document],
  upload_empty: [ids.document],
  upload_too_large: [ids.document],
  upload_wrong_type: [ids.document],
  upload_not_readable: [ids.document],
  upload_not_allowed: [ids.document],
  upload_over_plan: [ids.document],
  document_link_is_folder: [ids.document],
  document_link_is_web_link: [ids.document],
  document_link_password: [ids.document],
  document_twice: [ids.document],
  document_only_by_link: [ids.document],
  policy_forbids: [ids.document],
  template_not_found: [ids.template],
  template_file_gone: [ids.template],
  template_changed: [],
  template_unread: [ids.template],
  folder_not_found: ['folder'],
  folder_not_writable: ['folder'],
  folder_not_allowed: ['folder'],
  expiry_required: ['daysValid'],
  expiry_too_long: ['daysValid'],
  sender_not_allowed: [],
  colleague_without_address: people,
  colleague_is_bot: people,
  colleague_deactivated: people,
  colleague_unknown: people,
  signer_twice: people,
  signers_too_many: people,
  phone_forgotten: people,
  in_person_off: people,
  // Box's own error code seldom names a field, so the refusal may be about any field.
  box_refused: [...Object.values(ids), ...Object.keys(options)],
  not_connected: [],
  on_trial: [],
  connection_expired: [],
  not_a_member: [],
  address_unconfirmed: [],
  no_box_user: [],
  other_box_user: [],
  box_user_of_another: [],
  sign_not_enabled: [],
  app_lacks_scope: [],
  terms_of_service: [],
  storage_full: [],
  box_unreachable: [],
  outcome_unknown: [],
  internal: [],
};

/** The block ids of the fields that the refusals at the top of the form are about. */
export function refusedBlockIds(
  problem: Refusal | null,
  fields: FieldRefusals,
  drawn: DrawnAs,
): ReadonlySet<string> {
  const refused = [...(problem ? fieldsToMend[problem.code] : []), ...Object.keys(fields)];
  const { way, templateId } = drawn;
  const inRoles =
    way === 'template' && templateId !== null && refused.includes(ids.others) ? roleBlockIds(templateId) : [];
  return new Set([...refused.map((field) => blockIdOf(field, drawn)), ...inRoles]);
}

/** The state of the form on which the block ids of some fields depend. */
type DrawnAs = Pick<CreateMetadata, 'isMessageFilledIn' | 'way' | 'templateId'>;

/** Block id and action id of the document's field, by the way that it is given. */
export const documentField: Readonly<Record<DocumentWay, string>> = {
  link: ids.document,
  search: ids.found,
  upload: ids.upload,
  template: ids.template,
};

function blockIdOf(field: string, { isMessageFilledIn, way, templateId }: DrawnAs): string {
  if (field === ids.document) return documentField[way];
  if (/^(role|tag)_\d+(_phone)?$/.test(field) && templateId !== null)
    return templateBlockId(field, templateId);
  if (field === 'daysValid' && way === 'template') return templateExpiryBlock;
  return field === 'message' && isMessageFilledIn ? filledInMessageBlock : field;
}

/** Field → its other block id, used when Slack must not keep what was typed. */
const otherBlock: Readonly<Record<string, string>> = {
  message: filledInMessageBlock,
  daysValid: templateExpiryBlock,
};

/**
 * The values that were filled in, trimmed except those of a template's tags.
 *
 * @param previous the form's values before, which are kept for fields that are not shown
 * @param drawn how the document is given in the view, and the template whose fields it has
 */
export function readCreateModal(
  state: ViewState,
  previous: FormValues,
  { way, templateId }: Pick<CreateMetadata, 'way' | 'templateId'>,
): FormValues {
  const at = (id: string) => {
    const other = otherBlock[id];
    return state[id]?.[id] ?? (other === undefined ? undefined : state[other]?.[other]);
  };
  const textAt = (id: string, before: string) => {
    const field = at(id);
    return field === undefined ? before : (field.value ?? '').trim();
  };
  const signToo = at(ids.iSignToo);
  return {
    way,
    document: textAt(ids.document, previous.document),
    found: foundIn(at(ids.found)) ?? previous.found,
    uploads: at(ids.upload)?.files?.map(uploadedFile) ?? previous.uploads,
    template: readTemplateChoice(at(ids.template), state, previous.template, templateId),
    ...withRecent(
      {
        colleagues: at(ids.colleagues)?.selected_users ?? (at(ids.colleagues) ? [] : previous.colleagues),
        others: textAt(ids.others, previous.others),
      },
      at(recentField),
    ),
    iSignToo: signToo === undefined ? previous.iSignToo : isTicked(signToo),
    signerChoices: previous.signerChoices,
    ...optionValues((id, row) => readOption(id, row, at, previous)),
    ...readFolderField(at('folder'), previous),
  };
}

/** Reads a file of a form or a message, as Slack describes it. */
export function uploadedFile({
  id,
  name,
  title,
  size,
  mode,
  is_external: isExternal,
}: ChosenFile): UploadedFile {
  const called = [name, title].find((text) => typeof text === 'string' && text !== '');
  return {
    slackId: id,
    name: typeof called === 'string' ? called : id,
    size: typeof size === 'number' ? size : null,
    mode: isExternal === true ? 'external' : typeof mode === 'string' ? mode : null,
  };
}

/** The documents that were chosen in the search; null when the form does not show the search. */
function foundIn(field: StateValue | undefined): readonly FoundDocument[] | null {
  if (field === undefined) return null;
  const chosen = (field.selected_options ?? []).filter(({ value }) => value !== noChoice);
  return chosen.map(({ value, text }) => ({ link: value, name: text?.text ?? '' }));
}

/**
 * Refusals as Slack expects them: a sentence for each block id.
 *
 * @returns `needsExpanded`: one of them is at a field under More options. Slack accepts sentences only for blocks of
 * the open view, so a collapsed form is drawn expanded instead, with the refusals at its top.
 */
export function fieldErrors(
  refusals: FieldRefusals,
  drawn: DrawnAs,
  t: Texts,
): { errors: Record<string, string>; needsExpanded: boolean } {
  const entries = Object.entries(refusals);
  return {
    errors: Object.fromEntries(
      entries.map(([field, refusal]) => [blockIdOf(field, drawn), t.refusal.atField(refusal)]),
    ),
    needsExpanded: entries.some(([field]) => foldedFields.has(field)),
  };
}
