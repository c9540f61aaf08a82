/**
 * Templates: a document with its signers' roles and fields, made in Box's web app. Who may use one, and the create body
 * that it completes. Must not know about HTTP.
 */
import { randomUUID } from 'node:crypto';
import type { Field, FieldType, Place } from './content.ts';
import { invalidParameter, notFound } from './errors.ts';
import { type BoxState, nextId, type User } from './state.ts';
import { isRecord } from './validate.ts';

/** A part of a template that its author can lock. */
export type TemplatePart = 'fields' | 'options' | 'recipients' | 'email_settings' | 'files';

/** A field of a template, for one of its signers. */
export interface TemplateField {
  readonly type: FieldType;
  readonly label: string | null;
  /** The tag by which a create call fills in the field; null: a create call cannot fill it in. */
  readonly tag: string | null;
  readonly place: Place;
  /** The value that the template's author filled in; a checkbox has `yes`. */
  readonly value?: string;
}

/** A signer's role in a template. */
export interface TemplateSigner {
  readonly publicId: string;
  readonly label: string | null;
  readonly role: string;
  readonly order: number;
  /** The role's address; null: the person who uses the template enters one. */
  readonly email: string | null;
  readonly groupId: string | null;
  readonly needsPassword: boolean;
  readonly needsPhone: boolean;
  readonly needsLogin: boolean;
  readonly fields: readonly TemplateField[];
}

export interface Template {
  readonly id: string;
  readonly ownerId: string;
  readonly name: string;
  readonly fileIds: readonly string[];
  readonly subject: string | null;
  readonly message: string | null;
  readonly daysValid: number | null;
  readonly folderId: string | null;
  readonly locked: readonly TemplatePart[];
  readonly signers: readonly TemplateSigner[];
  /** The odd entry that Box answers in place of the regular one; absent: none. */
  readonly odd?: Record<string, unknown>;
}

/** A template as a test or a demonstration describes it. Only the name and the signers are required. */
export interface TemplateOptions extends Partial<Omit<Template, 'id' | 'ownerId' | 'signers' | 'fileIds'>> {
  readonly name: string;
  readonly signers: readonly Partial<TemplateSigner>[];
}

/** Adds a template, or replaces the one with this id. */
export function putTemplate(
  state: BoxState,
  ownerId: string,
  fileIds: readonly string[],
  { signers, ...about }: TemplateOptions,
  id = nextId(state, '18'),
): Template {
  const template: Template = {
    subject: null,
    message: null,
    daysValid: null,
    folderId: null,
    locked: [],
    ...about,
    id,
    ownerId,
    fileIds,
    signers: signers.map((signer, index) => ({
      publicId: randomUUID().slice(0, 8),
      label: null,
      role: 'signer',
      order: index + 1,
      email: null,
      groupId: null,
      needsPassword: false,
      needsPhone: false,
      needsLogin: false,
      fields: [{ type: 'signature', label: null, tag: null, place: signaturePlace(index) }],
      ...signer,
    })),
  };
  state.signTemplates[id] = template;
  return template;
}

function signaturePlace(index: number): Place {
  return { page: 0, x: index % 2 === 0 ? 0.1 : 0.54, y: 0.82, width: 0.34, height: 0.07 };
}

/** The template with this id; 404 unless it belongs to the user. */
export function templateFor(state: BoxState, id: string, user: User): Template {
  const template = Object.hasOwn(state.signTemplates, id) ? state.signTemplates[id] : undefined;
  if (template === undefined || template.ownerId !== user.id) throw notFound();
  return template;
}

/** The body of a create call with everything that its template adds; 400 for what the template does not take. */
export function completedBody(template: Template, body: Record<string, unknown>): Record<string, unknown> {
  refuseLocked(template, body);
  refuseTags(template, list(body['prefill_tags']));
  const folder = template.folderId === null ? null : { type: 'folder', id: template.folderId };
  return {
    ...body,
    name: body['name'] ?? template.name,
    email_subject: body['email_subject'] ?? template.subject,
    email_message: body['email_message'] ?? template.message,
    days_valid: body['days_valid'] ?? template.daysValid,
    parent_folder: body['parent_folder'] ?? folder,
    source_files: template.fileIds.map((id) => ({ type: 'file', id })),
    signers: signersOf(template, list(body['signers'])),
  };
}

const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isRecord) : [];

/** The part of a template that locks each property of a create call. */
const lockedBy: Readonly<Partial<Record<string, TemplatePart>>> = {
  email_subject: 'email_settings',
  email_message: 'email_settings',
  name: 'options',
  days_valid: 'options',
  prefill_tags: 'fields',
};

