/** The column of what a form held. */
import { type FormValues, noForm, noSignerChoices } from '../signing/form.ts';
import { fromJson } from './columns.ts';

/** The stored form; what was added since, an option or a mark of signers, is not chosen in it. */
export function formOf(column: unknown): FormValues {
  const stored = fromJson<Partial<FormValues>>(column);
  const { marked, places = [] } = stored.signerChoices ?? noSignerChoices;
  return {
    ...noForm,
    ...stored,
    signerChoices: { marked: { ...noSignerChoices.marked, ...marked }, places },
  };
}
