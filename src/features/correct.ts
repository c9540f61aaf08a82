/**
 * Correct the address…: like Change…, but asks for addresses only. A corrected request is sent, and then the old one is
 * cancelled.
 */
import { isSameAddress } from '../signing/address.ts';
import { bouncedSigners, type Correction, correctedForm, isAsTyped } from '../signing/correct.ts';
import { quoted } from '../signing/quote.ts';
import { readAddresses } from '../signing/read-addresses.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../slack/payloads.ts';
import { correctError, correctModal, readCorrectModal } from '../views/correct-modal.ts';
import { ruleView, sentenceView } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { originOfChange } from './change.ts';
import { acceptForm } from './create/accept.ts';
import { newDraft, renderForm } from './create/form.ts';
import { openRequestForm } from './create/open.ts';
import { senderRuleRefusal } from './create/rules.ts';
import { submittedForRequest } from './rights/requests.ts';
import type { Services } from './services.ts';

/** The button Correct the address…, on a request whose mail to a signer did not arrive. */
export function pressCorrect(services: Services, payload: ActionPayload): Answer {
  const isBounced = (record: SignRequest): boolean => bouncedSigners(record).length > 0;
  return openRequestForm(services, payload, 'change', isBounced, async ({ tenant, person, record, t }) => {
    const bounced = bouncedSigners(record);
    const origin = originOfChange(record, payload);
    // The whole form opens when the mail to a picked signer did not arrive, because replacing a picked signer by an
    // address may change the order. It also opens for a template, and when the signers were changed in Box.
    const isPicked = bounced.some(({ slackUserId }) => slackUserId !== null);
    if (isPicked || !isAsTyped(record)) return renderForm(services, tenant, person, origin);
    const rule = await senderRuleRefusal(services, tenant, person.userId);
    if (rule) return ruleView(rule, t);
    const draft = newDraft(services, person, origin);
    await services.store.drafts.put(tenant, draft);
    return correctModal(record, bounced, draft.id, t);
  });
}

/** Handles the submitted dialog. */
export function submitCorrect(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const read = readCorrectModal(payload.view.privateMetadata, payload.view.state);
  const target = { id: read?.requestId ?? null, right: 'change' } as const;
  return submittedForRequest(services, payload, target, async ({ tenant, person, record, t }) => {
    const draft = read ? await services.store.drafts.get(tenant, read.draftId) : null;
    if (!read || draft?.user !== person.userId || draft.changes !== record.id) {
      return { ack: { response_action: 'push', view: sentenceView(t.formOutOfDate, t) } };
    }
    const corrections = correctionsIn(record, read.typed, t);
    if ('errors' in corrections) return { ack: { response_action: 'errors', errors: corrections.errors } };
    const form = correctedForm(draft.form, corrections.list);
    return acceptForm(services, { tenant, person, draft, form }, payload.view.id, async (refusals) => {
      const { others, ...rest } = refusals;
      // Phone numbers that are no longer stored cannot be asked for in the dialog.
      const isAboutPhones = others?.code === 'phones_missing';
      if (others && !isAboutPhones && Object.keys(rest).length === 0) {
        const at = corrections.list[0]?.index ?? 0;
        return { ack: { response_action: 'errors', errors: correctError(at, t.refusal.atField(others)) } };
      }
      // Other problems can be corrected in the whole form only.
      const origin = { ...draft, values: form, fields: refusals };
      return {
        ack: { response_action: 'update', view: await renderForm(services, tenant, person, origin) },
      };
    });
  });
}

/**
 * Reads the corrected addresses, or says what is wrong with them. A signer may have opened the request since the dialog
 * was opened.
 */
function correctionsIn(
  record: SignRequest,
  typed: readonly { readonly oldEmail: string; readonly text: string }[],
  t: Texts,
):
  | { readonly list: readonly (Correction & { readonly index: number })[] }
  | { readonly errors: Record<string, string> } {
  const bounced = bouncedSigners(record);
  const list: (Correction & { readonly index: number })[] = [];
  for (const [index, { oldEmail, text }] of typed.entries()) {
    if (text === '') continue;
    const signer = bounced.find(({ email }) => isSameAddress(email, oldEmail));
    const { addresses, unread } = readAddresses(text);
    const [email] = addresses;
    if (email === undefined || addresses.length > 1 || unread.length > 0) {
      const refusal = { code: 'signer_not_an_address', texts: [quoted(text)] } as const;
      return { errors: correctError(index, t.refusal.atField(refusal)) };
    }
    if (!signer) return { errors: correctError(index, t.correct.opened) };
    list.push({ signer, email, index });
  }
  return list.length === 0 ? { errors: correctError(0, t.correct.nothing(typed.length)) } : { list };
}
