/**
 * Correct the address…: what Change… does, with one field. The request goes out again to the corrected address, and the old
 * one is cancelled once it has.
 */
import { randomUUID } from 'node:crypto';
import { bouncedSigners, type Correction, correctedForm } from '../signing/correct.ts';
import { quoted } from '../signing/quote.ts';
import { readAddresses } from '../signing/read-addresses.ts';
import type { SignRequest } from '../signing/sign-request.ts';
import type { ActionPayload, Answer, SubmissionPayload } from '../slack/payloads.ts';
import { correctError, correctModal, readCorrectModal } from '../views/correct-modal.ts';
import { sentenceView } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { takeForm } from './create/take.ts';
import { answerOutdatedRequest, forRequest, submittedOnRequest } from './rights/requests.ts';
import type { Services } from './services.ts';

/** The button Correct the address…, on the card of a request of which a mail did not arrive. */
export function pressCorrect(services: Services, payload: ActionPayload): Answer {
  return forRequest(services, payload, 'change', async (on) => {
    const { tenant, person, record, t } = on;
    const { triggerId, responseUrl, channelId } = payload;
    const bounced = bouncedSigners(record);
    if (bounced.length === 0 || !triggerId) {
      return (await answerOutdatedRequest(services, payload, on)).after?.();
    }
    const draftId = randomUUID();
    await services.store.drafts.put(tenant, {
      id: draftId,
      user: person.userId,
      form: record.form,
      responseUrl,
      channel: channelId,
      replaces: null,
      changes: record.id,
      problem: null,
      createdAt: services.now(),
    });
    await services.slack.openView(triggerId, correctModal(record, bounced, draftId, t));
  });
}

/** Submits the dialog. */
export function submitCorrect(services: Services, payload: SubmissionPayload): Promise<Answer> {
  const read = readCorrectModal(payload.view.privateMetadata, payload.view.state);
  const target = { id: read?.requestId ?? null, right: 'change' } as const;
  return submittedOnRequest(services, payload, target, async ({ tenant, person, record, t }) => {
    const draft = read ? await services.store.drafts.get(tenant, read.draftId) : null;
    if (!read || draft?.user !== person.userId || draft.changes !== record.id) {
      return { ack: { response_action: 'push', view: sentenceView(t.formOutOfDate, t) } };
    }
    const corrections = correctionsIn(record, read.typed, t);
    if ('errors' in corrections) return { ack: { response_action: 'errors', errors: corrections.errors } };
    const submitted = { tenant, person, draft, form: correctedForm(draft.form, corrections.list) };
    return takeForm(services, submitted, payload.view.id, (refusals) => {
      const [why] = Object.values(refusals);
      const errors = correctError(0, why ? t.refusal.atField(why) : t.notNow);
      return { ack: { response_action: 'errors', errors } };
    });
  });
}

/** The fields are those that the dialog was drawn with, so somebody may have opened the request since. */
function correctionsIn(
  record: SignRequest,
  typed: readonly string[],
  t: Texts,
): { readonly list: readonly Correction[] } | { readonly errors: Record<string, string> } {
  const bounced = bouncedSigners(record);
  const list: Correction[] = [];
  for (const [index, text] of typed.entries()) {
    const signer = bounced[index];
    if (text === '') continue;
    const { addresses, unread } = readAddresses(text);
    const [email] = addresses;
    if (email === undefined || addresses.length > 1 || unread.length > 0) {
      const refusal = { code: 'signer_not_an_address', texts: [quoted(text)] } as const;
      return { errors: correctError(index, t.refusal.atField(refusal)) };
    }
    if (!signer) return { errors: correctError(index, t.correct.opened) };
    list.push({ signer, email });
  }
  return list.length === 0 ? { errors: correctError(0, t.correct.nothing) } : { list };
}
