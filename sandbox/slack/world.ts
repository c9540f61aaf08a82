/**
 * What every part of the sandbox's Slack receives: one object with the state, the clock, the log, the faults and the
 * connections, so that no part keeps state of its own.
 */
import type { Changes } from '../changes.ts';
import type { RateLimiter } from '../rate-limit.ts';
import type { CallHook, Faults } from './faults.ts';
import type { CallListener, LogEntry } from './log.ts';
import type { OAuthState } from './oauth.ts';
import type { Sockets } from './sockets.ts';
import type { Channel, SlackState, User } from './state.ts';

/** One workspace of this Slack while it runs. Only `state` is its own: all workspaces share the rest. */
export interface World {
  readonly state: SlackState;
  /** The clock: milliseconds since the epoch; tests may move it. */
  readonly now: () => number;
  readonly log: LogEntry[];
  /** Called with every call of the log, unmasked; null: nobody listens. */
  readonly onLogged: CallListener | null;
  readonly faults: Faults;
  readonly limiter: RateLimiter;
  /** Notifies pages when something that a person could see may have changed. */
  readonly changes: Changes;
  readonly sockets: Sockets;
  /** All workspaces of this Slack, the first one first. */
  readonly workspaces: World[];
  readonly oauth: OAuthState;
  /** Called before and after each call of the app that no planned fault ends; null when no test listens. */
  hook: CallHook | null;
  /** The last request sent to the app, by label, byte for byte, so that it can be sent again. */
  readonly lastSent: Map<string, { readonly body: string; readonly headers: Record<string, string> }>;
  /** Ids of the modals that a person has submitted on the page and the app has not answered yet. */
  readonly submitting: Set<string>;
  /** How long (ms) the app has to acknowledge; 3,000 in Slack. */
  readonly ackTimeoutMs: number;
  /** How long (ms) a trigger can be used; 3,000 in Slack. */
  readonly triggerLifeMs: number;
  /** Delay (ms) before every answer of the Web API and of response URLs. */
  latencyMs: number;
  /** Address of this Slack, `http://127.0.0.1:port`, without a trailing slash. */
  readonly baseUrl: string;
}

/** The person with this id. Throws when there is none: ids come from the state itself, so that is a bug. */
export function userById(world: World, id: string): User {
  const user = world.state.users[id];
  if (!user) throw new Error(`No user ${id}`);
  return user;
}

/** Whether a person belongs to another workspace (Slack Connect). */
export function isExternal(world: World, user: User): boolean {
  return user.teamId !== world.state.team.id;
}

/** Whether a channel is shared with another workspace (Slack Connect). */
export function isShared(world: World, { members }: Channel): boolean {
  return members.some((id) => isExternal(world, userById(world, id)));
}

/** Whether clients of this workspace show the person: people of others only if they are in a conversation here. */
export function isVisible(world: World, user: User): boolean {
  const isMet = Object.values(world.state.channels).some(({ members }) => members.includes(user.id));
  return !isExternal(world, user) || isMet;
}
