/**
 * What the create call accepts: Box's schema and guides, property by property. Looks at the body alone; who may use
 * which file is decided in `sign-create.ts`.
 */
import { invalidParameter, type ParameterError } from './errors.ts';
import {
  type Check,
  email,
  flag,
  isRecord,
  itemName,
  oneOf,
  orNull,
  problemsOf,
  refuseIfAny,
  text,
  webAddress,
  whole,
} from './validate.ts';

const MAX_SIGNERS = 35;
const MAX_FILES = 10;
/** Extensions of the files that Box Sign accepts. */
export const SIGNABLE_EXTENSIONS = new Set(
  (
    'doc docx gdoc html msg odt pages pdf rtf wpd xhtml xml xsd xsl xbd xdw gslide gslides key odp otp ppt pptx ' +
    'csv txt png jpg jpeg tiff'
  ).split(' '),
);

const list: Check = (value) => (Array.isArray(value) ? null : 'must be a list');
const lengthBetween =
  (least: number, most: number): Check =>
  (value) =>
    Array.isArray(value) && value.length >= least && value.length <= most
      ? null
      : `takes ${least} to ${most}`;
const parentFolder: Check = (value) => {
  const checks = {
    type: oneOf('folder'),
    id: text,
    etag: orNull(text),
    sequence_id: orNull(text),
    name: text,
  };
  const wrong = problemsOf(value, checks, ['type', 'id'], '');
  if (wrong.length > 0) return 'must be {type: "folder", id}';
  return isRecord(value) && value['id'] === '0' ? 'cannot be the root folder 0' : null;
};

/** How a signer proves who they are; in Box's guide since September 2026, not yet in its published definition. */
const verification: Check = (value) => {
  const checks = { type: oneOf('login', 'phone', 'cac_piv'), phone_number: text };
  const isPhone = isRecord(value) && value['type'] === 'phone';
  const wrong = problemsOf(value, checks, isPhone ? ['type', 'phone_number'] : ['type'], '');
  return wrong[0] === undefined ? null : `${wrong[0].name} ${wrong[0].message}`;
};

/** The check of each property of the request. */
const REQUEST: Readonly<Record<string, Check>> = {
  signers: lengthBetween(1, MAX_SIGNERS),
  source_files: orNull(lengthBetween(1, MAX_FILES)),
  parent_folder: parentFolder,
  is_document_preparation_needed: flag,
  name: itemName,
  email_subject: orNull(text),
  email_message: orNull(text),
  days_valid: orNull(whole(0, 730)),
  are_reminders_enabled: flag,
  are_text_signatures_enabled: flag,
  is_phone_verification_required_to_view: flag,
  signature_color: orNull(oneOf('blue', 'black', 'red')),
  redirect_url: orNull(webAddress),
  declined_redirect_url: orNull(webAddress),
  prefill_tags: list,
  template_id: orNull(text),
  external_id: orNull(text),
  external_system_name: orNull(text),
  request_flow: orNull(oneOf('standard')),
};

/** The check of each property of a signer. */
const SIGNER: Readonly<Record<string, Check>> = {
  email,
  role: oneOf('signer', 'approver', 'final_copy_reader'),
  order: whole(0, Number.MAX_SAFE_INTEGER),
  is_in_person: flag,
  embed_url_external_user_id: orNull(text),
  suppress_notifications: orNull(flag),
  login_required: orNull(flag),
  verification_phone_number: orNull(text),
  verification_method: orNull(verification),
  password: orNull(text),
  signer_group_id: orNull(text),
  redirect_url: orNull(webAddress),
  declined_redirect_url: orNull(webAddress),
  language: orNull(text),
};

/** The check of each property of a prefill tag. */
const TAG: Readonly<Record<string, Check>> = {
  document_tag_id: orNull(text),
  text_value: orNull(text),
  checkbox_value: orNull(flag),
  date_value: orNull((value) => (/^\d{4}-\d\d-\d\d$/.test(String(value)) ? null : 'must be YYYY-MM-DD')),
};

/** The value as a list; empty when it is not one. */
export const asList = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

function signerProblems(value: unknown, at: string, isFromTemplate: boolean): ParameterError[] {
  // The address of a signer may come from the template instead.
  const problems = problemsOf(value, SIGNER, isFromTemplate ? [] : ['email'], at);
  if (
    isRecord(value) &&
    value['login_required'] === true &&
    typeof value['verification_phone_number'] === 'string'
  ) {
    const message = 'cannot be combined with login_required';
    problems.push({ reason: 'invalid_parameter', name: `${at}.verification_phone_number`, message });
  }
  if (isRecord(value) && value['embed_url_external_user_id'] === '') {
    const message = 'must name a user of the other system';
    problems.push({ reason: 'invalid_parameter', name: `${at}.embed_url_external_user_id`, message });
  }
  return problems;
}

/** Signers in person sign on the page that another signer's embed URL opens, so there must be such a signer. */
function inPersonProblems(signers: readonly unknown[]): ParameterError[] {
  const hasHost = signers.some(
    (one) =>
      isRecord(one) && typeof one['embed_url_external_user_id'] === 'string' && one['is_in_person'] !== true,
  );
  return signers.flatMap((one, index): ParameterError[] =>
    isRecord(one) && one['is_in_person'] === true && !hasHost
      ? [
          {
            reason: 'invalid_parameter',
            name: `signers[${index}].is_in_person`,
            message: 'works only beside a signer with an embed URL',
          },
        ]
      : [],
  );
}

function tagProblems(value: unknown, at: string): ParameterError[] {
  const problems = problemsOf(value, TAG, ['document_tag_id'], at);
  const values = ['text_value', 'checkbox_value', 'date_value'];
  const given = isRecord(value) ? values.filter((key) => (value[key] ?? null) !== null) : [];
  if (given.length !== 1)
    problems.push({ reason: 'invalid_parameter', name: at, message: 'takes exactly one value' });
  return problems;
}

/** Throws 400, naming parameters at fault, unless the create call accepts the body. */
export function checkCreateBody(body: Record<string, unknown>): void {
  const file = { type: oneOf('file'), id: text, etag: orNull(text) };
  const signers = asList(body['signers']);
  const isFromTemplate = typeof body['template_id'] === 'string';
  refuseIfAny([
    ...problemsOf(body, REQUEST, ['signers'], ''),
    ...signers.flatMap((one, index) => signerProblems(one, `signers[${index}]`, isFromTemplate)),
    ...inPersonProblems(signers),
    ...asList(body['source_files']).flatMap((one, i) =>
      problemsOf(one, file, ['type', 'id'], `source_files[${i}]`),
    ),
    ...asList(body['prefill_tags']).flatMap((one, i) => tagProblems(one, `prefill_tags[${i}]`)),
  ]);
  const onlyReaders = signers.every((one) => isRecord(one) && one['role'] === 'final_copy_reader');
  if (onlyReaders) throw invalidParameter('signers', 'must name somebody who signs or approves');
  if (!isFromTemplate && !Array.isArray(body['source_files']))
    throw invalidParameter('source_files', 'is required without template_id');
}
