/**
 * Further workspaces at the same Slack, with people of their own: their ids are counted from the start again, so that
 * the same id means somebody in each. The app is one: its secrets and addresses are shared.
 */
import { sendEvent } from './events.ts';
import type { JsonObject } from './json.ts';
import { endTokens } from './oauth.ts';
import type { Person } from './person.ts';
import { personAt } from './person.ts';
import type { NewChannel, NewUser } from './seed.ts';
import { addChannel, addUser, emptyState, userNamed } from './seed.ts';
import type { Channel, SlackState, User } from './state.ts';
import { secret } from './state.ts';
import type { World } from './world.ts';

export interface NewWorkspace {
  readonly name: string;
  /** It belongs to this organisation. */
  readonly organisation?: string;
}

/** One workspace, for tests. */
export interface Workspace {
  readonly teamId: string;
  readonly enterpriseId: string | null;
  readonly state: SlackState;
  addUser(user: NewUser): User;
  addChannel(channel: NewChannel): Channel;
  user(name: string): User;
  person(name: string): Person;
  sendEvent(event: JsonObject, copies?: number): Promise<void>;
  /** Somebody takes the app out: its tokens die, and Slack tells of it, in either order. */
  removesApp(order?: 'uninstalled-first' | 'revoked-first' | 'silently'): Promise<void>;
  /** The bot's tokens are revoked; the app stays. */
  revokesTokens(): Promise<void>;
}

/** Adds a workspace with the people that every one of them has: @ana, an admin, and @bo. */
export function addWorkspace(main: World, fresh: NewWorkspace): Workspace {
  const state = emptyState();
  const letter = secret(3).toUpperCase();
  const own = { botId: state.app.botId, botUserId: state.app.botUserId, botToken: state.app.botToken };
  const app = Object.assign(Object.create(main.state.app), {
    ...own,
    scopes: [],
    tokenState: 'revoked',
    isOrganisationInstalled: false,
  });
  const domain = fresh.name.toLowerCase();
  const world: World = Object.assign(Object.create(main), {
    state: {
      ...state,
      team: { id: `T0${letter}`, name: fresh.name, domain },
      enterprise: fresh.organisation ? { id: `E0${letter}`, name: fresh.organisation } : null,
      app,
    },
  });
  addUser(world.state, { handle: 'sign', id: app.botUserId, name: 'Sign', isBot: true, email: null });
  addUser(world.state, { handle: 'slackbot', id: 'USLACKBOT', name: 'Slackbot', email: null });
  addUser(world.state, {
    handle: 'ana',
    name: `Ana of ${fresh.name}`,
    email: `ana@${domain}.com`,
    isAdmin: true,
  });
  addUser(world.state, { handle: 'bo', name: `Bo of ${fresh.name}`, email: `bo@${domain}.com` });
  addChannel(world.state, { name: 'contracts', members: ['ana', 'bo'] });
  main.workspaces.push(world);
  return workspaceOf(world);
}

export function workspaceOf(world: World): Workspace {
  const { state } = world;
  const tell = {
    uninstalled: () => sendEvent(world, { type: 'app_uninstalled' }),
    revoked: () =>
      sendEvent(world, { type: 'tokens_revoked', tokens: { oauth: [], bot: [state.app.botUserId] } }),
  };
  return {
    teamId: state.team.id,
    enterpriseId: state.enterprise?.id ?? null,
    state,
    addUser: (user) => addUser(state, user),
    addChannel: (channel) => addChannel(state, channel),
    user: (name) => userNamed(state, name),
    person: (name) => personAt(world.baseUrl, userNamed(state, name).id, state.team.id),
    sendEvent: (event, copies) => sendEvent(world, event, copies),
    removesApp: async (order = 'uninstalled-first') => {
      endTokens(world, 'account_inactive');
      if (order === 'uninstalled-first') await tell.uninstalled();
      if (order !== 'silently') await tell.revoked();
      if (order === 'revoked-first') await tell.uninstalled();
    },
    revokesTokens: async () => {
      endTokens(world, 'token_revoked');
      await tell.revoked();
    },
  };
}

/** The workspace with this id; the first when none is named. Throws when there is none. */
export function workspaceNamed(main: World, teamId: string): World {
  const found = teamId === '' ? main : main.workspaces.find(({ state }) => state.team.id === teamId);
  if (!found) throw new Error(`There is no workspace ${teamId}`);
  return found;
}
