/** The column of what a form held. */
import { type FormValues, noForm } from '../signing/form.ts';
import { fromJson } from './columns.ts';

/** The stored form; an option that was added since is not chosen in it. */
export function formOf(column: unknown): FormValues {
  return { ...noForm, ...fromJson<Partial<FormValues>>(column) };
}
