/**
 * Tells one sentence privately to the person who typed or pressed something: through the response URL of a command or a
 * message, else as a view, on top of a modal if one is open, else in the app's direct messages. Where the app is not
 * installed, only a response URL can be used.
 */
import { OutsideFailure } from '../failure.ts';
import type {
  ActionPayload,
  Answer,
  CommandPayload,
  Payload,
  ShortcutPayload,
  SubmissionPayload,
} from '../slack/payloads.ts';
import type { Person } from '../store/database.ts';
import { sentenceMessage, sentenceView } from '../views/sentence.ts';
import type { Texts } from '../views/texts/index.ts';
import { withoutButtons } from '../views/without-buttons.ts';
import { isInstalled, type Services, textsFor } from './services.ts';

/**
 * Tells the person one sentence that only they can see. Does nothing for a submission, a closed modal or a menu.
 *
 * @throws OutsideFailure when Slack refuses it
 */
export async function tellPrivately(
  services: Services,
  payload: Payload,
  sentence: string,
  t: Texts,
): Promise<void> {
  if (payload.kind === 'submission' || payload.kind === 'close' || payload.kind === 'options') return;
  if (payload.responseUrl) {
    await services.slack.respond(payload.responseUrl, sentenceMessage(sentence, t), 'ephemeral');
  } else if (payload.kind !== 'command' && isInstalled(services.identity)) {
    await tellInView(services, payload, sentence, t);
  }
}

/**
 * Opens a view with the sentence for a global shortcut or a press in Home, and pushes one for a press in a modal. Slack
 * refuses that when three views are stacked already, the modal is closed or the trigger is used up: then the sentence
 * is posted in the app's direct messages. Shows nothing for a press on a message.
 */
async function tellInView(
  services: Services,
  payload: ShortcutPayload | ActionPayload,
  sentence: string,
  t: Texts,
): Promise<void> {
  const { slack } = services;
  const { triggerId, actor } = payload;
  const isOnMessage = payload.kind === 'action' && payload.view === null && !payload.isInHome;
  if (triggerId === null || isOnMessage) return;
  const view = sentenceView(sentence, t);
  try {
    const isOnModal = payload.kind === 'action' && !payload.isInHome;
    await (isOnModal ? slack.pushView(triggerId, view) : slack.openView(triggerId, view));
  } catch (error) {
    if (!(error instanceof OutsideFailure) || error.kind !== 'final') throw error;
    await tellInDirectMessages(services, actor.userId, sentence, t);
  }
}

/**
 * Tells the sentence in the app's direct messages, visible only to this person. Does nothing where the app is not
 * installed.
 *
 * @throws OutsideFailure when Slack refuses it
 */
export async function tellInDirectMessages(
  { identity, slack }: Services,
  userId: string,
  sentence: string,
  t: Texts,
): Promise<void> {
  if (!isInstalled(identity)) return;
  await slack.postEphemeral(await slack.openDirect(userId), userId, sentenceMessage(sentence, t));
}

/** Shows the sentence in the submitted view. False when that is closed, or Slack refuses it. */
export async function replaceView(
  { identity, slack, log }: Services,
  { view }: SubmissionPayload,
  sentence: string,
  t: Texts,
): Promise<boolean> {
  if (!isInstalled(identity)) return false;
  try {
    return await slack.updateView(view.id, sentenceView(sentence, t));
  } catch (error) {
    if (!(error instanceof OutsideFailure)) throw error;
    log.info({ failure: error.message }, 'a submitted view could not be replaced');
    return false;
  }
}

/**
 * Tells guests, people of other workspaces and bots that they cannot use the app. The sentence is in the default
 * language, because theirs is not known.
 */
export async function tellOutsider(
  services: Services,
  payload: CommandPayload | ShortcutPayload | ActionPayload,
): Promise<void> {
  const t = textsFor(null);
  await tellPrivately(services, payload, t.onlyMembers, t);
}

/**
 * Answers a press that names a request (or a form) that is not stored, or that belongs to another person; both get the
 * same answer. Also removes the message's buttons, which would all get this answer, if the message is in the person's
 * direct messages and Slack still allows it.
 */
export async function tellRequestNotFound(
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

/** Answers a press on an outdated message or view: tells the person that this is not possible now. */
export async function tellOutdated(
  services: Services,
  payload: ActionPayload,
  person: Person,
): Promise<Answer> {
  const t = textsFor(person);
  return { after: () => tellPrivately(services, payload, t.notNow, t) };
}
