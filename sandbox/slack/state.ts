/**
 * Everything that the sandbox's Slack stores about a workspace, as one plain object: it can be written to disk as JSON
 * and read back, and the server continues where it was. The only functions make ids, secrets and times.
 */
import { randomBytes } from 'node:crypto';
import type { SlackFile } from './files.ts';
import type { JsonObject } from './json.ts';
import type { Shortcut } from './shortcuts.ts';

/** A person or bot in the workspace, or a person of another workspace in a shared conversation (Slack Connect). */
export interface User {
  readonly id: string;
  readonly handle: string;
  /** The full name (`real_name`). */
  readonly name: string;
  /** The display name that the person chose; absent: none, so Slack shows the full name. */
  readonly displayName?: string;
  /** The title in the profile. */
  readonly title?: string;
  /** The account's email address; null: the account has none (bots) or hides it. */
  email: string | null;
  /** Whether the address was confirmed by a mail; false: it was typed in and never confirmed. */
  emailConfirmed?: boolean;
  tz: string;
  locale: string;
  readonly teamId: string;
  deleted: boolean;
  isBot: boolean;
  isRestricted: boolean;
  isUltraRestricted: boolean;
  isAdmin: boolean;
  /** Replaces fields of the user in answers of `users.*`; `undefined` leaves a field out. */
  says?: JsonObject;
}

/** A user group. */
export interface UserGroup {
  readonly id: string;
  readonly name: string;
  readonly handle: string;
  /** Slack user ids of the group's members. */
  members: string[];
  /** Whether the group is disabled. Slack never deletes a group. */
  isDisabled?: boolean;
}

export interface Channel {
  readonly id: string;
  /** The channel's name without `#`; empty for direct messages. */
  readonly name: string;
  readonly kind: 'public' | 'private' | 'im';
  members: string[];
  /** Whether the channel is archived: nobody can post in it, and the app cannot change its messages. */
  isArchived?: boolean;
  /** Whether only some people may post in the channel; apps may not. */
  isPostingRestricted?: boolean;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  /** User id of the author; for the app's messages its bot user. */
  readonly user: string;
  text: string;
  blocks: JsonObject[] | null;
  metadata: JsonObject | null;
  readonly threadTs: string | null;
  readonly broadcast: boolean;
  /** The only person who sees the message; null: everyone in the conversation does. */
  readonly ephemeralTo: string | null;
  edited: boolean;
  /** The values of the controls inside the message. */
  values: ViewValues;
  /** Ids of the message's files; absent: none. */
  readonly files?: readonly string[];
  /** The message's attachments, the older kind of content, below text and blocks; absent: none. */
  attachments?: JsonObject[];
}

/** The values of a view's controls, by block id and action id. */
export type ViewValues = Record<string, Record<string, JsonObject>>;

/** A modal or a Home tab. */
export interface View {
  readonly id: string;
  readonly type: 'modal' | 'home';
  readonly userId: string;
  /** The view as the app sent it, with ids filled in. */
  content: JsonObject;
  hash: string;
  values: ViewValues;
  /** Errors of the last submission, by block id. */
  errors: Record<string, string>;
  readonly rootViewId: string;
  readonly previousViewId: string | null;
  closed: boolean;
}

/** A trigger, which lets the app open a modal once, within three seconds. */
export interface Trigger {
  readonly userId: string;
  readonly issuedAt: number;
  /**
   * Id of the open modal that the interaction came from; null for commands, messages, submissions and Home.
   */
  readonly fromView: string | null;
  used: boolean;
}

/** A URL by which the app answers one payload. */
export interface ResponseUrl {
  readonly kind: 'command' | 'action' | 'app';
  readonly secret: string;
  readonly userId: string;
  readonly channel: string;
  readonly issuedAt: number;
  /** The message whose element was pressed; null for a command, a shortcut or a submission. */
  readonly source: { readonly ts: string; readonly ephemeral: boolean } | null;
  /** The command as typed, shown to the channel when it is answered in public; null for everything else. */
  readonly typed: string | null;
  /** How many posts to the URL have been accepted. */
  uses: number;
}

/** An event that the app has not acknowledged. */
export interface PendingEvent {
  readonly body: JsonObject;
  /** How many times the event has been sent. */
  attempts: number;
  nextAt: number;
  /** Why the last attempt failed, for `x-slack-retry-reason`. */
  reason: string | null;
}

