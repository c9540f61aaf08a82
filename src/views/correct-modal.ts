/** Builds and reads the dialog that corrects addresses which mail did not reach. */
import type { ModalView } from '@slack/types';
import type { ViewState } from '../shapes.ts';
import type { Signer, SignRequest } from '../signing/sign-request.ts';
import { callbacks } from './actions.ts';
import { shownAddress } from './address.ts';
import { modal, readMetadata, section } from './blocks.ts';
import { namesOfSigned } from './card-people.ts';
import { textInput } from './inputs.ts';
import type { Texts } from './texts/index.ts';

/** At most this many addresses have a field; more are corrected in the whole form, by Change…. */
const maxFields = 5;

/** Longest address that mail can carry. */
const longestAddress = 254;

const fieldId = (index: number): string => `address_${index}`;

/** What happens to a request that another replaces, and who would have to sign again. */
export function replacedSentence(record: SignRequest, t: Texts): string {
  const signed = namesOfSigned(record, t);
  return signed.length === 0 ? t.form.changes : t.correct.signed(signed);
}

/** The dialog. @param bounced the signers whose mail did not arrive, or may not have */
export function correctModal(
  record: SignRequest,
  bounced: readonly Signer[],
  draftId: string,
  t: Texts,
): ModalView {
  const shown = bounced.slice(0, maxFields);
  return modal({
    callback: callbacks.correct,
    title: t.correct.title,
    submit: t.form.submit,
    close: t.form.close,
    // The signers are stored by address: one who opens the request before the dialog is submitted is no longer listed.
    metadata: { requestId: record.id, draftId, emails: shown.map(({ email }) => email) },
    notifyOnClose: false,
    blocks: [
      section(replacedSentence(record, t)),
      ...shown.map(({ email }, index) =>
        textInput(fieldId(index), t.correct.address(shownAddress(email, longestAddress)), '', {
          most: longestAddress,
          isRequired: shown.length === 1,
        }),
      ),
    ],
  });
}

/** The typed addresses, each with the address that it replaces; null when the dialog is not ours. */
export function readCorrectModal(
  privateMetadata: string,
  state: ViewState,
): {
  readonly requestId: string;
  readonly draftId: string;
  readonly typed: readonly { readonly oldEmail: string; readonly text: string }[];
} | null {
  const { requestId, draftId, emails } = readMetadata(privateMetadata) ?? {};
  if (typeof requestId !== 'string' || typeof draftId !== 'string' || !Array.isArray(emails)) return null;
  const typed = emails.map((email: unknown, index) => {
    const id = fieldId(index);
    return { oldEmail: String(email), text: state[id]?.[id]?.value?.trim() ?? '' };
  });
  return { requestId, draftId, typed };
}

/** The error that shows a sentence at one of the fields. */
export function correctError(index: number, sentence: string): Record<string, string> {
  return { [fieldId(index)]: sentence };
}
