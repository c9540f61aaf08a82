/** The dialog that corrects an address which mail did not reach: its builder and its reader. */
import type { ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { callbacks } from './actions.ts';
import { shownAddress } from './address.ts';
import { modal, readMetadata, section } from './blocks.ts';
import { namesOf, peopleOf } from './card-people.ts';
import { textInput } from './inputs.ts';
import type { Texts } from './texts/index.ts';

/** More than these are corrected in the whole form. */
const maxFields = 5;

/** Longest address that mail can carry. */
const longestAddress = 254;

const fieldId = (index: number): string => `address_${index}`;

/** @param bounced the signers whose mail did not arrive, or may not have */
export function correctModal(
  record: SignRequest,
  bounced: readonly Signer[],
  draftId: string,
  t: Texts,
): ModalView {
  const signed = namesOf(peopleOf(record).signed, record, t);
  return modal({
    callback: callbacks.correct,
    title: t.correct.title,
    submit: t.form.submit,
    close: t.form.close,
    metadata: { requestId: record.id, draftId },
    notifyOnClose: false,
    blocks: [
      section(signed.length === 0 ? t.form.changes : t.correct.signed(signed)),
      ...bounced.slice(0, maxFields).map(({ email }, index) =>
        textInput(fieldId(index), t.correct.address(shownAddress(email, longestAddress)), '', {
          most: longestAddress,
          isRequired: bounced.length === 1,
        }),
      ),
    ],
  });
}

/** What was typed, field by field; null when the dialog is not ours. */
export function readCorrectModal(
  privateMetadata: string,
  state: ViewState,
): { readonly requestId: string; readonly draftId: string; readonly typed: readonly string[] } | null {
  const { requestId, draftId } = readMetadata(privateMetadata) ?? {};
  if (typeof requestId !== 'string' || typeof draftId !== 'string') return null;
  const typed = Array.from({ length: maxFields }, (_each, index) => {
    const id = fieldId(index);
    return state[id]?.[id]?.value?.trim() ?? '';
  });
  return { requestId, draftId, typed };
}

/** A sentence at one of the fields. */
export function correctError(index: number, sentence: string): Record<string, string> {
  return { [fieldId(index)]: sentence };
}
