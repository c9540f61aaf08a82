/** The frame of the pages that open on top of the form. Once a page is saved, the form below is redrawn. */
import type { ModalView } from '@slack/types';
import type { FieldRefusal } from '../signing/refusals.ts';
import { modal, readMetadata } from './blocks.ts';
import { type CreateMetadata, readCreateMetadata } from './create-metadata.ts';
import type { Texts } from './texts/index.ts';

/** The form below a page: its view id and its metadata. */
export interface FormBelow extends CreateMetadata {
  readonly formViewId: string;
}

/** Reads from a page's metadata which form is below it; null when the metadata is not ours. */
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
    // When three views were stacked already, the page has replaced the form, so closing it must be reported.
    notifyOnClose: true,
  });
}

/** Refusals as Slack expects them: a sentence for each block id. */
export function pageErrors(
  refusals: Readonly<Record<string, FieldRefusal>>,
  t: Texts,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(refusals).map(([field, refusal]) => [field, t.refusal.atField(refusal)]),
  );
}
