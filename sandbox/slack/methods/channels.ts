/**
 * What a channel is, and who is in it.
 * https://docs.slack.dev/reference/methods/conversations.info, …/conversations.members
 */
import type { JsonObject } from '../json.ts';
import type { Channel } from '../state.ts';
import { isShared } from '../world.ts';
import { cursorAt, isBotMember, offsetOf } from './conversations.ts';
import type { Method, MethodCall } from './types.ts';
import { flagArg, needScope, Refused, requiredArg, stringArg } from './types.ts';

const READ_SCOPE = { im: 'im:read', public: 'channels:read', private: 'groups:read' } as const;

const LARGEST_PAGE = 1000;

/** The channel of a call, if the bot can see it: public channels always, others only where it is a member. */
function visibleChannel({ world, args }: MethodCall): Channel {
  const channel = world.state.channels[requiredArg(args, 'channel')];
  if (!channel) throw new Refused('channel_not_found');
  needScope(world, READ_SCOPE[channel.kind]);
  if (channel.kind !== 'public' && !isBotMember(world, channel)) throw new Refused('channel_not_found');
  return channel;
}

export const conversationsInfo: Method = {
  scopes: [],
  ignoresJsonBody: true,
  run(call) {
    const channel = visibleChannel(call);
    const withCount = flagArg(call.args, 'include_num_members') ?? false;
    return {
      channel: {
        ...channelJson(call, channel),
        ...(withCount ? { num_members: channel.members.length } : {}),
      },
    };
  },
};

function channelJson({ world }: MethodCall, channel: Channel): JsonObject {
  const { id, name, kind, isArchived = false } = channel;
  if (kind === 'im') {
    const user = channel.members.find((member) => member !== world.state.app.botUserId);
    return { id, is_im: true, is_channel: false, is_group: false, is_mpim: false, user, is_archived: false };
  }
  const isExtShared = isShared(world, channel);
  return {
    id,
    name,
    is_channel: true,
    is_group: false,
    is_im: false,
    is_mpim: false,
    is_private: kind === 'private',
    is_archived: isArchived,
    is_member: isBotMember(world, channel),
    is_shared: isExtShared,
    is_ext_shared: isExtShared,
    is_org_shared: false,
    is_pending_ext_shared: false,
    context_team_id: world.state.team.id,
  };
}

export const conversationsMembers: Method = {
  scopes: [],
  ignoresJsonBody: true,
  run(call) {
    const { members } = visibleChannel(call);
    const limit = Number(stringArg(call.args, 'limit') || 100);
    if (!Number.isInteger(limit) || limit < 1 || limit > LARGEST_PAGE) throw new Refused('invalid_limit');
    const cursor = stringArg(call.args, 'cursor');
    const start = cursor ? offsetOf(cursor) : 0;
    const end = start + limit;
    const next = end < members.length ? cursorAt(end) : '';
    return { members: members.slice(start, end), response_metadata: { next_cursor: next } };
  },
};
