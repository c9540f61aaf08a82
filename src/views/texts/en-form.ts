/** The sentences of the form for a new sign request, and of the dialog that corrects an address. */
import { listNames } from './en-card.ts';

/**
 * Where Box saves the signed copy when no folder is chosen. It uses My Sign Requests when the original is in All Files,
 * or in a folder where the person may not upload.
 */
export const defaultCopyPlace = 'next to the original (or in My Sign Requests)';

const whoSeesIt = 'Anyone with access to that folder can see it.';

const unnamedFolder = 'the folder your admin chose';

export const enForm = {
  title: 'New signature request',
  submit: 'Continue',
  close: 'Cancel',
  sendingAs: (login: string) => `Sending as ${login} in Box`,
  sendingConnected: 'Sending with your Box account',
  notConnected: 'Not connected to Box. Fill this in; you connect when you press Continue.',
  notOnTrial: 'Not connected to Box, so nothing can be sent from here. Ask the person who runs this app.',
  /** @param words the typed words that are neither document nor person */
  notUsed: (words: string) => `Not used: ${words}`,
  useAsMessage: 'Use as message',
  groupsCannotSign: (groups: readonly string[]) =>
    groups.length === 1
      ? `${groups[0]} is a group, and a group cannot sign. Choose its members instead.`
      : `${groups.join(', ')} are groups, and groups cannot sign. Choose their members instead.`,
  linkLeftOut: 'A signing link was left out, because anyone who has it can open the document.',
  /**
   * Shown for the shortcut on a message without a Box link; `file`: the message has a file that the app may not read.
   */
  missing: {
    link: 'That message has no Box link. Paste one here.',
    file: 'This app may not read files in Slack. Put the file in Box and paste its link here, or ask the person who runs this app for the permission files:read.',
  },
  document: 'Box link or file ID',
  documentPlaceholder: 'Several links: separate with spaces',
  colleagues: 'Signers from your workspace',
  colleaguesPlaceholder: 'Choose people',
  others: 'Other signers (email)',
  othersPlaceholder: 'bo@client.com, cy@client.com',
  yourself: 'You',
  iSignToo: 'I sign too, after everyone else',
  /** The subject of Box's email when none was typed. @param who the requester */
  subject: (who: string, name: string) => `${who} asks you to sign ${name}`,
  moreOptions: 'More options',
  recentSigners: 'Recent signers…',
  recent: 'Recent signers',
  recentHint: 'People from your latest requests, in addition to those above.',
  changes: 'The old request is cancelled when the new one has gone out.',
  changesSigned: (names: readonly string[]) =>
    `${listNames(names)} would have to sign again. To keep what was signed, edit the request in Box. Otherwise the old request is cancelled when the new one has gone out.`,
  changedMeanwhile:
    'The old request is over, or being cancelled. Nothing was sent. Close this and look at its card.',
  editInBox: 'Edit in Box',
  signers: 'Roles of signers…',
  rare: 'Rarely needed…',
  rareTitle: 'Rarely needed',
  keep: 'Keep',
  back: 'Back',
  folderHint: `Leave blank to save it ${defaultCopyPlace}. ${whoSeesIt}`,
  /** The hint of the folder field. @param folder name of the configured folder; empty: not known */
  folderHintConfigured: (folder: string) =>
    `Leave blank to save it in ${folder || unnamedFolder}. ${whoSeesIt}`,
  /** The line that sums up the options while More options is collapsed. */
  summary: (values: {
    /** Name of the chosen folder; empty when the name is not known; null: none is chosen. */
    folder: string | null;
    /** Name of the configured folder; empty when the name is not known; null: none is configured. */
    defaultFolder: string | null;
    days: string;
    reminders: boolean;
  }) =>
    [
      values.days === ''
        ? 'Never expires'
        : `Expires after ${values.days} ${values.days === '1' ? 'day' : 'days'}`,
      values.reminders ? 'Box reminds on days 3, 8, 13, 18' : 'no reminders',
      folderSummary(values.folder, values.defaultFolder),
    ].join(' · '),
};

function folderSummary(folder: string | null, defaultFolder: string | null): string {
  if (folder !== null) return `Signed copy is saved in ${folder || 'the folder you chose'}. ${whoSeesIt}`;
  if (defaultFolder !== null) {
    return `Signed copy is saved in ${defaultFolder || unnamedFolder}. ${whoSeesIt}`;
  }
  return `Signed copy is saved ${defaultCopyPlace}. ${whoSeesIt}`;
}

export const enCorrect = {
  title: 'Correct the address',
  signed: (names: readonly string[]) =>
    `${listNames(names)} would have to sign again: the old request is cancelled when the new one has gone out.`,
  address: (email: string) => `New address in place of ${email}`,
  opened: 'Someone has since opened the request at this address. Close this and look at the card.',
  nothing: (count: number) =>
    count === 1 ? 'Enter the correct address.' : 'Enter at least one new address.',
};
