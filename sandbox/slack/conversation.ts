/**
 * A conversation as a person's client shows it: messages with their author, their blocks and the values of the
 * controls in them. Metadata, which only apps see, is left out.
 */
import { type ShownFile, shownFiles } from './files.ts';
import type { JsonObject } from './json.ts';
import { copyOf } from './json.ts';
import { visibleMessages } from './messages.ts';
import { plainAttachments } from './plain.ts';
import { conversationOf } from './seen.ts';
import type { Message, User, ViewValues } from './state.ts';
import type { World } from './world.ts';

/** A message as a client draws it. */
export interface ShownMessage {
  readonly channel: string;
  readonly ts: string;
  /** When the message was posted (ms since the epoch). */
  readonly at: number;
  readonly author: { readonly id: string; readonly name: string; readonly isApp: boolean };
  /** The text in Slack's markup; shown when there are no blocks. */
  readonly text: string;
  readonly blocks: readonly JsonObject[];
  readonly values: ViewValues;
  /** The text of the message's attachments, line by line. */
  readonly attached: readonly string[];
  /** The files of the message. */
  readonly files: readonly ShownFile[];
  /** Whether only this person sees the message. */
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  /** Time stamp of the thread's first message, for replies. */
  readonly threadTs: string | null;
  /** Whether the message is a reply that is shown in the conversation as well. */
  readonly isBroadcast: boolean;
  /** How many replies this person can see, and when the last one came. */
  readonly replies: number;
  readonly lastReplyAt: number | null;
}

/** What this person sees in a conversation, replies included, oldest first. Throws when they are not in it. */
export function shownMessages(world: World, user: User, place: string): ShownMessage[] {
  const channel = conversationOf(world.state, user, place);
  const messages = visibleMessages(world, channel, user.id);
  const replies = messages.filter(({ threadTs }) => threadTs !== null);
  return messages.map((message) =>
    shownMessage(
      world,
      message,
      replies.filter(({ threadTs }) => threadTs === message.ts),
    ),
  );
}

function shownMessage(world: World, message: Message, replies: readonly Message[]): ShownMessage {
  const { app, users } = world.state;
  const isApp = message.user === app.botUserId;
  const name = (isApp ? app.about?.name : undefined) ?? users[message.user]?.name ?? message.user;
  const last = replies.at(-1);
  return {
    channel: message.channel,
    ts: message.ts,
    at: millisecondsOf(message.ts),
    author: { id: message.user, name, isApp },
    text: message.text,
    blocks: copyOf(message.blocks ?? []),
    values: copyOf(message.values),
    attached: plainAttachments(message.attachments ?? [], {
      ...{ state: world.state, values: message.values, errors: {} },
    }),
    files: shownFiles(world, message.files),
    isEphemeral: message.ephemeralTo !== null,
    isEdited: message.edited,
    threadTs: message.threadTs,
    isBroadcast: message.broadcast,
    replies: replies.length,
    lastReplyAt: last ? millisecondsOf(last.ts) : null,
  };
}

function millisecondsOf(ts: string): number {
  return Math.floor(Number(ts) * 1000);
}
