/** English: the settings of a workspace and of a person, and the modals that ask for them. */
import type { settings } from '../../signing/settings.ts';
import type { WordsOf } from './en-options.ts';

const option: WordsOf<typeof settings> = {
  signFromSlack: {
    label: 'Sign from Slack',
    tick: 'People in this workspace sign from Slack',
    tickHint: 'Picked signers get a private link in Slack and no email from Box.',
    on: 'on',
    off: 'off',
  },
  signHere: {
    label: 'Sign from Slack',
    tick: 'I sign from Slack',
    tickHint: 'You get a message in Slack when it is your turn, and no email from Box.',
    on: 'on',
    off: 'off',
  },
};

export const enSettings = {
  option,
  save: 'Save',
  cancel: 'Cancel',
  workspaceTitle: 'Workspace settings',
  personTitle: 'Your settings',
  /** @param system how Box's signing log names this workspace */
  signingLog: (system: string) =>
    `Guests and people outside the workspace still get Box's email. Box does not check who opens these links: Slack's sign-in does. So Box's signing log will name "${system}" as the system that confirmed who signed. Requests that were already sent stay as they are.`,
  change: 'Change…',
  state: (label: string, value: string) => `${label}: ${value}`,
  saved: {
    workspace: 'Saved. This applies to requests that are sent from now on.',
    person: 'Saved. This applies to requests that are sent to you from now on.',
  },
  nothing:
    'There is nothing to set yet. When an admin turns on Sign from Slack (/sign workspace), you can choose here whether you use it.',
};
