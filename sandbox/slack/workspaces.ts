/**
 * Further workspaces at the same Slack, with their own people. User ids are counted from the start again, so the same
 * id is a different person in each. The app, its secrets and its addresses are shared.
 */
import { withoutInheritedKeys } from '../ids.ts';
import { sendEvent } from './events.ts';
import { removeApp, revokeTokens } from './installations.ts';
import type { JsonObject } from './json.ts';
import type { Person } from './person.ts';
import { personAt } from './person.ts';
import type { NewChannel, NewUser } from './seed.ts';
import { addChannel, addUser, emptyState, userNamed } from './seed.ts';
import type { AppState, Channel, SlackState, User } from './state.ts';
import { secret } from './state.ts';
import type { World } from './world.ts';

/** A workspace to be added. */
export interface NewWorkspace {
  readonly name: string;
  /** Name of the organisation that the workspace belongs to; absent: none. */
  readonly organisation?: string;
  /** The people of the workspace, all members of #contracts; absent: @ana, who is an admin, and @bo. */
  readonly people?: readonly NewUser[];
  /** Whether only admins may install and remove apps. */
  readonly needsApproval?: boolean;
  /** Whether installations are tracked: clients then show the app only once it is installed. */
  readonly tracksInstallations?: boolean;
}

/** The part of the app's state that differs between workspaces; everything else is shared. */
export type WorkspaceApp = Pick<
  AppState,
  'botId' | 'botUserId' | 'botToken' | 'scopes' | 'tokenState' | 'isOrganisationInstalled' | 'isInstalled'
>;

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
  /** Removes the app as a person does: its tokens end, and Slack sends two events in the given order (`silently`: none). */
  removesApp(order?: 'uninstalled-first' | 'revoked-first' | 'silently'): Promise<void>;
  /** Revokes the bot's tokens; the app stays installed. */
  revokesTokens(): Promise<void>;
}

/** Adds a workspace. The app has neither scopes nor a valid token in it until it is installed there. */
export function addWorkspace(main: World, fresh: NewWorkspace): Workspace {
  const { app, ...state } = emptyState();
  const letter = secret(3).toUpperCase();
  const { botId, botUserId, botToken } = app;
  const domain = fresh.name.toLowerCase();
  const world = worldOfWorkspace(
    main,
    withoutInheritedKeys({
      ...state,
      team: { id: `T0${letter}`, name: fresh.name, domain },
      enterprise: fresh.organisation ? { id: `E0${letter}`, name: fresh.organisation } : null,
      ...(fresh.needsApproval ? { needsApproval: true } : {}),
    }),
    {
      ...{ botId, botUserId, botToken, scopes: [], tokenState: 'revoked', isOrganisationInstalled: false },
      ...(fresh.tracksInstallations ? { isInstalled: false } : {}),
    },
  );
  const people = fresh.people ?? [
    { handle: 'ana', name: `Ana of ${fresh.name}`, isAdmin: true },
    { handle: 'bo', name: `Bo of ${fresh.name}` },
  ];
  addUser(world.state, { handle: 'sign', id: botUserId, name: 'Sign', isBot: true, email: null });
  addUser(world.state, { handle: 'slackbot', id: 'USLACKBOT', name: 'Slackbot', email: null });
  for (const one of people) addUser(world.state, { email: `${one.handle}@${domain}.com`, ...one });
  addChannel(world.state, { name: 'contracts', members: people.map(({ handle }) => handle) });
  main.workspaces.push(world);
  return workspaceOf(world);
}

/**
 * Makes another workspace at the same Slack and with the same app. It shares everything with `main` but the given
 * state.
 */
export function worldOfWorkspace(main: World, state: Omit<SlackState, 'app'>, here: WorkspaceApp): World {
  const app: AppState = Object.assign(Object.create(main.state.app), here);
  return Object.assign(Object.create(main), { state: { ...state, app } });
}

export function workspaceOf(world: World): Workspace {
  const { state } = world;
  return {
    teamId: state.team.id,
    enterpriseId: state.enterprise?.id ?? null,
    state,
    addUser: (user) => addUser(state, user),
    addChannel: (channel) => addChannel(state, channel),
    user: (name) => userNamed(state, name),
    person: (name) => personAt(world.baseUrl, userNamed(state, name).id, state.team.id),
    sendEvent: (event, copies) => sendEvent(world, event, copies),
    removesApp: (order) => removeApp(world, order),
    revokesTokens: () => revokeTokens(world),
  };
}

/** The workspace with this id or domain; the first when none is named. Throws when there is none. */
export function workspaceNamed(main: World, name: string): World {
  const isMeant = ({ state: { team } }: World): boolean => team.id === name || team.domain === name;
  const found = name === '' ? main : main.workspaces.find(isMeant);
  if (!found) throw new Error(`There is no workspace ${name}`);
  return found;
}
