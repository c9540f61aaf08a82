/**
 * What a person's client shows besides the messages: the workspace, who they are, whom they can reach, their
 * conversations with unread counts, and the commands and shortcuts they can use. Reading creates the person's
 * conversation with the app when it is missing; only `markRead` changes anything else.
 */
import { type Installation, installationOf, isInstalled } from './installations.ts';
import { visibleMessages } from './messages.ts';
import { conversationOf } from './seen.ts';
import { type Shortcut, shortcutsFor } from './shortcuts.ts';
import type { Channel, Message, User } from './state.ts';
import type { World } from './world.ts';
import { isExternal, isShared, isVisible } from './world.ts';

/** What a person is in this workspace. Outsiders belong to another one (Slack Connect). */
export type PersonKind = 'member' | 'guest' | 'outsider' | 'bot' | 'deactivated';

export interface ClientPerson {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly kind: PersonKind;
  /** The title in their profile; empty when there is none. */
  readonly title: string;
  /** IANA name of the person's time zone, and their language tag. */
  readonly tz: string;
  readonly locale: string;
}

export interface ClientConversation {
  /** The conversation's name in acts: `app`, `dm:bo`, or a channel's name. */
  readonly place: string;
  readonly id: string;
  readonly kind: 'app' | 'public' | 'private' | 'im';
  /** Name of the channel without `#`, or of the other person. */
  readonly name: string;
  /** Slack user id of the other person in direct messages; null for other conversations. */
  readonly userId: string | null;
  /** When the last message that the person sees was posted (ms since epoch); null: there is none. */
  readonly lastAt: number | null;
  readonly unread: number;
}

/** A channel that messages can mention, and that a select may offer. */
export interface ClientChannel {
  readonly name: string;
  readonly kind: Channel['kind'];
  readonly isMember: boolean;
  /** Whether the channel is shared with another workspace. */
  readonly isShared: boolean;
}

export interface OfferedCommand {
  readonly command: string;
  readonly description: string;
  readonly hint: string;
}

export interface ClientWorkspace {
  readonly id: string;
  readonly name: string;
  /** The workspace's name in acts; empty for the first one. */
  readonly domain: string;
  /** Handle of a member of the workspace; empty: it has none. */
  readonly memberHandle: string;
}

/** Everything that a person's client shows besides messages. */
export interface Client {
  readonly workspace: ClientWorkspace;
  /** All workspaces of this sandbox, beginning with the one it was seeded with. */
  readonly workspaces: readonly ClientWorkspace[];
  readonly me: ClientPerson;
  /** Everyone as whom the page's visitor can act: neither bots nor deactivated people. */
  readonly people: readonly ClientPerson[];
  /** The conversations: the app's first, then channels, then people. */
  readonly conversations: readonly ClientConversation[];
  readonly app: {
    readonly userId: string;
    readonly name: string;
    readonly description: string;
    readonly commands: readonly OfferedCommand[];
    readonly shortcuts: readonly Shortcut[];
    readonly homeTab: boolean;
    readonly messagesTab: boolean;
    /** Whether the app's conversation has no composer. */
    readonly isMessagesTabReadOnly: boolean;
    /** The app's installation; null where installations are not tracked. */
    readonly installation: Installation | null;
  };
  /** The people and channels that messages can mention, by id; private channels only for their members. */
  readonly directory: {
    readonly users: Readonly<Record<string, ClientPerson>>;
    readonly channels: Readonly<Record<string, ClientChannel>>;
  };
  /** The time in this Slack (ms since epoch), which may be ahead of the machine's. */
  readonly now: number;
}

/** Everything that this person's client shows besides messages. */
export function clientOf(world: World, user: User): Client {
  const { state } = world;
  const { app } = state;
  const everybody = Object.values(state.users).map((one) => clientPerson(world, one));
  const visible = Object.values(state.channels).filter(
    (one) => one.kind === 'public' || one.members.includes(user.id),
  );
  return {
    workspace: clientWorkspace(world),
    workspaces: world.workspaces.map(clientWorkspace),
    me: clientPerson(world, user),
    people: everybody.filter(({ kind }) => kind !== 'bot' && kind !== 'deactivated'),
    conversations: clientConversations(world, user),
    app: {
      userId: app.botUserId,
      name: app.about?.name ?? state.users[app.botUserId]?.name ?? '',
      description: app.about?.description ?? '',
      commands: isExternal(world, user) || !isInstalled(world) ? [] : (app.about?.commands ?? []),
      shortcuts: shortcutsFor(world, user),
      homeTab: app.homeTabEnabled && isInstalled(world),
      messagesTab: app.messagesTabEnabled,
      isMessagesTabReadOnly: app.isMessagesTabReadOnly ?? false,
      installation: installationOf(world, user),
    },
    directory: {
      users: Object.fromEntries(
        everybody.filter(({ id }) => isVisible(world, state.users[id] ?? user)).map((one) => [one.id, one]),
      ),
      channels: Object.fromEntries(
        visible.filter(({ name }) => name !== '').map((one) => [one.id, clientChannel(world, user, one)]),
      ),
    },
    now: world.now(),
  };
}

