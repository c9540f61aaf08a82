/**
 * The sandbox's first workspace: one app, a handful of people of every kind that the app must tell apart, and
 * conversations that the app is not in yet. Also adds and finds people and channels, in any workspace.
 */
import type { Channel, SlackState, User, UserGroup } from './state.ts';
import { nextId, secret } from './state.ts';

/** The scopes of an app that is connected without a manifest. */
export const DEFAULT_SCOPES = [
  'commands',
  'chat:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'files:read',
  'files:write',
  'channels:read',
  'groups:read',
  'usergroups:read',
];

/** A new person. Only the handle is required; the rest defaults to a full member of the workspace. */
export type NewUser = Partial<Omit<User, 'id' | 'handle'>> & {
  readonly handle: string;
  readonly id?: string;
};

export interface NewChannel {
  readonly name: string;
  readonly kind?: 'public' | 'private';
  /** Handles or ids of the channel's members. */
  readonly members?: readonly string[];
}

/** The state of a workspace that has an app, but neither people nor conversations. */
export function emptyState(): SlackState {
  const ids = { counter: 0 };
  const teamId = nextId(ids, 'T');
  const appId = nextId(ids, 'A');
  const botId = nextId(ids, 'B');
  const botUserId = nextId(ids, 'U');
  return {
    counter: ids.counter,
    lastTsMicros: 0,
    team: { id: teamId, name: 'Acme', domain: 'acme' },
    app: {
      appId,
      botId,
      botUserId,
      botToken: `xoxb-1000000000-2000000000-${secret(12)}`,
      appToken: `xapp-1-${appId}-3000000000-${secret(16)}`,
      appTokenScopes: ['connections:write'],
      signingSecret: secret(16),
      verificationToken: secret(12),
      scopes: [...DEFAULT_SCOPES],
      tokenState: 'valid',
      socketMode: false,
      requestUrl: null,
      commands: null,
      shouldEscape: true,
      homeTabEnabled: true,
      messagesTabEnabled: true,
    },
    users: {},
    channels: {},
    messages: [],
    views: {},
    stacks: {},
    homes: {},
    triggers: {},
    responseUrls: {},
    pendingEvents: [],
    notifications: [],
    crawled: [],
  };
}

/** Adds a user group. @param members handles or ids */
function addUserGroup(
  state: SlackState,
  group: { readonly name: string; readonly handle: string; readonly members: readonly string[] },
): UserGroup {
  const members = group.members.map((one) => userNamed(state, one).id);
  const added = { ...group, id: nextId(state, 'S'), members };
  state.userGroups = [...(state.userGroups ?? []), added];
  return added;
}

/** Adds a person and returns them. Throws when the handle is taken. */
export function addUser(state: SlackState, user: NewUser): User {
  if (Object.values(state.users).some((known) => known.handle === user.handle)) {
    throw new Error(`@${user.handle} exists already`);
  }
  const id = user.id ?? nextId(state, 'U');
  const added: User = {
    name: user.handle,
    email: `${user.handle}@acme.com`,
    tz: 'Europe/Berlin',
    locale: 'en-US',
    teamId: state.team.id,
    deleted: false,
    isBot: false,
    isRestricted: false,
    isUltraRestricted: false,
    isAdmin: false,
    ...user,
    id,
  };
  state.users[id] = added;
  return added;
}

/** Adds a channel and returns it. Throws for a name that is taken or a member who does not exist. */
export function addChannel(state: SlackState, channel: NewChannel): Channel {
  const name = channel.name.replace(/^#/, '');
  if (Object.values(state.channels).some((known) => known.name === name))
    throw new Error(`#${name} exists already`);
  const kind = channel.kind ?? 'public';
  const members = (channel.members ?? []).map((member) => userNamed(state, member).id);
  const added: Channel = { id: nextId(state, 'C'), name, kind, members };
  state.channels[added.id] = added;
  return added;
}

/**
 * The direct conversation of two people (one may be the app's bot user), or of one person with themself; created when
 * it is missing.
 */
export function directMessage(state: SlackState, one: string, other: string): Channel {
  const members = [...new Set([one, other])];
  const known = Object.values(state.channels).find(
    (channel) =>
      channel.kind === 'im' &&
      new Set(channel.members).size === members.length &&
      members.every((id) => channel.members.includes(id)),
  );
  if (known) return known;
  const added: Channel = { id: nextId(state, 'D'), name: '', kind: 'im', members };
  state.channels[added.id] = added;
  return added;
}

/** Finds a person by id or handle, with or without `@`. Throws when there is none. */
export function userNamed(state: SlackState, name: string): User {
  const bare = name.replace(/^@/, '');
  const found = state.users[bare] ?? Object.values(state.users).find((user) => user.handle === bare);
  if (!found) throw new Error(`There is nobody called ${name} in this workspace`);
  return found;
}

/** The state of the workspace that tests and the page start with. */
export function seededState(): SlackState {
  const state = emptyState();
  addUser(state, { handle: 'sign', id: state.app.botUserId, name: 'Sign', isBot: true, email: null });
  // Slack reports its own bot as not a bot. So does the sandbox: code that trusts the flag fails here too.
  addUser(state, { handle: 'slackbot', id: 'USLACKBOT', name: 'Slackbot', email: null });
  const ana = addUser(state, { handle: 'ana', name: 'Ana Ruiz', title: 'sends' });
  const bo = addUser(state, {
    handle: 'bo',
    name: 'Bo Lee',
    title: 'colleague, admin',
    isAdmin: true,
    tz: 'America/New_York',
  });
  addUser(state, { handle: 'cy', name: 'Cy Ng', title: 'colleague', tz: 'Asia/Tokyo' });
  addUser(state, { handle: 'gil', name: 'Gil Guest', isRestricted: true });
  const otherTeam = nextId(state, 'T');
  addUser(state, { handle: 'eve', name: 'Eve Out', teamId: otherTeam, email: 'eve@other.com' });
  addUser(state, { handle: 'dan', name: 'Dan Gone', deleted: true });
  addUser(state, { handle: 'otherbot', name: 'Other Bot', isBot: true, email: null });
  addChannel(state, { name: 'contracts', members: ['ana', 'bo', 'cy', 'gil', 'eve'] });
  addChannel(state, { name: 'private', kind: 'private', members: ['ana', 'bo'] });
  directMessage(state, ana.id, bo.id);
  addUserGroup(state, { name: 'Legal', handle: 'legal', members: ['ana', 'bo'] });
  addUserGroup(state, { name: 'Sales', handle: 'sales', members: ['cy'] });
  return state;
}
