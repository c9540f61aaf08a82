/** What the pages on top of the form have in common: the form below is drawn again once something is kept. */
import type { FieldRefusal } from '../signing/refusals.ts';
import { readMetadata } from './blocks.ts';
import { type CreateMetadata, readCreateMetadata } from './create-form.ts';
import type { Texts } from './texts/index.ts';

/** The form below: its view, and what its metadata holds. */
export interface FormBelow extends CreateMetadata {
  readonly formViewId: string;
}

/** Null when it is not ours. */
export function readFormBelow(privateMetadata: string): FormBelow | null {
  const form = readCreateMetadata(privateMetadata);
  const formViewId = readMetadata(privateMetadata)?.['formViewId'];
  return form !== null && typeof formViewId === 'string' ? { ...form, formViewId } : null;
}

/** Refusals as Slack expects them, a sentence for each block id. */
export function pageErrors(
  refusals: Readonly<Record<string, FieldRefusal>>,
  t: Texts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(refusals).map(([field, refusal]) => [field, t.refusal.atField(refusal)]),
  );
}
