/** The answers of Slack's control server, as the page reads them. */
import type { DrawingContext, Json } from '../block-kit/surface.ts';

export interface Person {
  readonly id: string;
  readonly handle: string;
  readonly name: string;
  readonly kind: 'member' | 'guest' | 'outsider' | 'bot' | 'deactivated';
  readonly title: string;
  readonly tz: string;
  readonly locale: string;
}

export interface Conversation {
  /** The conversation's name in acts: `app`, `dm:bo`, or a channel's name. */
  readonly place: string;
  readonly id: string;
  readonly kind: 'app' | 'public' | 'private' | 'im';
  readonly name: string;
  readonly userId: string | null;
  readonly lastAt: number | null;
  readonly unread: number;
}

export interface Command {
  readonly command: string;
  readonly description: string;
  readonly hint: string;
}

export interface Shortcut {
  readonly name: string;
  readonly type: 'global' | 'message';
}

export interface Workspace {
  readonly id: string;
  readonly name: string;
  /** The workspace's name in acts; empty for the first one. */
  readonly domain: string;
  /** Handle of a member of the workspace. */
  readonly memberHandle: string;
}

/** Everything that a person's client shows besides messages. */
export interface Client {
  /** The person whose client it is, by the name that the control servers use. */
  readonly person: string;
  readonly workspace: Workspace;
  /** All workspaces, the first one first. */
  readonly workspaces: readonly Workspace[];
  readonly me: Person;
  readonly people: readonly Person[];
  readonly conversations: readonly Conversation[];
  readonly app: {
    readonly userId: string;
    readonly name: string;
    readonly description: string;
    readonly commands: readonly Command[];
    readonly shortcuts: readonly Shortcut[];
    readonly homeTab: boolean;
    readonly messagesTab: boolean;
    /** Whether the app's conversation has no composer. */
    readonly isMessagesTabReadOnly: boolean;
    /** The app's installation; null where installations are not tracked. */
    readonly installation: {
      readonly isInstalled: boolean;
      /** Whether this person may install and remove the app. */
      readonly mayChange: boolean;
      /** The address at which installing the app starts; null: none is set. */
      readonly installUrl: string | null;
    } | null;
  };
  readonly directory: {
    readonly users: Readonly<Record<string, Person>>;
    readonly channels: Readonly<Record<string, { readonly name: string }>>;
  };
  /** The time in this Slack (ms since epoch), which may be ahead of the browser's. */
  readonly now: number;
}

export interface Message {
  readonly channel: string;
  readonly ts: string;
  readonly at: number;
  readonly author: { readonly id: string; readonly name: string; readonly isApp: boolean };
  readonly text: string;
  readonly blocks: readonly Json[];
  readonly values: Readonly<Record<string, Readonly<Record<string, Json>>>>;
  /** The text of the message's attachments, line by line. */
  readonly attached: readonly string[];
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number | null }[];
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  readonly threadTs: string | null;
  readonly isBroadcast: boolean;
  readonly replies: number;
  readonly lastReplyAt: number | null;
}

/** What is needed to draw blocks for this person. */
export function drawingContextOf({
  directory,
  person,
  me,
  now,
}: Client): DrawingContext & { readonly now: number } {
  return { ...directory, person, me, now };
}
