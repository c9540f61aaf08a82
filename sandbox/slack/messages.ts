/**
 * Messages in conversations: stores, finds and changes them, and shows them in the form of the Web API. Callers decide
 * who may do what.
 */
import { asStored } from './block-kit/walk.ts';
import { fileInMessage, filesOf } from './files.ts';
import type { JsonObject } from './json.ts';
import type { Content } from './methods/content.ts';
import type { Channel, Message } from './state.ts';
import { nextTs } from './state.ts';
import { linksIn, mentioned } from './text.ts';
import { carriedValues, initialValues } from './values.ts';
import type { World } from './world.ts';

/** A message to be posted. */
export interface NewMessage {
  readonly channel: string;
  readonly user: string;
  readonly text: string;
  readonly blocks?: JsonObject[] | null;
  readonly attachments?: JsonObject[] | undefined;
  readonly metadata?: JsonObject | null;
  readonly threadTs?: string | null;
  readonly broadcast?: boolean;
  readonly ephemeralTo?: string | null;
  /** Ids of the message's files. */
  readonly files?: readonly string[];
  /** Whether Slack's crawler may fetch the links in the message. */
  readonly unfurl?: boolean;
}

/** Posts a message whose blocks have been checked, and notifies the people whom it mentions. */
export function postMessage(world: World, fresh: NewMessage): Message {
  const blocks = fresh.blocks && fresh.blocks.length > 0 ? asStored(fresh.blocks) : null;
  const message: Message = {
    channel: fresh.channel,
    ts: nextTs(world.state, world.now()),
    user: fresh.user,
    text: fresh.text.slice(0, 40_000),
    blocks,
    metadata: fresh.metadata ?? null,
    threadTs: fresh.threadTs ?? null,
    broadcast: fresh.broadcast ?? false,
    ephemeralTo: fresh.ephemeralTo ?? null,
    edited: false,
    values: initialValues(blocks ?? []),
    ...(fresh.files === undefined ? {} : { files: fresh.files }),
    ...(fresh.attachments?.length ? { attachments: fresh.attachments } : {}),
  };
  world.state.messages.push(message);
  notifyMentioned(world, message);
  if (fresh.unfurl) world.state.crawled.push(...linksIn(message.text, blocks));
  return message;
}

function notifyMentioned(world: World, message: Message): void {
  for (const to of mentioned(message.text, message.blocks)) {
    world.state.notifications.push({ to, channel: message.channel, ts: message.ts });
  }
}

/** Changes a message in place. `undefined` keeps a part as it is; an empty list or object removes it. */
export function changeMessage(
  world: World,
  message: Message,
  change: Pick<Partial<Content>, 'text' | 'blocks' | 'attachments' | 'metadata'>,
): void {
  if (change.text !== undefined) message.text = change.text;
  if (change.metadata !== undefined) {
    message.metadata = Object.keys(change.metadata).length > 0 ? change.metadata : null;
  }
  if (change.blocks !== undefined) {
    const blocks = asStored(change.blocks);
    message.values = carriedValues(message.blocks ?? [], message.values, blocks);
    message.blocks = blocks.length > 0 ? blocks : null;
  }
  if (change.attachments !== undefined) message.attachments = change.attachments;
  message.edited = true;
  notifyMentioned(world, message);
}

export function removeMessage(world: World, message: Message): void {
  world.state.messages = world.state.messages.filter((other) => other !== message);
}

/** The message with this time stamp, even an ephemeral one; null: there is none. */
export function findMessage(world: World, channel: string, ts: string): Message | null {
  return world.state.messages.find((message) => message.channel === channel && message.ts === ts) ?? null;
}

/** The messages of a conversation that a person sees now, thread replies included, oldest first. */
export function visibleMessages(world: World, channel: Channel, userId: string): Message[] {
  return world.state.messages.filter(
    (message) =>
      message.channel === channel.id && (message.ephemeralTo === null || message.ephemeralTo === userId),
  );
}

/** A message as the Web API and interaction payloads show it. */
export function messageJson(world: World, message: Message, withMetadata: boolean): JsonObject {
  const { app, team } = world.state;
  const replies = world.state.messages.filter((other) => other.threadTs === message.ts);
  return {
    type: 'message',
    ...(message.broadcast ? { subtype: 'thread_broadcast' } : {}),
    user: message.user,
    ts: message.ts,
    ...(message.user === app.botUserId ? { bot_id: app.botId, app_id: app.appId } : {}),
    text: message.text,
    team: team.id,
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.attachments?.length ? { attachments: message.attachments } : {}),
    ...(message.files
      ? { files: filesOf(world, message.files).map((file) => fileInMessage(world, file)) }
      : {}),
    ...(message.threadTs ? { thread_ts: message.threadTs } : {}),
    ...(replies.length > 0 ? { thread_ts: message.ts, reply_count: replies.length } : {}),
    ...(message.edited ? { edited: { user: message.user, ts: message.ts } } : {}),
    ...(withMetadata && message.metadata ? { metadata: message.metadata } : {}),
  };
}
