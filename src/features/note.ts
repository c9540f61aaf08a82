/**
 * A private note where the command was typed. It is posted only when the form was closed before the result was shown,
 * only while Slack still accepts the command's response URL, and never twice.
 */
import { OutsideFailure } from '../failure.ts';
import type { Message } from '../shapes.ts';
import { draftIdOf } from '../signing/decide.ts';
import type { StepArgs } from '../signing/work.ts';
import type { Draft } from '../store/database.ts';
import { readyNote } from '../views/note.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';

/** How long a response URL works (ms): thirty minutes, as Slack documents. */
const responseLifeMs = 30 * 60_000;

/** The step `note`: posts the private note that a request is ready. */
export async function postNote(
  services: Services,
  { requestId }: StepArgs['note'],
  { tenant }: Run,
): Promise<void> {
  const record = await services.store.signRequests.get(tenant, requestId);
  const draft = record ? await services.store.drafts.get(tenant, draftIdOf(record.nonce)) : null;
  if (!record || !draft?.responseUrl || services.now() - draft.createdAt > responseLifeMs) return;
  const person = await personOf(services, record.tenant, record.requester);
  const message = readyNote(record, textsFor(person));
  // No note if the command was typed in the app's direct messages, where the card appears at the same time.
  const card = (await services.store.cards.forRequest(tenant, record.id)).find(
    (row) => row.kind === 'direct',
  );
  if (!message || (card?.channel ?? (await services.slack.openDirect(record.requester))) === draft.channel)
    return;
  await respondOnce(services, tenant, draft, message);
}

/** Shows a private note where the draft's command was typed, at most once: a lost note is better than two. */
export async function respondOnce(
  services: Services,
  tenant: string,
  draft: Draft,
  message: Message,
): Promise<void> {
  const { responseUrl } = draft;
  if (!responseUrl) return;
  // The URL is deleted before it is called, so that no second note can follow.
  await services.store.drafts.put(tenant, { ...draft, responseUrl: null });
  try {
    await services.slack.respond(responseUrl, message, 'ephemeral');
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    services.log.info({ failure: error.message }, 'a private note could not be shown');
  }
}
