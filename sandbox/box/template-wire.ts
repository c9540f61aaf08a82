/** Templates in Box's wire format. Only shapes: the caller has already checked who may see them. */
import { inputOf } from './fields.ts';
import type { BoxState } from './state.ts';
import type { Template, TemplateField, TemplateSigner } from './templates.ts';
import { fileMini, folderMini, type Json } from './wire.ts';

/** A template in the format in which its owner reads it. */
export function templateJson(state: BoxState, template: Template): Json {
  if (template.odd !== undefined) return { ...template.odd, id: template.id };
  const has = (part: Template['locked'][number]): boolean => template.locked.includes(part);
  const nonEditable = [
    ...(has('email_settings') ? ['email_subject', 'email_message'] : []),
    ...(has('options') ? ['name', 'days_valid'] : []),
    ...(has('recipients') ? ['signers'] : []),
    ...(has('files') ? ['source_files'] : []),
  ];
  return {
    type: 'sign-template',
    id: template.id,
    name: template.name,
    email_subject: template.subject,
    email_message: template.message,
    // Box answers 0 for a template without an expiry.
    days_valid: template.daysValid ?? 0,
    ...(template.folderId === null ? {} : { parent_folder: folderMini(state, template.folderId) }),
    source_files: template.fileIds.flatMap((id) => {
      const file = state.files[id];
      return file === undefined || file.deleted ? [] : [fileMini(file)];
    }),
    are_fields_locked: has('fields'),
    are_options_locked: has('options'),
    are_recipients_locked: has('recipients'),
    are_email_settings_locked: has('email_settings'),
    are_files_locked: has('files'),
    signers: [sender, ...template.signers.map(signerJson)],
    additional_info: {
      non_editable: nonEditable,
      required: { signers: [['email'], ...template.signers.map(({ email }) => (email ? [] : ['email']))] },
    },
    ready_sign_link: null,
    custom_branding: null,
    request_flow: 'standard',
  };
}

/** The first signer of every template: the person who uses it, who gets a copy. A create call leaves this entry out. */
const sender: Json = {
  email: '',
  label: '',
  public_id: 'SENDER01',
  role: 'final_copy_reader',
  is_in_person: false,
  order: 1,
  inputs: [],
};

function signerJson(signer: TemplateSigner): Json {
  return {
    // Box answers an empty text for an address that is not set.
    email: signer.email ?? '',
    label: signer.label ?? '',
    public_id: signer.publicId,
    role: signer.role,
    is_in_person: false,
    order: signer.order,
    signer_group_id: signer.groupId,
    is_password_required: signer.needsPassword,
    is_phone_number_required: signer.needsPhone,
    login_required: signer.needsLogin,
    inputs: signer.fields.map(fieldJson),
  };
}

function fieldJson(field: TemplateField): Json {
  const { x, y, width, height } = field.place;
  return {
    ...inputOf(field),
    is_required: true,
    document_id: null,
    dropdown_choices: null,
    group_id: null,
    coordinates: { x, y },
    dimensions: { width, height },
    label: field.label,
  };
}
