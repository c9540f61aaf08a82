/**
 * Templates of Box Sign: a person's own, by list and by id. They can be made in Box's web app only. Only chosen fields
 * are read (an allow-list), and an unreadable entry does not hide the others:
 * https://developer.box.com/reference/resources/sign-template/.
 */
import { asciiLowerCase } from '../signing/address.ts';
import type { Template, TemplateLock, TemplateRole, TemplateTag } from '../signing/template.ts';
import { addressOf, callBox, pathSegment } from './call.ts';
import { type MarkerPage, readMarkerPage } from './marker-page.ts';
import { asId, asList, asRecord, asText, type RawRecord } from './raw.ts';
import type { BoxSession } from './session.ts';

/** A template in the list. */
export type NamedTemplate = Pick<Template, 'id' | 'name'>;

/** Page size, the largest that Box allows. */
const pageSize = 1000;
/** At most this many pages are read: nobody has more templates. */
const maxPages = 5;

/**
 * The person's templates, in Box's order, which is not documented.
 * @throws OutsideFailure
 */
export async function listTemplates(session: BoxSession): Promise<readonly NamedTemplate[]> {
  const found = new Map<string, NamedTemplate>();
  let marker: string | null = null;
  for (let page = 0; page < maxPages; page += 1) {
    const read: MarkerPage<NamedTemplate> = await getPage(session, marker);
    for (const template of read.entries) found.set(template.id, template);
    marker = read.nextMarker;
    if (marker === null) break;
  }
  return [...found.values()];
}

/**
 * One template of the person.
 * @throws OutsideFailure; final with status 404 when it was deleted, or is somebody else's
 */
export function getTemplate(session: BoxSession, id: string): Promise<Template> {
  return callBox(session, {
    operation: 'getTemplate',
    mustNotRepeat: false,
    send: (client) =>
      client.makeRequest({ method: 'GET', url: addressOf(client, `/sign_templates/${pathSegment(id)}`) }),
    read: readTemplate,
  });
}

function getPage(session: BoxSession, marker: string | null): Promise<MarkerPage<NamedTemplate>> {
  return callBox(session, {
    operation: 'listTemplates',
    mustNotRepeat: false,
    send: (client) =>
      client.makeRequest({
        method: 'GET',
        url: addressOf(client, '/sign_templates'),
        params: { limit: String(pageSize), ...(marker === null ? {} : { marker }) },
      }),
    read: (raw) => readMarkerPage(raw, readNamed),
  });
}

function readNamed(raw: unknown): NamedTemplate | null {
  const fields = asRecord(raw);
  const id = asId(fields?.['id']);
  return id === null ? null : { id, name: nameIn(fields) };
}

/** The name of a template, without the file extension that Box leaves in it. */
function nameIn(fields: RawRecord | null): string {
  return (asText(fields?.['name']) ?? '').replace(/\.pdf$/i, '');
}

/** Reads a template; null when there is no id, or no list of signers, without which positions are not known. */
export function readTemplate(raw: unknown): Template | null {
  const fields = asRecord(raw);
  const id = asId(fields?.['id']);
  const signers = fields?.['signers'];
  if (fields === null || id === null || !Array.isArray(signers)) return null;
  const days = fields['days_valid'];
  const asked = signers.map(asRecord).filter((signer, index) => !isSender(signer, index));
  return {
    id,
    name: nameIn(fields),
    subject: asText(fields['email_subject']) ?? '',
    message: asText(fields['email_message']) ?? '',
    daysValid: typeof days === 'number' && Number.isSafeInteger(days) && days > 0 ? days : null,
    folder: readFolder(fields['parent_folder']),
    locks: readLocks(fields),
    roles: asked.map(readRole),
    tags: readTags(asked),
  };
}

/**
 * Whether an entry is the person who uses the template: the first one, a final copy reader with neither label nor
 * address. A create call leaves this entry out, because Box adds the sender by itself.
 */
function isSender(signer: RawRecord | null, index: number): boolean {
  const isUnnamed = !asText(signer?.['email']) && !asText(signer?.['label']);
  return index === 0 && signer?.['role'] === 'final_copy_reader' && isUnnamed;
}

function readRole(signer: RawRecord | null): TemplateRole {
  const order = signer?.['order'];
  const email = asText(signer?.['email'])?.trim() ?? '';
  const needsPassword = signer?.['is_password_required'] === true;
  const needsPhone = signer?.['is_phone_number_required'] === true;
  return {
    label: asText(signer?.['label'])?.trim() ?? '',
    role: asText(signer?.['role']) ?? 'signer',
    order: typeof order === 'number' && Number.isSafeInteger(order) ? order : null,
    email: email === '' ? null : asciiLowerCase(email),
    groupId: asText(signer?.['signer_group_id']),
    needs: needsPassword ? 'password' : needsPhone ? 'phone' : null,
    mustLogIn: signer?.['login_required'] === true,
  };
}

/** The fields with a tag of a kind that a create call can fill in; a tag that is on several pages counts once. */
function readTags(signers: readonly (RawRecord | null)[]): TemplateTag[] {
  const tags = new Map<string, TemplateTag>();
  for (const raw of signers.flatMap((signer) => asList(signer?.['inputs']))) {
    const input = asRecord(raw);
    const id = asId(input?.['document_tag_id']);
    const kind = input?.['type'];
    if (id === null || tags.has(id) || (kind !== 'text' && kind !== 'checkbox' && kind !== 'date')) continue;
    tags.set(id, { id, kind, label: asText(input?.['label'])?.trim() ?? '', value: valueIn(input, kind) });
  }
  return [...tags.values()];
}

function valueIn(input: RawRecord | null, kind: TemplateTag['kind']): string {
  if (kind === 'checkbox') return input?.['checkbox_value'] === true ? 'yes' : '';
  return asText(input?.[kind === 'date' ? 'date_value' : 'text_value']) ?? '';
}

/** Each lock, the field that sets it, and the name by which `non_editable` sets it. */
const lockNames: readonly (readonly [TemplateLock, flag: string, field: string])[] = [
  ['subject', 'are_email_settings_locked', 'email_subject'],
  ['message', 'are_email_settings_locked', 'email_message'],
  ['name', 'are_options_locked', 'name'],
  ['daysValid', 'are_options_locked', 'days_valid'],
  ['fields', 'are_fields_locked', ''],
];

function readLocks(fields: RawRecord): TemplateLock[] {
  const fixed = asList(asRecord(fields['additional_info'])?.['non_editable']);
  return lockNames.flatMap(([lock, flag, name]) =>
    fields[flag] === true || fixed.includes(name) ? [lock] : [],
  );
}

function readFolder(raw: unknown): Template['folder'] {
  const fields = asRecord(raw);
  const id = asId(fields?.['id']);
  return id === null ? null : { id, name: asText(fields?.['name']) ?? '' };
}
