/**
 * Tells one sentence privately to the person who typed or pressed something: through the response URL of a command or a
 * message, or as a view pushed on top of a modal. Where the app is not installed, nothing can be shown in a modal.
 */
import { OutsideFailure } from '../failure.ts';
import type { ActionPayload, Answer, CommandPayload, Payload } from '../slack/payloads.ts';
import type { Person } from '../store/database.ts';
import { sentenceMessage, sentenceView } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { withoutButtons } from '../views/without-buttons.ts';
import { isInstalled, type Services, textsFor } from './services.ts';

/** Tells the person one sentence that only they can see. @throws OutsideFailure when Slack refuses it */
export async function tellPrivately(
  services: Services,
  payload: Payload,
  sentence: string,
  t: Texts,
): Promise<void> {
  if (payload.kind === 'command') {
    await services.slack.respond(payload.responseUrl, sentenceMessage(sentence, t), 'ephemeral');
  } else if (payload.kind === 'action' && payload.responseUrl) {
    await services.slack.respond(payload.responseUrl, sentenceMessage(sentence, t), 'ephemeral');
  } else if (
    payload.kind === 'action' &&
    payload.view &&
    payload.triggerId &&
    isInstalled(services.identity)
  ) {
    await tellInView(services, payload.actor.userId, payload.triggerId, sentence, t);
  }
}

/**
 * Pushes a view with the sentence. Slack refuses that when three views are stacked already, or the modal is closed: then
 * the sentence is posted in the app's direct messages.
 */
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

/**
 * Tells guests, people of other workspaces and bots that they cannot use the app. The sentence is in the default
 * language, because theirs is not known.
 */
export async function tellOutsider(
  services: Services,
  payload: CommandPayload | ActionPayload,
): Promise<void> {
  const t = textsFor(null);
  await tellPrivately(services, payload, t.onlyMembers, t);
}

/**
 * Answers a press that names a request (or a form) that is not stored, or that belongs to another person; both get the
 * same answer. Also removes the message's buttons, which would all get this answer, if the message is in the person's
 * direct messages and Slack still allows it.
 */
export async function tellUnknownRequest(
  services: Services,
  payload: ActionPayload,
  person: Person,
  what: 'request' | 'form' = 'request',
): Promise<Answer> {
  const t = textsFor(person);
  return {
    after: async () => {
      await tellPrivately(services, payload, t.notKnown[what], t);
      // In a channel it may be another person's request, whose buttons this person must not remove.
      const isDirect = payload.channelId?.startsWith('D') ?? false;
      const rest = isDirect && payload.message ? withoutButtons(payload.message) : null;
      if (!payload.responseUrl || !rest) return;
      try {
        await services.slack.respond(payload.responseUrl, rest, 'replace');
      } catch (error) {
        if (!(error instanceof OutsideFailure)) throw error;
        services.log.warn({ failure: error.message }, 'an old message keeps its buttons');
      }
    },
  };
}

/** Answers a press on an outdated message or view. */
export async function tellOutdated(
  services: Services,
  payload: ActionPayload,
  person: Person,
): Promise<Answer> {
  const t = textsFor(person);
  return { after: () => tellPrivately(services, payload, t.notNow, t) };
}
