/** The page Rarely needed, on top of the form. */
import type { ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { FormValues } from '../signing/form.ts';
import { optionValues } from '../signing/option-values.ts';
import type { OptionValues } from '../signing/options.ts';
import { callbacks } from './actions.ts';
import { optionInputs, readOption } from './option-inputs.ts';
import { type FormBelow, pageOnForm } from './pages.ts';
import type { Texts } from './texts/index.ts';

/** The page, filled in with what was chosen before. */
export function rareOptionsView(values: FormValues, form: FormBelow, t: Texts): ModalView {
  const blocks = optionInputs('rare', values, t);
  return pageOnForm({ callback: callbacks.rareOptions, title: t.form.rareTitle, blocks }, form, t);
}

/** The options after the page was submitted. */
export function readRareOptions(state: ViewState, previous: OptionValues): OptionValues {
  return optionValues((id, row) => readOption(id, row, (field) => state[field]?.[field], previous));
}
