/**
 * Checks the fields that a person placed on the preparation page: their shapes, and that every signer has a signature
 * field. Also writes fields in Box's wire format.
 */

import type { Field, FieldType, Place } from './content.ts';
import { BoxRefusal, invalidParameter } from './errors.ts';
import { actingSigners } from './sign-status.ts';
import type { Signer, StoredSignRequest } from './state.ts';
import { isRecord } from './validate.ts';

const TYPES: ReadonlySet<string> = new Set(['signature', 'date', 'name', 'text', 'checkbox']);
const MAX_FIELDS = 500;
const MAX_PAGES = 5000;
/** How far a rectangle may reach past the page's edge, as a fraction of the page, because of rounding errors. */
const TOLERANCE = 1e-6;

function isType(value: unknown): value is FieldType {
  return typeof value === 'string' && TYPES.has(value);
}

/** A rectangle within its page; null when it is not valid. */
export function placeFrom(value: unknown): Place | null {
  if (!isRecord(value)) return null;
  const { page, x, y, width, height } = value;
  const numbers = [page, x, y, width, height];
  if (!numbers.every((one): one is number => typeof one === 'number' && Number.isFinite(one))) return null;
  const [number = -1, left = -1, top = -1, wide = 0, high = 0] = numbers;
  const isWithin =
    left >= -TOLERANCE && top >= -TOLERANCE && left + wide <= 1 + TOLERANCE && top + high <= 1 + TOLERANCE;
  if (!Number.isInteger(number) || number < 0 || number > MAX_PAGES) return null;
  return wide > 0 && high > 0 && isWithin
    ? { page: number, x: left, y: top, width: wide, height: high }
    : null;
}

function fieldFrom(value: unknown, index: number, request: StoredSignRequest): Field {
  const refuse = (message: string) => invalidParameter(`fields[${index}]`, message);
  if (!isRecord(value)) throw refuse('must be an object');
  const place = placeFrom(value['place']);
  if (place === null) throw refuse('must have a place within a page');
  const { type } = value;
  if (!isType(type)) throw refuse(`type must be one of ${[...TYPES].join(', ')}`);
  const fileId = value['fileId'] ?? request.signFileIds[0];
  if (typeof fileId !== 'string' || !request.signFileIds.includes(fileId))
    throw refuse('is on no file of it');
  const signer = actingSigners(request).find((one) => one.email === value['signer']);
  if (signer === undefined) throw refuse('belongs to nobody who is asked');
  const id = typeof value['id'] === 'string' ? value['id'] : `field-${index + 1}`;
  return { id, fileId, signer: signer.email, type, place };
}

/** The fields in a call's body, each checked against its request; 400 for the first that is wrong. */
export function fieldsFrom(value: unknown, request: StoredSignRequest): Field[] {
  if (!Array.isArray(value) || value.length > MAX_FIELDS) {
    throw invalidParameter('fields', `must be a list of up to ${MAX_FIELDS}`);
  }
  return value.map((one, index) => fieldFrom(one, index, request));
}

/**
 * Throws when there are fields, but a signer has no signature field. Box's guide describes a document with fields for
 * everyone, and one without fields, on which signers place their own. A mixture is taken for an oversight of the
 * sender.
 */
export function mustCoverAllSigners(request: StoredSignRequest): void {
  if (request.fields.length === 0) return;
  const has = (signer: Signer) =>
    request.fields.some((field) => field.signer === signer.email && field.type === 'signature');
  const without = actingSigners(request).filter((signer) => signer.role === 'signer' && !has(signer));
  if (without.length === 0) return;
  const names = without.map(({ email }) => email).join(', ');
  throw new BoxRefusal(400, 'signature_field_missing', `Place a signature field for ${names}`);
}

/** The fields in Box's wire format, as answers list them under their signer. */
export function inputsOf(fields: readonly Field[]): Record<string, unknown>[] {
  return fields.map(inputOf);
}

/** A field in Box's wire format, with what was filled in for the signer. */
export function inputOf({
  type,
  place,
  tag = null,
  value,
}: Pick<Field, 'type' | 'place' | 'tag' | 'value'>): Record<string, unknown> {
  const isText = type === 'text' || type === 'name';
  return {
    ...emptyInput(type, place.page),
    document_tag_id: tag,
    ...(value !== undefined && isText && { text_value: value }),
    ...(value !== undefined && type === 'date' && { date_value: value }),
    ...(value !== undefined && type === 'checkbox' && { checkbox_value: value !== '' }),
  };
}

/** One field in Box's wire format, without a value. */
export function emptyInput(type: FieldType, page: number): Record<string, unknown> {
  const values = { document_tag_id: null, text_value: null, checkbox_value: null, date_value: null };
  const wireType = type === 'name' ? 'text' : type;
  const content = type === 'name' ? 'full_name' : type;
  return { ...values, type: wireType, content_type: content, page_index: page, read_only: false };
}