function clientChannel(world: World, user: User, channel: Channel): ClientChannel {
  const { name, kind, members } = channel;
  return { name, kind, isMember: members.includes(user.id), isShared: isShared(world, channel) };
}

function clientWorkspace({ state: { team, users }, workspaces }: World): ClientWorkspace {
  const isFirst = workspaces[0]?.state.team === team;
  const member = Object.values(users).find(
    (user) => !user.isBot && user.id !== 'USLACKBOT' && user.teamId === team.id && !user.deleted,
  );
  const { id, name, domain } = team;
  return { id, name, domain: isFirst ? '' : domain, memberHandle: member?.handle ?? '' };
}

/** Marks all existing messages of a conversation as read. */
export function markRead(world: World, user: User, place: string): null {
  const channel = conversationOf(world.state, user, place);
  const newest = visibleMessages(world, channel, user.id).at(-1);
  if (!newest) return null;
  world.state.reads ??= {};
  world.state.reads[user.id] = { ...world.state.reads[user.id], [channel.id]: newest.ts };
  return null;
}

function clientPerson(world: World, user: User): ClientPerson {
  const { id, handle, displayName, title = '', tz, locale } = user;
  const name = displayName || user.name;
  return { id, handle, name, title, tz, locale, kind: kindOf(world, user) };
}

function kindOf(world: World, user: User): PersonKind {
  if (user.isBot || user.id === 'USLACKBOT') return 'bot';
  if (user.deleted) return 'deactivated';
  if (isExternal(world, user)) return 'outsider';
  return user.isRestricted || user.isUltraRestricted ? 'guest' : 'member';
}

const kindOrder: readonly ClientConversation['kind'][] = ['app', 'public', 'private', 'im'];

function clientConversations(world: World, user: User): ClientConversation[] {
  // Everyone has a conversation with the app, even before the first message in it.
  const withApp = conversationOf(world.state, user, 'app');
  const mine = Object.values(world.state.channels).filter((one) => one.members.includes(user.id));
  return (
    mine
      .map((channel) => clientConversation(world, user, channel, channel === withApp))
      // The app's conversation stays after the app was removed, if it has messages.
      .filter(({ kind, lastAt }) => kind !== 'app' || isInstalled(world) || lastAt !== null)
      .sort(
        (one, other) =>
          kindOrder.indexOf(one.kind) - kindOrder.indexOf(other.kind) || (one.name < other.name ? -1 : 1),
      )
  );
}

function clientConversation(world: World, user: User, channel: Channel, isApp: boolean): ClientConversation {
  const messages = visibleMessages(world, channel, user.id);
  const otherId = channel.kind === 'im' ? (channel.members.find((id) => id !== user.id) ?? user.id) : null;
  const other = otherId === null ? undefined : world.state.users[otherId];
  const readTs = world.state.reads?.[user.id]?.[channel.id] ?? '';
  return {
    place: isApp ? 'app' : other ? `dm:${other.handle}` : channel.name,
    id: channel.id,
    kind: isApp ? 'app' : channel.kind,
    name: isApp ? (world.state.app.about?.name ?? other?.name ?? '') : (other?.name ?? channel.name),
    userId: otherId,
    lastAt: Math.max(0, ...messages.map(({ ts }) => Number(ts) * 1000)) || null,
    unread: messages.filter((message) => isUnread(message, user, readTs)).length,
  };
}

function isUnread(message: Message, user: User, readTs: string): boolean {
  const isInConversation = message.threadTs === null || message.broadcast;
  return isInConversation && message.user !== user.id && Number(message.ts) > Number(readTs);
}
