/**
 * Calls about channels. Reading a channel and its members needs the optional scopes `channels:read` (public channels)
 * and `groups:read` (private channels that the app is in). https://docs.slack.dev/reference/objects/conversation-object
 */
import type { SlackCall } from './client.ts';
import { requiredField } from './errors.ts';

/** What Slack says about a channel. */
export interface ChannelFacts {
  /** Whether it is a channel, and not a direct message to one or several people. */
  readonly isChannel: boolean;
  readonly isPrivate: boolean;
  readonly isArchived: boolean;
  /** Whether the app is a member of the channel. */
  readonly hasApp: boolean;
  /**
   * Whether the channel is shared with another company (Slack Connect), or about to be; also true if Slack does not
   * say.
   */
  readonly hasOutsiders: boolean;
}

/** The calls about channels. */
export interface ChannelGateway {
  /**
   * What Slack says about a channel. @throws OutsideFailure; `channel_not_found` also if the app may not see
   * it
   */
  channel(id: string): Promise<ChannelFacts>;
  /** Whether the person is a member of the channel. @throws OutsideFailure */
  isInChannel(id: string, userId: string): Promise<boolean>;
  /**
   * Deletes one of the app's own messages. @throws OutsideFailure with the reason `message_not_found` when it is gone
   */
  deleteMessage(channel: string, ts: string): Promise<void>;
}

/** Members on a page: Slack's maximum. */
const pageSize = 1_000;

/** Creates the calls about channels. */
export function channelGateway(call: SlackCall): ChannelGateway {
  return {
    channel: (id) =>
      call('conversations.info', false, async (client) => {
        const said = await client.conversations.info({ channel: id });
        const channel = requiredField(said.channel, 'conversations.info', 'channel');
        return {
          isChannel: channel.is_im !== true && channel.is_mpim !== true,
          // A channel counts as private, and as shared with another company, unless Slack says that it is not.
          isPrivate: channel.is_private !== false,
          isArchived: channel.is_archived === true,
          hasApp: channel.is_member === true,
          hasOutsiders: channel.is_ext_shared !== false || channel.is_pending_ext_shared === true,
        };
      }),
    async isInChannel(id, userId) {
      let cursor: string | undefined;
      do {
        const page = await call('conversations.members', false, (client) =>
          client.conversations.members({ channel: id, limit: pageSize, ...(cursor ? { cursor } : {}) }),
        );
        if (page.members?.includes(userId)) return true;
        const next: string | undefined = page.response_metadata?.next_cursor;
        // A repeated cursor would be followed for ever.
        cursor = next === cursor ? undefined : next;
      } while (cursor);
      return false;
    },
    deleteMessage: (channel, ts) =>
      call('chat.delete', false, async (client) => {
        await client.chat.delete({ channel, ts });
      }),
  };
}
