/** What Slack's doors answer, as the page reads it. */
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

export interface Workspace {
  readonly id: string;
  readonly name: string;
  /** Empty for the first one. */
  readonly domain: string;
  /** Handle of somebody who is in it. */
  readonly somebody: string;
}

export interface Client {
  /** Whose it is, as the doors take them. */
  readonly person: string;
  readonly workspace: Workspace;
  /** All there are, the first one first. */
  readonly workspaces: readonly Workspace[];
  readonly me: Person;
  readonly people: readonly Person[];
  readonly conversations: readonly Conversation[];
  readonly app: {
    readonly userId: string;
    readonly name: string;
    readonly description: string;
    readonly commands: readonly Command[];
    readonly homeTab: boolean;
    readonly messagesTab: boolean;
    /** Its conversation shows no place to write in. */
    readonly isMessagesTabReadOnly: boolean;
    /** Null where nobody keeps count of it. */
    readonly installation: {
      readonly isInstalled: boolean;
      /** This person may add it and take it out. */
      readonly mayChange: boolean;
      /** Where adding it begins. */
      readonly installUrl: string | null;
    } | null;
  };
  readonly directory: {
    readonly users: Readonly<Record<string, Person>>;
    readonly channels: Readonly<Record<string, { readonly name: string }>>;
  };
  /** The time at this Slack, which may be ahead of the browser's. Milliseconds since the epoch. */
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
  readonly files: readonly { readonly id: string; readonly name: string; readonly size: number }[];
  readonly isEphemeral: boolean;
  readonly isEdited: boolean;
  readonly threadTs: string | null;
  readonly isBroadcast: boolean;
  readonly replies: number;
  readonly lastReplyAt: number | null;
}

/** Whom and what blocks mention, as they are drawn for this person. */
export function directoryOf({ directory, person, me, now }: Client): Directory & { readonly now: number } {
  return { ...directory, person, me, now };
}
