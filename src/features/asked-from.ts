/**
 * When a person asks for a resend or cancel in a conversation, by a command or by a button on the private message that
 * a command showed, one private line there tells them how it ended. On a card or in a modal they see the result anyway.
 */
import { randomUUID } from 'node:crypto';
import { OutsideFailure } from '../failure.ts';
import { emptyForm } from '../signing/form.ts';
import type { AskedFrom } from '../signing/pending.ts';
import type { StepArgs } from '../signing/work.ts';
import type { Person } from '../store/database.ts';
import type { PressedMessage } from '../views/cancel-modal.ts';
import { actionResultMessage, underWaySentence } from '../views/note.ts';
import { sentenceMessage } from '../views/sentence.ts';
import { respondOnce } from './note.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';

/**
 * Stores where the person asked, so that the result can be shown there. Returns undefined for a card, or where Slack
 * gave no response URL. The response URL is a secret, so it is stored in a draft, where it is encrypted.
 *
 * @param pressed the message that the button was on, or the command
 */
export async function rememberAskedFrom(
  services: Services,
  tenant: string,
  { userId }: Person,
  { responseUrl, messageTs, isCommand = false }: PressedMessage,
): Promise<AskedFrom | undefined> {
  if (!responseUrl || messageTs !== null) return undefined;
  const draftId = randomUUID();
  await services.store.drafts.put(tenant, {
    id: draftId,
    user: userId,
    form: emptyForm,
    responseUrl,
    channel: null,
    replaces: null,
    changes: null,
    problem: null,
    createdAt: services.now(),
  });
  return { draftId, how: isCommand ? 'command' : 'choice' };
}

/** The step `tellUnderWay`: tells the person, in the conversation where they asked, that Box has not answered yet. */
export async function tellUnderWay(
  services: Services,
  { requestId, draftId }: StepArgs['tellUnderWay'],
  { tenant }: Run,
): Promise<void> {
  const { drafts, signRequests } = services.store;
  const record = await signRequests.get(tenant, requestId);
  const pending = record?.details.pending;
  if (!record || pending?.askedFrom?.draftId !== draftId) return;
  const draft = await drafts.get(tenant, draftId);
  if (!draft?.responseUrl) return;
  const t = textsFor(await personOf(services, tenant, draft.user));
  const message = sentenceMessage(underWaySentence(record, pending, t), t);
  await services.slack.respond(draft.responseUrl, message, 'ephemeral');
}

/** The step `tellAskedFrom`: tells the person, in the conversation where they asked, how the resend or cancel ended. */
export async function tellAskedFrom(
  services: Services,
  { requestId, verb, failure, draftId, how }: StepArgs['tellAskedFrom'],
  { tenant }: Run,
): Promise<void> {
  const { drafts, signRequests } = services.store;
  const record = await signRequests.get(tenant, requestId);
  const draft = await drafts.get(tenant, draftId);
  if (!record || !draft?.responseUrl) return;
  const person = await personOf(services, tenant, draft.user);
  const message = actionResultMessage(record, { verb, failure }, textsFor(person));
  if (how === 'command') return respondOnce(services, tenant, draft, message);
  try {
    await services.slack.respond(draft.responseUrl, message, 'replace');
  } catch (error) {
    // Replacing a message twice does no harm, so the job is retried unless the failure is final.
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    services.log.info({ request: record.id, failure: error.message }, 'the result could not be shown');
    return;
  }
  await drafts.put(tenant, { ...draft, responseUrl: null });
}
