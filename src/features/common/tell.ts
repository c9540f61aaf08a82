/**
 * One private sentence for the person who typed or pressed, by the way that their interaction allows: the
 * response address of a command or a message, a pushed view inside a modal.
 */
import { OutsideFailure } from '../../failure.ts';
import type { ActionPayload, Answer, CommandPayload, Payload } from '../../slack/payloads.ts';
import type { Person } from '../../store/database.ts';
import { sentenceMessage, sentenceView } from '../../views/sentence.ts';
import type { Texts } from '../../views/texts/index.ts';
import { type Services, textsFor } from './services.ts';

/** @throws OutsideFailure when Slack does not take it. */
export async function tell(services: Services, payload: Payload, sentence: string, t: Texts): Promise<void> {
  if (payload.kind === 'command') {
    await services.slack.respond(payload.responseUrl, sentenceMessage(sentence, t), 'ephemeral');
  } else if (payload.kind === 'action' && payload.responseUrl) {
    await services.slack.respond(payload.responseUrl, sentenceMessage(sentence, t), 'ephemeral');
  } else if (payload.kind === 'action' && payload.view && payload.triggerId) {
    await tellInView(services, payload.actor.userId, payload.triggerId, sentence, t);
  }
}

/** Slack puts no fourth modal on three, and none on one that was closed: then it is said in the app's messages. */
async function tellInView(
  services: Services,
  userId: string,
  triggerId: string,
  sentence: string,
  t: Texts,
): Promise<void> {
  const { slack } = services;
  try {
    await slack.pushView(triggerId, sentenceView(sentence, t));
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    await slack.postEphemeral(await slack.openDirect(userId), userId, sentenceMessage(sentence, t));
  }
}

/** Guests, other workspaces' people and bots: one sentence, in no language of theirs that we know. */
export async function tellOutsider(
  services: Services,
  payload: CommandPayload | ActionPayload,
): Promise<void> {
  const t = textsFor(null);
  await tell(services, payload, t.onlyMembers, t);
}

/** The press came from something old, or names what the person may not see: both look alike. */
export async function outOfDate(services: Services, payload: ActionPayload, person: Person): Promise<Answer> {
  const t = textsFor(person);
  return { after: () => tell(services, payload, t.notNow, t) };
}