/** Everything that Slack stores about one workspace. */
export interface SlackState {
  counter: number;
  lastTsMicros: number;
  readonly team: { readonly id: string; readonly name: string; readonly domain: string };
  /** The organisation that the workspace belongs to; absent: none. */
  enterprise?: { readonly id: string; readonly name: string } | null;
  /** Whether only admins may install and remove apps. */
  readonly needsApproval?: boolean;
  readonly app: AppState;
  readonly users: Record<string, User>;
  readonly channels: Record<string, Channel>;
  /** The user groups; absent: none. */
  userGroups?: UserGroup[];
  messages: Message[];
  readonly views: Record<string, View>;
  /** Ids of the open modals of each person, the root first. */
  readonly stacks: Record<string, string[]>;
  /** Id of the published Home view of each person. */
  readonly homes: Record<string, string>;
  readonly triggers: Record<string, Trigger>;
  readonly responseUrls: Record<string, ResponseUrl>;
  pendingEvents: PendingEvent[];
  /** Who was notified by a mention, and where. */
  notifications: { readonly to: string; readonly channel: string; readonly ts: string }[];
  /** Links that Slack's crawler would have fetched because a message allowed unfurling. */
  crawled: string[];
  /** The files of the app and of people, by id. */
  files?: Record<string, SlackFile>;
  /** Time stamp of the newest message that a person has read, by person and conversation. */
  reads?: Record<string, Record<string, string>>;
}

/** What a workspace knows about the app. */
export interface AppState {
  readonly appId: string;
  readonly botId: string;
  readonly botUserId: string;
  readonly botToken: string;
  /** The app-level token of Socket Mode, and its scopes. */
  readonly appToken: string;
  appTokenScopes: string[];
  readonly signingSecret: string;
  readonly verificationToken: string;
  scopes: string[];
  /** Scopes that the app's manifest marks as optional. */
  optionalScopes?: string[];
  /** Optional scopes that are left out by default. */
  refusedScopes?: string[];
  /** Types of events that the manifest subscribes to; absent: all. */
  botEvents?: string[];
  tokenState: 'valid' | 'revoked' | 'expired' | 'inactive';
  /** Replaces fields of the answer of `auth.test`; `undefined` leaves a field out. */
  says?: JsonObject;
  /** Whether the app was installed for the whole organisation, not for this workspace. */
  isOrganisationInstalled?: boolean;
  /**
   * Whether the app is installed in this workspace; absent where that is not tracked: it counts as installed.
   */
  isInstalled?: boolean;
  /** The install URL in the app's settings in Slack. */
  installUrl?: string;
  /** Whether everything goes over WebSockets that the app opens, and nothing to `requestUrl`. */
  socketMode: boolean;
  /** The address for commands, interactions, options and events; null until the app is connected. */
  requestUrl: string | null;
  /** The commands of the app; null: every command is the app's. */
  commands: string[] | null;
  /** Shortcuts of the app; absent: none. */
  shortcuts?: readonly Shortcut[];
  /** What clients show of the app; absent when it came without a manifest. */
  about?: {
    readonly name: string;
    readonly description: string;
    readonly commands: readonly {
      readonly command: string;
      readonly description: string;
      readonly hint: string;
    }[];
  };
  shouldEscape: boolean;
  homeTabEnabled: boolean;
  messagesTabEnabled: boolean;
  /** Whether the app's conversation accepts no messages from people; absent: it accepts them. */
  isMessagesTabReadOnly?: boolean;
}

/** A new id such as `U0SBX00001`; unique within the state, also after it was saved and loaded. */
export function nextId(state: { counter: number }, prefix: string): string {
  state.counter += 1;
  return `${prefix}0SBX${state.counter.toString(36).toUpperCase().padStart(5, '0')}`;
}

/** A random secret of `bytes` bytes, as hexadecimal digits. */
export function secret(bytes = 16): string {
  return randomBytes(bytes).toString('hex');
}

/** The next message time stamp: seconds with six digits, never repeated and never going back. */
export function nextTs(state: SlackState, nowMs: number): string {
  state.lastTsMicros = Math.max(state.lastTsMicros + 1, Math.floor(nowMs) * 1000);
  const digits = String(state.lastTsMicros).padStart(7, '0');
  return `${digits.slice(0, -6)}.${digits.slice(-6)}`;
}

/** A new hash for a view. A view gets one with every update, so that an update with an old hash is refused. */
export function nextHash(nowMs: number): string {
  return `${Math.floor(nowMs / 1000)}.${secret(4)}`;
}
