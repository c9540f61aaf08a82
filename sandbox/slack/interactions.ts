/**
 * From a person's act to the app's acknowledgement: builds and sends the payload, and carries out the answer.
 * `people.ts` has already checked who the person is and what they can see.
 */

import { parseJson } from '../http.ts';
import { applyCommandAck, applySubmissionAck, warningAfterAction } from './acks.ts';
import { plainOption } from './block-kit/composition.ts';
import type { Placed } from './block-kit/walk.ts';
import { type DeliveryResult, deliver, FORM_TYPE } from './deliver.ts';
import type { JsonObject } from './json.ts';
import { isObject, objectsAt, textAt } from './json.ts';
import type { Act } from './payloads.ts';
import {
  closedPayload,
  commandBody,
  messageActionPayload,
  submissionPayload,
  suggestionPayload,
  viewActionPayload,
} from './payloads.ts';
import type { Channel, Message, User, View } from './state.ts';
import { escapedCommandText } from './text.ts';
import { closeAll, closeView, stackOf } from './view-store.ts';
import type { World } from './world.ts';

/** Runs a slash command. Returns the client's sentence when the app failed to acknowledge, else null. */
export async function runCommand(
  world: World,
  user: User,
  channel: Channel,
  typed: string,
): Promise<string | null> {
  const [command = '', ...rest] = typed.trim().split(/ +/);
  const raw = typed.trim().slice(command.length).trim();
  const text = rest.length > 0 && world.state.app.shouldEscape ? escapedCommandText(raw, world.state) : raw;
  const body = commandBody(world, user, channel, command, text);
  const delivered = await deliver(world, { label: command, body, contentType: FORM_TYPE });
  return applyCommandAck(
    world,
    command,
    { channel: channel.id, userId: user.id, typed: typed.trim() },
    delivered,
  );
}

/** Sends an interaction to the app. */
export function deliverInteraction(world: World, payload: JsonObject): Promise<DeliveryResult> {
  const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
  return deliver(world, { label: textAt(payload, 'type'), body, contentType: FORM_TYPE });
}

/** Sends a press on a message to the app. `shown`: its blocks as the person saw them. Returns the warning, or null. */
export async function pressOnMessage(
  world: World,
  user: User,
  channel: Channel,
  message: Message,
  shown: JsonObject[],
  act: Act,
): Promise<string | null> {
  const payload = messageActionPayload(world, user, channel, message, shown, act);
  return warningAfterAction(await deliverInteraction(world, payload));
}

/** Sends a press, or a change of a control, in a modal or Home to the app. Returns the warning, or null. */
export async function pressInView(world: World, user: User, view: View, act: Act): Promise<string | null> {
  return warningAfterAction(await deliverInteraction(world, viewActionPayload(world, user, view, act)));
}

/** Submits a modal. Returns the sentence that the person reads when it failed, else null. */
export async function submitView(world: World, user: User, view: View): Promise<string | null> {
  view.errors = {};
  const delivered = await deliverInteraction(world, submissionPayload(world, user, view));
  return applySubmissionAck(world, view, delivered);
}

/**
 * Closes a modal as Cancel does; with `all`, or if it has `clear_on_close`, every modal as × does. If the closed modal
 * (the root, when all are closed) has `notify_on_close`, the app is told.
 */
export async function closeModal(world: World, user: User, view: View, all: boolean): Promise<void> {
  const root = stackOf(world, user.id)[0] ?? view;
  const clears = all || view.content['clear_on_close'] === true;
  const reported = clears ? root : view;
  const payload = closedPayload(world, user, reported, clears);
  if (clears) closeAll(world, user.id);
  else closeView(world, view);
  if (reported.content['notify_on_close'] === true) await deliverInteraction(world, payload);
}

/** Asks the app for the options of an external select; null when it gave no usable answer in time. */
export async function askForOptions(
  world: World,
  user: User,
  view: View,
  placed: Placed,
  query: string,
): Promise<JsonObject[] | null> {
  const delivered = await deliverInteraction(world, suggestionPayload(world, user, view, placed, query));
  if (delivered.outcome !== 'answered' || delivered.status !== 200) return null;
  const answer = parseJson(delivered.body);
  if (!isObject(answer)) return null;
  const groups = objectsAt(answer, 'option_groups').flatMap((group) => objectsAt(group, 'options'));
  const options = [...objectsAt(answer, 'options'), ...groups];
  const isTaken = options.every((option) => plainOption.safeParse(option).success);
  return options.length <= 100 && isTaken ? options : null;
}
