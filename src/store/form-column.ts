/** The column that holds a form's values. */
import { type FormValues, noForm, noSignerChoices } from '../signing/form.ts';
import { fromJson } from './columns.ts';

/** The stored form. Options and signer marks that later versions added are not chosen in it. */
export function formFromColumn(column: unknown): FormValues {
  const stored = fromJson<Partial<FormValues>>(column);
  const { marked, places = [] } = stored.signerChoices ?? noSignerChoices;
  return {
    ...noForm,
    ...stored,
    signerChoices: { marked: { ...noSignerChoices.marked, ...marked }, places },
  };
}
