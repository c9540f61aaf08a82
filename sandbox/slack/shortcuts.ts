/**
 * An app's shortcuts: global ones, and those in the menu of a message.
 * https://docs.slack.dev/interactivity/implementing-shortcuts
 */
import { warningAfterAction } from './acks.ts';
import { isInstalled } from './installations.ts';
import { deliverInteraction } from './interactions.ts';
import type { JsonObject } from './json.ts';
import { objectsAt, textAt } from './json.ts';
import { messageJson, visibleMessages } from './messages.ts';
import { commonFields, payloadChannel } from './payloads.ts';
import { issueResponseUrl } from './response-urls.ts';
import { conversationOf } from './seen.ts';
import type { Channel, Message, User } from './state.ts';
import { issueTrigger } from './triggers.ts';
import type { World } from './world.ts';
import { isExternal } from './world.ts';

/** A shortcut, as the app's manifest declares it. */
export interface Shortcut {
  readonly name: string;
  readonly type: 'global' | 'message';
  readonly callbackId: string;
  readonly description: string;
}

/** The message that a shortcut is used on. */
export interface MessageAddress {
  readonly channel: string;
  readonly ts: string;
}

/** Reads the shortcuts of a manifest's `features`. */
export function readShortcuts(features: JsonObject): Shortcut[] {
  return objectsAt(features, 'shortcuts').map((shortcut) => ({
    name: textAt(shortcut, 'name'),
    type: textAt(shortcut, 'type') === 'message' ? 'message' : 'global',
    callbackId: textAt(shortcut, 'callback_id'),
    description: textAt(shortcut, 'description'),
  }));
}

/** The shortcuts that Slack offers this person. */
export function shortcutsFor(world: World, user: User): readonly Shortcut[] {
  return isExternal(world, user) || !isInstalled(world) ? [] : (world.state.app.shortcuts ?? []);
}

/**
 * Uses the message shortcut with this name on the message `on`; null: the global shortcut. Returns the client's warning
 * when the app did not acknowledge it. Throws for a shortcut or a message that is not offered to this person.
 */
export async function useShortcut(
  world: World,
  user: User,
  name: string,
  on: MessageAddress | null,
): Promise<string | null> {
  const type = on === null ? 'global' : 'message';
  const shortcut = shortcutsFor(world, user).find((one) => one.name === name && one.type === type);
  if (!shortcut) throw new Error(`There is no ${type} shortcut "${name}"`);
  const payload = on === null ? globalPayload(world, user, shortcut) : payloadOn(world, user, shortcut, on);
  return warningAfterAction(await deliverInteraction(world, payload));
}

function payloadOn(world: World, user: User, shortcut: Shortcut, { channel: place, ts }: MessageAddress) {
  const channel = conversationOf(world.state, user, place);
  const message = visibleMessages(world, channel, user.id).find((one) => one.ts === ts);
  if (!message) throw new Error('This message is not there');
  if (message.ephemeralTo !== null) throw new Error('A message that only one person sees has no shortcuts');
  return messagePayload(world, user, shortcut, channel, message);
}

function globalPayload(world: World, user: User, { callbackId }: Shortcut): JsonObject {
  const { api_app_id: _absent, ...origin } = commonFields(world, 'shortcut', user);
  return {
    ...origin,
    user: { id: user.id, username: user.handle, team_id: user.teamId },
    action_ts: actionTs(world),
    callback_id: callbackId,
    trigger_id: issueTrigger(world, user.id),
  };
}

function messagePayload(
  world: World,
  user: User,
  { callbackId }: Shortcut,
  channel: Channel,
  message: Message,
): JsonObject {
  const { api_app_id: _absent, ...origin } = commonFields(world, 'message_action', user);
  return {
    ...origin,
    action_ts: actionTs(world),
    callback_id: callbackId,
    trigger_id: issueTrigger(world, user.id),
    // Posts to this URL appear in the conversation, even when the message is in a thread.
    response_url: issueResponseUrl(world, {
      kind: 'app',
      userId: user.id,
      channel: channel.id,
      source: null,
      typed: null,
    }),
    channel: payloadChannel(channel),
    message_ts: message.ts,
    message: messageJson(world, message, false),
  };
}

function actionTs(world: World): string {
  return (world.now() / 1000).toFixed(6);
}
