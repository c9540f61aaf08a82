/** The column of what a form held. */
import { type FormValues, noForm, noSignerChoices } from '../signing/form.ts';
import { fromJson } from './columns.ts';

/** The stored form; what was added since is not chosen in it. */
export function formOf(column: unknown): FormValues {
  const form = { ...noForm, ...fromJson<Partial<FormValues>>(column) };
  const marked = { ...noSignerChoices.marked, ...form.signerChoices.marked };
  return { ...form, signerChoices: { ...form.signerChoices, marked } };
}