/** Refuses what a create call may not change in this template. */
function refuseLocked({ locked }: Template, body: Record<string, unknown>): void {
  if (body['source_files'] != null)
    throw invalidParameter('source_files', 'cannot be given with template_id');
  if (body['is_document_preparation_needed'] === true)
    throw invalidParameter('is_document_preparation_needed', 'cannot be given with template_id');
  for (const [name, part] of Object.entries(lockedBy)) {
    const isGiven = Array.isArray(body[name]) ? body[name].length > 0 : body[name] != null;
    if (isGiven && part && locked.includes(part)) throw invalidParameter(name, 'is locked in the template');
  }
}

/** The property of a prefill tag that fills in each type of field. */
const valueNames: Readonly<Partial<Record<FieldType, string>>> = {
  text: 'text_value',
  name: 'text_value',
  checkbox: 'checkbox_value',
  date: 'date_value',
};

/** Refuses tags that the template lacks, values of a wrong type, and a tag that is given twice. */
function refuseTags({ signers }: Template, tags: readonly Record<string, unknown>[]): void {
  const fields = signers.flatMap((signer) => signer.fields);
  tags.forEach((tag, index) => {
    const field = fields.find((one) => one.tag !== null && one.tag === tag['document_tag_id']);
    const name = field && valueNames[field.type];
    if (!name) throw invalidParameter(`prefill_tags[${index}].document_tag_id`, 'is no tag of the template');
    if (tag[name] == null) throw invalidParameter(`prefill_tags[${index}]`, `takes ${name}`);
    if (tags.filter((other) => other['document_tag_id'] === tag['document_tag_id']).length > 1)
      throw invalidParameter(`prefill_tags[${index}].document_tag_id`, 'is given twice');
  });
}

/** The signers of a create call, completed from the template by their position. Neither list has the sender. */
function signersOf(
  template: Template,
  given: readonly Record<string, unknown>[],
): readonly Record<string, unknown>[] {
  if (given.length !== template.signers.length)
    throw invalidParameter('signers', `must be the template's ${template.signers.length}, in its order`);
  return template.signers.map((signer, index) => {
    const asked = given[index] ?? {};
    const at = `signers[${index}]`;
    if ((asked['role'] ?? signer.role) !== signer.role)
      throw invalidParameter(`${at}.role`, `is ${signer.role} in the template`);
    const email = asked['email'] ?? signer.email;
    if (email === null) throw invalidParameter(`${at}.email`, 'is required: the template has none');
    const isOther = signer.email !== null && email !== signer.email;
    if (isOther && template.locked.includes('recipients'))
      throw invalidParameter(`${at}.email`, 'is locked in the template');
    if (signer.email === null && signer.needsPassword && typeof asked['password'] !== 'string')
      throw invalidParameter(`${at}.password`, 'is required by the template');
    if (signer.email === null && signer.needsPhone && !hasPhone(asked))
      throw invalidParameter(`${at}.verification_phone_number`, 'is required by the template');
    return {
      ...asked,
      email,
      role: signer.role,
      order: signer.order,
      ...(signer.groupId === null ? {} : { signer_group_id: signer.groupId }),
      ...(signer.needsLogin ? { login_required: true } : {}),
    };
  });
}

function hasPhone(asked: Record<string, unknown>): boolean {
  const method = asked['verification_method'];
  return (
    typeof asked['verification_phone_number'] === 'string' ||
    (isRecord(method) && typeof method['phone_number'] === 'string')
  );
}

/** The template's fields, placed on this file of a request, with what was filled in. */
export function fieldsOf(template: Template, body: Record<string, unknown>, fileId: string): Field[] {
  const emails = list(body['signers']).map(({ email }) => String(email));
  const tags = list(body['prefill_tags']);
  return template.signers.flatMap((signer, index) =>
    signer.fields.map((field, number) => {
      const tag = tags.find((one) => one['document_tag_id'] === field.tag);
      const value = tag === undefined ? field.value : wordsOf(tag);
      return {
        id: `field-${index + 1}-${number + 1}`,
        fileId,
        signer: emails[index] ?? '',
        type: field.type,
        place: field.place,
        tag: field.tag,
        ...(field.label === null ? {} : { label: field.label }),
        ...(value === undefined || value === '' ? {} : { value }),
      };
    }),
  );
}

function wordsOf(tag: Record<string, unknown>): string {
  if (typeof tag['checkbox_value'] === 'boolean') return tag['checkbox_value'] ? 'yes' : '';
  return String(tag['text_value'] ?? tag['date_value'] ?? '');
}
