/** English: the settings of a workspace and of a person, and the modals that ask for them. */
import type { PicksSetting, Setting, SettingId, SeveralSetting, settings } from '../../signing/settings.ts';
import { listNames } from './en-card.ts';
import type { CheckWords, ChoiceWords, TextWords, WordsOf } from './en-options.ts';

/** Words of a menu whose entries are found while a person types. */
export interface PicksWords extends TextWords {
  readonly placeholder: string;
  readonly hint: string;
  /** The words in `/sign workspace` while nothing is chosen; empty: the setting is not mentioned. */
  readonly none: string;
}

/** Words of a group of checkboxes. */
export interface SeveralWords<Value extends string = string> extends TextWords {
  readonly hint: string;
  readonly values: Readonly<Record<Value, string>>;
}

/** The words of a setting of any kind. */
export type AnySettingWords = TextWords | CheckWords | ChoiceWords | PicksWords | SeveralWords;

type SettingWords<Table extends Readonly<Record<SettingId, Setting>>> = {
  readonly [Id in keyof Table]: Table[Id] extends PicksSetting
    ? PicksWords
    : Table[Id] extends SeveralSetting<infer Value>
      ? SeveralWords<Value>
      : WordsOf<Table>[Id];
};

const option: SettingWords<typeof settings> = {
  senders: {
    label: 'Who may send',
    placeholder: 'First letters of a user group',
    hint: 'Leave blank for everyone. Otherwise only members of these user groups can send signature requests.',
    none: 'everyone',
  },
  allowedFolders: {
    label: 'Allowed folders for signed copies',
    placeholder: 'First letters of a folder, or a link',
    hint: 'Leave blank for any folder. Otherwise signed copies go to these folders, or to folders inside them.',
    none: 'any',
  },
  longestDays: {
    label: 'Longest expiry (days)',
    hint: 'Leave blank for no limit. Otherwise every request has to expire within this many days.',
  },
  copiesInSlack: {
    label: 'Signed copies in Slack',
    tick: 'People can send signed copies to their messages in Slack',
    on: 'allowed',
    off: 'not allowed',
  },
  signFromSlack: {
    label: 'Sign from Slack',
    tick: 'People in this workspace sign from Slack',
    tickHint: 'Picked signers get a private link in Slack and no email from Box.',
    on: 'on',
    off: 'off',
  },
  ownFolder: {
    label: 'Folder for signed copies',
    placeholder: 'First letters of its name, or a link',
    hint: 'Everyone who can open this folder in Box can see the signed copies. Leave blank for the usual place.',
    none: '',
  },
  ownDays: {
    label: 'Expires after (days)',
    hint: 'From 1 to 730. Leave blank for no expiry.',
  },
  ownReminders: {
    label: 'Reminders',
    tick: 'Box reminds signers on days 3, 8, 13 and 18',
    on: 'on',
    off: 'off',
  },
  ownDelivery: {
    label: 'How to send',
    values: {
      last: 'The way I sent my last request',
      prepare: 'Place fields in Box, then send',
      direct: 'Send now, without fields',
    },
  },
  signHere: {
    label: 'Sign from Slack',
    tick: 'I sign from Slack',
    tickHint: 'You get a message in Slack when it is your turn, and no email from Box.',
    on: 'on',
    off: 'off',
  },
  notices: {
    label: 'Messages about my requests',
    hint: 'You always hear when a request is declined, cancelled or expired, an email did not arrive, or it is your turn.',
    values: {
      signed: 'Someone signed, or passed it on',
      completed: 'Everyone has signed',
      expiring: 'A request is about to expire',
      unsent: 'I have not placed the fields yet',
    },
  },
  quietFrom: { label: 'Quiet hours from' },
  quietUntil: {
    label: 'Quiet hours until',
    hint: 'In your time zone. Messages about requests wait until then. Requests for your signature still come immediately, and cards are still updated.',
  },
};

export const enSettings = {
  option,
  save: 'Save',
  cancel: 'Cancel',
  workspaceTitle: 'Workspace settings',
  personTitle: 'Your settings',
  /** Explains Sign from Slack to admins. @param system the name of this workspace in Box's signing log */
  signingLog: (system: string) =>
    `Guests and people outside the workspace still get Box's email. Box does not check who opens these links: Slack's sign-in does. So Box's signing log will name "${system}" as the system that confirmed who signed. Requests that were already sent stay as they are.`,
  oneWorkspaceOnly: (label: string) =>
    `${label} can be limited only where the app is installed in a single workspace.`,
  change: 'Change…',
  state: (label: string, value: string) => `${label}: ${value}`,
  defaults:
    'New forms start with this folder, expiry, reminders and way of sending. You can change them in each form.',
  saved: {
    workspace:
      'Saved. This applies to requests that are sent from now on. Signed copies in Slack also applies to earlier ones.',
    person: 'Saved. This applies from now on.',
  },
  /** Errors at a field whose choices were looked up in Box or Slack. @param names the refused choices */
  refused: {
    only_a_note: () => 'The entry you chose is only a note about the search. Remove it, or choose another.',
    not_connected: () => 'Connect Box first (/sign connect), so that we can check the folder.',
    silent: () => 'We could not check this in time. Try again.',
    root: () => 'Signed copies cannot be saved in All Files itself. Choose a folder inside it.',
    folder_not_found: (names: readonly string[]) =>
      `Box cannot find ${listNames(names)}, or you do not have access.`,
    folder_not_writable: (names: readonly string[]) => `You cannot add files to ${listNames(names)}.`,
    folder_not_allowed: (names: readonly string[]) =>
      `Your workspace does not let signed copies go to ${listNames(names)}.`,
    group_not_found: (names: readonly string[]) =>
      names.length === 1
        ? `${listNames(names)} no longer exists in Slack. Remove it.`
        : `${listNames(names)} no longer exist in Slack. Remove them.`,
  },
  /** Notes that are shown as the only entry of the menu of user groups. Each has at most 75 characters. */
  groupNotes: {
    silent: 'Slack did not answer. Type another letter to try again.',
    none: 'No user group matches.',
    notGranted: 'The app may not read user groups. You can remove those chosen.',
  },
};
