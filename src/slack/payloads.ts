/**
 * The payloads that Slack sends when a person types a command, uses a shortcut, presses, submits or closes something,
 * reduced to what features read. Nobody has checked yet whether the person may use the ids in them.
 */
import type { ViewResponseAction } from '@slack/bolt';
import type { ModalView, PlainTextOption } from '@slack/types';
import type { ChosenFile, Message, ViewState } from '../shapes.ts';

/** The person who acted, and the installation that the payload is for. */
export interface Actor {
  readonly userId: string;
  /** Id of the workspace in which the person used the app; null for organisation-wide payloads. */
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  /** Whether the payload belongs to an organisation-wide installation. */
  readonly isEnterpriseInstall: boolean;
  /** The person's home workspace, when the payload names it; not always the one that the app is installed in. */
  readonly userTeamId: string | null;
}

/** The view that a payload came from. */
export interface ViewPayload {
  readonly id: string;
  readonly hash: string | null;
  readonly callbackId: string;
  readonly privateMetadata: string;
  readonly state: ViewState;
}

/** A person has typed a command. */
export interface CommandPayload {
  readonly kind: 'command';
  readonly actor: Actor;
  /** The command as typed, with its slash: the manifest may declare another name. */
  readonly command: string;
  readonly text: string;
  readonly channelId: string;
  readonly triggerId: string;
  readonly responseUrl: string;
}

/** A person has pressed a button, or has chosen a menu option. */
export interface ActionPayload {
  readonly kind: 'action';
  readonly actor: Actor;
  readonly actionId: string;
  /** The button's value, or the chosen option's. */
  readonly value: string | null;
  readonly triggerId: string | null;
  /** The response URL of the message; null for a press in a view. */
  readonly responseUrl: string | null;
  readonly channelId: string | null;
  readonly messageTs: string | null;
  /** The message whose button was pressed; null for an ephemeral message, which Slack leaves out, and for a view. */
  readonly message: Message | null;
  /** The modal that the press was in; null for a message, and for Home. */
  readonly view: ViewPayload | null;
  /** Whether the press was in App Home, which has no conversation to answer in: a modal is opened instead. */
  readonly isInHome: boolean;
}

/** A person has opened the app's Home tab. */
export interface HomeOpened {
  readonly actor: Actor;
  /**
   * Slack's hash of the view that the person sees in Home, and our name for that view; null: none was
   * published.
   */
  readonly view: { readonly hash: string; readonly callbackId: string } | null;
}

/** The parts that are read of the message that a shortcut was used on. Another person may have written it. */
export interface ShortcutMessage {
  /** The message's text, in Slack's markup. */
  readonly text: string;
  /** The message's blocks and attachments, which may be anything. */
  readonly rich: readonly unknown[];
  readonly files: readonly ChosenFile[];
}

/** A person has used a shortcut. */
export interface ShortcutPayload {
  readonly kind: 'shortcut';
  readonly actor: Actor;
  readonly callbackId: string;
  readonly triggerId: string;
  /** The message that the shortcut was used on. Null for a global shortcut, as are the two fields that follow. */
  readonly message: ShortcutMessage | null;
  readonly channelId: string | null;
  readonly responseUrl: string | null;
}

/** A person has opened a menu whose entries come from the app, or has typed in it. */
export interface OptionsPayload {
  readonly kind: 'options';
  readonly actor: Actor;
  readonly actionId: string;
  /** What was typed so far; empty when the menu was only opened. */
  readonly typed: string;
}

/** A person has submitted a modal. */
export interface SubmissionPayload {
  readonly kind: 'submission';
  readonly actor: Actor;
  readonly view: ViewPayload;
}

/** A person has closed a modal. */
export interface ClosePayload {
  readonly kind: 'close';
  readonly actor: Actor;
  readonly view: ViewPayload;
}

/** Slack reports that an installation, or its token, has ended. */
export interface InstallationEvent {
  readonly teamId: string | null;
  readonly enterpriseId: string | null;
  /** True: the app was uninstalled; false: only its token was revoked. */
  readonly wasUninstalled: boolean;
}

/** The payload of any interaction. Events are not among them. */
export type Payload =
  | CommandPayload
  | ShortcutPayload
  | ActionPayload
  | OptionsPayload
  | SubmissionPayload
  | ClosePayload;

/** The entries of a menu, at most a hundred; for none, Slack shows that nothing was found. */
export type MenuEntries = readonly PlainTextOption[];

/** How a submission is acknowledged. Everything else but a menu is acknowledged without content. */
export type SubmissionAnswer =
  | { readonly response_action: 'update' | 'push'; readonly view: ModalView }
  | { readonly response_action: 'errors'; readonly errors: Record<string, string> }
  | { readonly response_action: 'clear' };

/**
 * What the top half of an interaction returns: how Slack is acknowledged (within its three seconds), and what remains
 * to be done after that. Whatever must survive a crash is in the store before the top half ends.
 */
export interface Answer {
  readonly ack?: SubmissionAnswer;
  readonly after?: () => Promise<void>;
}

/** Converts our acknowledgement of a submission to Bolt's type. */
export function toBoltAnswer(ack: SubmissionAnswer): ViewResponseAction {
  return ack;
}
