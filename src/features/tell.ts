/**
 * One private sentence for the person who typed or pressed, by the way that their interaction allows: the
 * response address of a command or a message, a pushed view inside a modal. Where the app is not installed, nothing can
 * be said inside a modal.
 */
import { OutsideFailure } from '../failure.ts';
import type { ActionPayload, Answer, CommandPayload, Payload } from '../slack/payloads.ts';
import type { Person } from '../store/database.ts';
import { sentenceMessage, sentenceView } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { withoutButtons } from '../views/without-buttons.ts';
import { isInstalled, type Services, textsFor } from './services.ts';

/** @throws OutsideFailure when Slack does not take it. */
export async function tell(services: Services, payload: Payload, sentence: string, t: Texts): Promise<void> {
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

/**
 * The press names a request (or a form) that is not stored, or not theirs: both look alike. What would answer every press like this
 * one is taken off the message, as far as that is theirs and Slack still takes it.
 */
export async function notKnown(
  services: Services,
  payload: ActionPayload,
  person: Person,
  what: 'request' | 'form' = 'request',
): Promise<Answer> {
  const t = textsFor(person);
  return {
    after: async () => {
      await tell(services, payload, t.notKnown[what], t);
      // In a channel it may be somebody else's request, whose buttons are not this person's to take.
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

/** The press came from something old. */
export async function outOfDate(services: Services, payload: ActionPayload, person: Person): Promise<Answer> {
  const t = textsFor(person);
  return { after: () => tell(services, payload, t.notNow, t) };
}
