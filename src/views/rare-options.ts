/** The page Rarely needed, on top of the form. */
import type { ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { FieldRefusals, FormValues } from '../signing/form.ts';
import { type OptionValues, optionValues } from '../signing/options.ts';
import { callbacks } from './actions.ts';
import { modal, readMetadata } from './blocks.ts';
import { type CreateMetadata, readCreateMetadata } from './create-form.ts';
import { optionInputs, readOption } from './option-inputs.ts';
import type { Texts } from './texts/index.ts';

/** The form below: its view, and what its metadata holds, because it is drawn again once these are kept. */
export interface RareMetadata extends CreateMetadata {
  readonly formViewId: string;
}

/** Null when it is not ours. */
export function readRareMetadata(privateMetadata: string): RareMetadata | null {
  const form = readCreateMetadata(privateMetadata);
  const formViewId = readMetadata(privateMetadata)?.['formViewId'];
  return form !== null && typeof formViewId === 'string' ? { ...form, formViewId } : null;
}

/** The page, filled in with what was chosen before. */
export function rareOptionsView(values: FormValues, form: RareMetadata, t: Texts): ModalView {
  return modal({
    callback: callbacks.rareOptions,
    title: t.form.rareTitle,
    submit: t.form.keep,
    close: t.form.back,
    metadata: { ...form },
    notifyOnClose: false,
    blocks: optionInputs('rare', values, t),
  });
}

/** The options with what was filled in there. */
export function readRareOptions(state: ViewState, previous: OptionValues): OptionValues {
  return optionValues((id, row) => readOption(id, row, (field) => state[field]?.[field], previous));
}

/** Refusals as Slack expects them, a sentence for each block id. */
export function rareErrors(refusals: FieldRefusals, t: Texts): Record<string, string> {
  return Object.fromEntries(
    Object.entries(refusals).map(([field, refusal]) => [field, t.refusal.atField(refusal)]),
  );
}
