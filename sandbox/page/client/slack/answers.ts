/** The answers of Slack's control server, as the page reads them. */
import type { Directory, Json } from '../block-kit/surface.ts';

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
  /** `app`, `dm:bo`, or a channel's name. */
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
  /** Empty for the first one. */
  readonly domain: string;
  /** Handle of a member. */
  readonly memberHandle: string;
}

export interface Client {
  /** The person whose client it is, as the control servers name them. */
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
    /** Its conversation has no composer. */
    readonly isMessagesTabReadOnly: boolean;
    /** Null where installations are not tracked. */
    readonly installation: {
      readonly isInstalled: boolean;
      /** This person may install and remove it. */
      readonly mayChange: boolean;
      /** Where installing it starts. */
      readonly installUrl: string | null;
    } | null;
  };
  readonly directory: {
    readonly users: Readonly<Record<string, Person>>;
    readonly channels: Readonly<Record<string, { readonly name: string }>>;
  };
  /** The time at this Slack (ms since epoch), which may be ahead of the browser's. */
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
  /** The text of its attachments, a line for each thing. */
  readonly attached: readonly string[];
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number }[];
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  readonly threadTs: string | null;
  readonly isBroadcast: boolean;
  readonly replies: number;
  readonly lastReplyAt: number | null;
}

/** The people and channels that blocks mention, as they are drawn for this person. */
export function directoryOf({ directory, person, me, now }: Client): Directory & { readonly now: number } {
  return { ...directory, person, me, now };
}
