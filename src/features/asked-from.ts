/**
 * A resend or cancel that a person asked for in a conversation, by command or from the choice that a command offered,
 * ends with one private line there. On a card or in a modal the result is seen anyway.
 */
import { randomUUID } from 'node:crypto';
import { OutsideFailure } from '../failure.ts';
import type { AskedFrom } from '../signing/pending.ts';
import type { StepArgs } from '../signing/work.ts';
import type { Person } from '../store/database.ts';
import { emptyForm } from '../views/create-form.ts';
import { actionResult } from '../views/note.ts';
import { personOf } from './rights/admit.ts';
import type { Run } from './run.ts';
import { type Services, textsFor } from './services.ts';

/** Where a command was typed, or a button in an ephemeral message pressed. */
interface Place {
  readonly responseUrl: string | null;
  readonly channelId?: string | null;
}

/** Remembers where the person asked. The response URL is a secret, and a draft keeps it as one. Null: it is not known. */
export async function rememberAskedFrom(
  services: Services,
  tenant: string,
  { userId }: Person,
  { responseUrl, channelId = null }: Place,
  how: AskedFrom['how'],
): Promise<AskedFrom | null> {
  if (!responseUrl) return null;
  const draftId = randomUUID();
  await services.store.drafts.put(tenant, {
    id: draftId,
    user: userId,
    form: emptyForm(),
    responseUrl,
    channel: channelId,
    replaces: null,
    problem: null,
    createdAt: services.now(),
  });
  return { draftId, how };
}

/** The step `tellAskedFrom`: says there how the resend or cancel ended. */
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
  const message = actionResult(record, { verb, failure }, textsFor(person));
  const used = () => drafts.put(tenant, { ...draft, responseUrl: null });
  try {
    if (how === 'choice') {
      // Replacing a message twice does no harm.
      await services.slack.respond(draft.responseUrl, message, 'replace');
      await used();
      return;
    }
    // The response URL is deleted before it is called: a lost line is better than one that is shown twice.
    await used();
    await services.slack.respond(draft.responseUrl, message, 'ephemeral');
  } catch (error) {
    const mayTryAgain = how === 'choice' && error instanceof OutsideFailure && error.kind !== 'final';
    if (!(error instanceof OutsideFailure) || mayTryAgain) throw error;
    services.log.info({ request: record.id, failure: error.message }, 'the result could not be shown');
  }
}
