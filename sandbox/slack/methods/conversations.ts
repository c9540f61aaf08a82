/**
 * Opens direct messages, and reads conversations that the app is in.
 * https://docs.slack.dev/reference/methods/conversations.open, …/conversations.history, …/conversations.replies
 */
import type { JsonObject } from '../json.ts';
import { messageJson } from '../messages.ts';
import { directMessage } from '../seed.ts';
import type { Channel, Message, User } from '../state.ts';
import type { World } from '../world.ts';
import type { Method, MethodCall } from './types.ts';
import { flagArg, needScope, Refused, requiredArg, stringArg } from './types.ts';

/** Largest page for apps that may read history only once a minute. */
const RESTRICTED_PAGE_SIZE = 15;

const HISTORY_SCOPE = { im: 'im:history', public: 'channels:history', private: 'groups:history' } as const;

export const conversationsOpen: Method = {
  scopes: ['im:write'],
  ignoresJsonBody: false,
  run({ world, args }) {
    const named = stringArg(args, 'channel');
    if (named) return { channel: { id: knownDirectMessage(world, named).id } };
    const users = stringArg(args, 'users').split(',').filter(Boolean);
    const [first] = users;
    if (first === undefined) throw new Refused('users_list_not_supplied');
    if (users.length > 1) needScope(world, 'mpim:write');
    const before = Object.keys(world.state.channels).length;
    const channel = directMessageWith(world, first);
    const isNew = Object.keys(world.state.channels).length > before;
    return { ...(isNew ? {} : { no_op: true, already_open: true }), channel: { id: channel.id } };
  },
};

function knownDirectMessage(world: World, id: string): Channel {
  const channel = world.state.channels[id];
  if (channel?.kind !== 'im' || !isBotMember(world, channel)) throw new Refused('channel_not_found');
  return channel;
}

/** The app's conversation with a person, created when missing. Refuses people who cannot receive messages. */
export function directMessageWith(world: World, userId: string): Channel {
  const user = world.state.users[userId];
  if (!user) throw new Refused('user_not_found');
  refuseUnreachable(world, user);
  return directMessage(world.state, userId, world.state.app.botUserId);
}

function refuseUnreachable(world: World, user: User): void {
  if (user.deleted) throw new Refused('user_disabled');
  if (user.isBot || user.id === 'USLACKBOT') throw new Refused('cannot_dm_bot');
  if (!world.state.app.messagesTabEnabled) throw new Refused('messages_tab_disabled');
}

/** Whether the app's bot is a member. */
export function isBotMember(world: World, channel: Channel): boolean {
  return channel.members.includes(world.state.app.botUserId);
}

export const conversationsHistory: Method = {
  scopes: [],
  ignoresJsonBody: true,
  run(call) {
    const channel = readableChannel(call);
    const all = readableMessages(call.world, channel).filter((one) => one.threadTs === null || one.broadcast);
    return pageOf(call, all.reverse());
  },
};

export const conversationsReplies: Method = {
  scopes: [],
  ignoresJsonBody: true,
  run(call) {
    const channel = readableChannel(call);
    const ts = requiredArg(call.args, 'ts');
    const thread = readableMessages(call.world, channel).filter(
      (one) => one.ts === ts || one.threadTs === ts,
    );
    if (thread.length === 0) throw new Refused('thread_not_found');
    return pageOf(call, thread);
  },
};

function readableChannel({ world, args }: MethodCall): Channel {
  const channel = world.state.channels[requiredArg(args, 'channel')];
  if (!channel) throw new Refused('channel_not_found');
  needScope(world, HISTORY_SCOPE[channel.kind]);
  if (!isBotMember(world, channel))
    throw new Refused(channel.kind === 'public' ? 'not_in_channel' : 'channel_not_found');
  return channel;
}

/** The channel's messages that apps can read, thread replies included: all but ephemeral ones. */
function readableMessages(world: World, channel: Channel): Message[] {
  return world.state.messages.filter((one) => one.channel === channel.id && one.ephemeralTo === null);
}

/** The page of these messages that the call asks for. */
function pageOf({ world, args }: MethodCall, all: readonly Message[]): JsonObject {
  const asked = Number(stringArg(args, 'limit') || 100);
  if (!Number.isInteger(asked) || asked < 1 || asked > 999) throw new Refused('invalid_limit');
  const limit = world.faults.isHistoryRestricted ? Math.min(asked, RESTRICTED_PAGE_SIZE) : asked;
  const cursor = stringArg(args, 'cursor');
  const start = cursor ? offsetOf(cursor) : 0;
  const oldest = Number(stringArg(args, 'oldest') || 0);
  const latest = Number(stringArg(args, 'latest') || Number.POSITIVE_INFINITY);
  const isInclusive = flagArg(args, 'inclusive') ?? false;
  const wanted = all.filter(({ ts }) =>
    isInclusive ? Number(ts) >= oldest && Number(ts) <= latest : Number(ts) > oldest && Number(ts) < latest,
  );
  const hasMore = wanted.length > start + limit;
  const withMetadata = flagArg(args, 'include_all_metadata') ?? false;
  return {
    messages: wanted.slice(start, start + limit).map((message) => messageJson(world, message, withMetadata)),
    has_more: hasMore,
    ...(hasMore ? { response_metadata: { next_cursor: cursorAt(start + limit) } } : {}),
  };
}

/** The cursor of the page that begins at this offset. */
export function cursorAt(offset: number): string {
  return Buffer.from(`next:${offset}`).toString('base64');
}

/** The offset of the page that a cursor names. @throws Refused for a cursor that Slack did not issue */
export function offsetOf(cursor: string): number {
  const match = /^next:(\d+)$/.exec(Buffer.from(cursor, 'base64').toString());
  if (!match) throw new Refused('invalid_cursor');
  return Number(match[1]);
}
