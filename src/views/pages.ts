/** What the pages on top of the form have in common: the form below is drawn again once something is kept. */
import type { ModalView } from '@slack/types';
import type { FieldRefusal } from '../signing/refusals.ts';
import { modal, readMetadata } from './blocks.ts';
import { type CreateMetadata, readCreateMetadata } from './create-metadata.ts';
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

/** A page on top of the form. */
export function pageOnForm(
  page: Pick<Parameters<typeof modal>[0], 'callback' | 'title' | 'blocks'>,
  form: FormBelow,
  t: Texts,
): ModalView {
  return modal({
    ...page,
    submit: t.form.keep,
    close: t.form.back,
    metadata: { ...form },
    // Where three views were stacked already, it stands in place of the form.
    notifyOnClose: true,
  });
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
