/** The content of a signer's fields when they sign: the name, the date, what was typed and ticked. */

import type { Field, Mark, Place } from './content.ts';
import { invalidParameter } from './errors.ts';
import type { Signer, StoredSignRequest } from './state.ts';

/** What a signer fills in when they sign. */
export interface Filling {
  /** The typed name, or a note that the signature was drawn. */
  readonly shown: string;
  readonly at: number;
  /** Where the signer put the signature on a document without fields. */
  readonly placed?: { readonly fileId: string; readonly place: Place } | null;
  /** The typed values by field id; any text ticks a checkbox. */
  readonly values?: ReadonlyMap<string, string>;
}

/** What is drawn on the pages, by file. 400 when a text field is left empty; a checkbox may stay unticked. */
export function marksOf(
  request: StoredSignRequest,
  signer: Signer,
  filling: Filling,
): ReadonlyMap<string, readonly Mark[]> {
  const { placed } = filling;
  const own = request.fields.filter((field) => field.signer === signer.email);
  if (own.length === 0 && placed != null) {
    return new Map([[placed.fileId, [{ place: placed.place, type: 'signature', text: filling.shown }]]]);
  }
  const marks = new Map<string, Mark[]>();
  for (const field of own) {
    const text = textOf(field, filling);
    if (text === null) continue;
    const { place, type } = field;
    marks.set(field.fileId, [...(marks.get(field.fileId) ?? []), { place, type, text }]);
  }
  return marks;
}

function textOf(field: Field, filling: Filling): string | null {
  const given = filling.values?.get(field.id)?.trim() ?? field.value ?? '';
  switch (field.type) {
    case 'signature':
    case 'name':
      return filling.shown;
    case 'date':
      return field.value ?? new Date(filling.at).toISOString().slice(0, 10);
    case 'checkbox':
      return given === '' ? null : given;
    case 'text':
      if (given === '') throw invalidParameter('values', 'must fill every text field');
      return given;
  }
}
