/**
 * Posting, changing and deleting messages. https://docs.slack.dev/reference/methods/chat.postMessage and related
 * methods.
 */
import type { JsonObject } from '../json.ts';
import { changeMessage, findMessage, messageJson, postMessage, removeMessage } from '../messages.ts';
import type { Channel, Message } from '../state.ts';
import type { World } from '../world.ts';
import { readContent } from './content.ts';
import { directMessageWith, isBotMember } from './conversations.ts';
import type { Method } from './types.ts';
import { flagArg, Refused, requiredArg, stringArg } from './types.ts';

const UPDATE_TEXT_LIMIT = 4000;

/**
 * The conversation to post in; a user id opens the app's direct messages with that person. Throws `Refused` where the
 * app may not post.
 */
export function channelToPostIn(world: World, args: JsonObject): Channel {
  const named = requiredArg(args, 'channel');
  if (/^[UW]/.test(named))
    return world.state.users[named] ? directMessageWith(world, named) : refuseChannel();
  const channel =
    world.state.channels[named] ??
    Object.values(world.state.channels).find((one) => one.name !== '' && `#${one.name}` === named);
  if (!channel) return refuseChannel();
  refuseUnpostable(world, channel);
  if (channel.isArchived) throw new Refused('is_archived');
  if (channel.isPostingRestricted) throw new Refused('restricted_action');
  return channel;
}

function refuseChannel(): never {
  throw new Refused('channel_not_found');
}

/** Throws `Refused` for a channel that the bot may not post in. */
function refuseUnpostable(world: World, channel: Channel): void {
  if (!isBotMember(world, channel)) {
    const mayPost = channel.kind === 'public' && world.state.app.scopes.includes('chat:write.public');
    if (!mayPost) throw new Refused(channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found');
  }
  if (channel.kind !== 'im') return;
  if (!world.state.app.messagesTabEnabled) throw new Refused('messages_tab_disabled');
  if (channel.members.some((id) => world.state.users[id]?.deleted)) throw new Refused('user_disabled');
}

export const chatPostMessage: Method = {
  scopes: ['chat:write'],
  ignoresJsonBody: false,
  run({ world, args }) {
    const channel = channelToPostIn(world, args);
    const content = readContent(world, args);
    const threadTs = readThread(world, channel, args);
    const message = postMessage(world, {
      channel: channel.id,
      user: world.state.app.botUserId,
      text: content.text ?? '',
      blocks: content.blocks ?? null,
      attachments: content.attachments,
      metadata: content.metadata && Object.keys(content.metadata).length > 0 ? content.metadata : null,
      threadTs,
      broadcast: threadTs !== null && (flagArg(args, 'reply_broadcast') ?? false),
      unfurl: (flagArg(args, 'unfurl_links') ?? true) || (flagArg(args, 'unfurl_media') ?? true),
    });
    return { channel: channel.id, ts: message.ts, message: messageJson(world, message, true) };
  },
};

/** The thread that `thread_ts` names; null: it names none. Throws `Refused` for a message that does not exist. */
export function readThread(world: World, channel: Channel, args: JsonObject): string | null {
  const threadTs = stringArg(args, 'thread_ts');
  if (!threadTs) return null;
  const parent = findMessage(world, channel.id, threadTs);
  if (!parent || parent.ephemeralTo !== null) throw new Refused('cannot_reply_to_message');
  return parent.threadTs ?? parent.ts;
}

/**
 * The message of a call. Throws `Refused` when it is not the app's own or is ephemeral: only its response URL can
 * change an ephemeral one.
 */
function ownMessage(world: World, args: JsonObject, refusal: string): Message {
  const channel = world.state.channels[requiredArg(args, 'channel')];
  const ts = requiredArg(args, 'ts');
  if (!channel || (channel.kind !== 'public' && !isBotMember(world, channel))) return refuseChannel();
  if (channel.isArchived) throw new Refused('is_inactive');
  const message = findMessage(world, channel.id, ts);
  if (!message || message.ephemeralTo !== null) throw new Refused('message_not_found');
  if (message.user !== world.state.app.botUserId) throw new Refused(refusal);
  return message;
}

export const chatUpdate: Method = {
  scopes: ['chat:write'],
  ignoresJsonBody: false,
  run({ world, args }) {
    const message = ownMessage(world, args, 'cant_update_message');
    if (stringArg(args, 'text').length > UPDATE_TEXT_LIMIT) throw new Refused('msg_too_long');
    const content = readContent(world, args);
    // A text without blocks replaces both text and blocks.
    const blocks = content.blocks ?? (content.text === undefined ? undefined : []);
    changeMessage(world, message, { ...content, blocks });
    return {
      channel: message.channel,
      ts: message.ts,
      text: message.text,
      message: messageJson(world, message, true),
    };
  },
};

export const chatDelete: Method = {
  scopes: ['chat:write'],
  ignoresJsonBody: false,
  run({ world, args }) {
    const message = ownMessage(world, args, 'cant_delete_message');
    removeMessage(world, message);
    return { channel: message.channel, ts: message.ts };
  },
};

export const chatPostEphemeral: Method = {
  scopes: ['chat:write'],
  ignoresJsonBody: false,
  run({ world, args }) {
    const channel = channelToPostIn(world, args);
    const userId = requiredArg(args, 'user');
    const user = world.state.users[userId];
    if (!user || user.deleted || !channel.members.includes(userId)) throw new Refused('user_not_in_channel');
    const content = readContent(world, args);
    const message = postMessage(world, {
      channel: channel.id,
      user: world.state.app.botUserId,
      text: content.text ?? '',
      blocks: content.blocks ?? null,
      attachments: content.attachments,
      threadTs: readThread(world, channel, args),
      ephemeralTo: userId,
    });
    return { message_ts: message.ts };
  },
};
