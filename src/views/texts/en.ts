/**
 * Every sentence that people read, in English: the form, what follows it, help and notes here; the card and
 * the refusals beside it. Another language is another file like this one. What is passed in has been
 * cleaned; nothing here decides what is shown.
 */
import type { Clock } from './clock.ts';
import { enCard, listNames } from './en-card.ts';
import { enChase } from './en-chase.ts';
import { enConnect } from './en-connect.ts';
import { enDetails, enList, enStatus } from './en-list.ts';
import { enPages } from './en-pages.ts';
import { enRefusals } from './en-refusals.ts';
import { enInstall, enWorkspace } from './en-workspace.ts';
import { say, time } from './phrase.ts';

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

function minutesAgo(minutes: number): string {
  if (minutes < 1) return 'a moment ago';
  return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
}

/** Box decides it when it makes the copy: a file in All Files, or in a folder where one may put nothing, has no such place. */
const copyByDefault = 'beside the original, or in My Sign Requests where Box cannot put it there';

const unnamedFolder = 'the folder your admin set';

const form = {
  title: 'New sign request',
  submit: 'Continue',
  close: 'Cancel',
  sendingAs: (login: string) => `Sending as ${login} at Box`,
  sendingConnected: 'Sending with your Box account',
  notConnected: 'Not connected to Box. Fill this in; you connect when you press Continue.',
  notOnTrial: 'Not connected to Box: nothing can be sent from here. Ask whoever runs this app.',
  /** @param typed what stood behind the command and is neither document nor person. */
  notUnderstood: (typed: { words: string; isInMessage: boolean; isLinkLeftOut: boolean }) =>
    [
      `Not understood: ${typed.words}.`,
      ...(typed.isInMessage ? ['It is in the message now, which Box mails to everybody.'] : []),
      ...(typed.isLinkLeftOut
        ? ['A link to sign was left out, because it opens the document for whoever has it.']
        : []),
    ].join(' '),
  document: 'Box link or file ID',
  colleagues: 'Colleagues who sign',
  colleaguesPlaceholder: 'Choose people',
  others: 'Other people who sign',
  othersPlaceholder: 'bo@client.com, cy@client.com',
  yourself: 'You',
  iSignToo: 'I sign too, after everybody else',
  delivery: 'How it goes out',
  prepare: 'I place the fields in Box and press Send there',
  direct: 'Send without placing fields',
  directHint: 'Signers place their own signature, or the file has Box tags',
  message: 'Message',
  messageHint: 'Goes into the mail from Box.',
  moreOptions: 'More options',
  name: 'Name of the request',
  nameHint: 'Empty: the name of the file.',
  folder: 'Folder for the signed copy',
  folderPlaceholder: 'Link to a Box folder',
  folderHint: `Empty: ${copyByDefault}; whoever sees that folder sees it.`,
  /** @param folder the name of the one that is configured; empty: not known. */
  folderHintConfigured: (folder: string) =>
    `Empty: ${folder || unnamedFolder}; whoever sees that folder sees it.`,
  expiry: 'Expires after how many days',
  expiryHint: 'From 1 to 730. Empty: never.',
  reminders: 'Reminders',
  remind: 'Box reminds whoever has not signed',
  remindHint: 'On days 3, 8, 13 and 18',
  subject: 'Subject of the mail',
  subjectHint: 'Empty: Box writes one.',
  /** What holds while More options is folded away. */
  summary: (values: {
    hasFolder: boolean;
    /** As in `folderHintConfigured`; null: none is configured. */
    defaultFolder: string | null;
    days: string;
    reminders: boolean;
  }) =>
    [
      folderSummary(values.hasFolder, values.defaultFolder),
      values.days === ''
        ? 'never expires'
        : `expires after ${values.days} ${values.days === '1' ? 'day' : 'days'}`,
      values.reminders ? 'Box reminds on days 3, 8, 13, 18' : 'no reminders',
    ].join(' · '),
};

function folderSummary(hasFolder: boolean, defaultFolder: string | null): string {
  if (hasFolder) return 'Signed copy: in the folder you named';
  if (defaultFolder !== null) {
    return `Signed copy: in ${defaultFolder || unnamedFolder}; whoever sees that folder sees it`;
  }
  return `Signed copy: ${copyByDefault}; whoever sees that folder sees it`;
}

const result = {
  title: 'Sign request',
  done: 'Done',
  working: '⏳ Asking Box…',
  workingHint: 'You may close this. A card comes to your messages with Sign.',
  checkTitle: 'Check and send',
  sendNow: 'Send now',
  notNow: 'Not now',
  inFolder: (folder: string) => `In ${folder}`,
  signedCopyTo: (folder: string) => `Signed copy goes to ${folder}`,
  /** A file that is in no folder: Box names that one itself. */
  signedCopyToOwnFolder: 'Signed copy goes to My Sign Requests, a folder of yours that Box makes',
  sentAs: (login: string, isOwnAddress: boolean) =>
    isOwnAddress
      ? `Sent as ${login}.`
      : `⚠️ Sent as ${login}: that Box account does not have your address in Slack.`,
  lastChange: (at: number) => say`last changed ${time(at)}`,
  goesToOne: (who: readonly string[]) => `Goes to ${listNames(who)} when you press Send now.`,
  goesToMany: (count: number) => `Goes to these ${people(count)} when you press Send now:`,
  youWith: (email: string | null) => (email === null ? 'you' : `you (${email})`),
  nameWith: (name: string, email: string) => `${name} (${email})`,
  changeSomething: 'Change something',
  ready: 'Nobody has been mailed yet. Place the fields in Box, then press Send there.',
  readyHint: 'Only you see this link. It is on the card too, for a larger screen.',
  noLink: 'Box has not given the link yet. It comes on the card in your messages with Sign.',
  sent: (count: number) => `✅ Sent to ${people(count)}.`,
  slow: 'Box is slow. We keep trying for 15 minutes; your card will say "Sent" or "Not sent".',
  /** The labels are those of the two buttons below it. */
  changedSince: (name: string) =>
    `You had already pressed Continue: ${name} was submitted then, without what you changed since. Press Show that one to go on with it or to cancel it, or Send another to submit a second request with your changes.`,
  sameAgain: (minutes: number) => `You sent this file to the same people ${minutesAgo(minutes)}.`,
  sameAgainNotOut: (minutes: number) =>
    `You made a request with this file and the same people ${minutesAgo(minutes)}. Nobody has been mailed yet.`,
  sameAgainUnknown: (minutes: number) =>
    `You made a request with this file and the same people ${minutesAgo(minutes)}. It may have gone out.`,
  showThatOne: 'Show that one',
  sendAnother: 'Send another',
};

const help = {
  opening: 'Get a Box document signed. Only you see this.',
  line: (typed: string, does: string) => `${typed} — ${does}`,
  open: 'Open',
  openLong: (typed: string) => `Open ${typed}`,
  unknown: (typed: string) => `I do not know "${typed}".`,
  nearest: (nearest: string) => `Did you mean "${nearest}"?`,
  seeHelp: (typed: string) => `"${typed}" shows what I know.`,
  /** What the commands do, and what may follow each. */
  commands: {
    form: { usage: '', does: 'opens the form for a new sign request' },
    prefilled: {
      usage: 'LINK mail@… @person …',
      does: 'opens the form already filled in; nothing is sent before you have seen it',
    },
    resend: { usage: 'resend [number, link or words]', does: 'lets Box remind whoever has not signed' },
    cancel: { usage: 'cancel [number, link or words]', does: 'stops a request, after asking you' },
    list: { usage: 'list [words]', does: 'shows your sign requests, also those made in Box' },
    status: {
      usage: 'status [number, link or words]',
      does: 'shows one request in full, with a line to copy for a colleague',
    },
    connect: { usage: 'connect', does: 'connects your Box account, or another one' },
    disconnect: { usage: 'disconnect', does: 'ends what this app may do with your Box account' },
    workspace: {
      usage: 'workspace',
      does: 'for admins: how many are connected, and open requests of people who have left',
    },
    help: { usage: 'help', does: 'shows this' },
  },
};

const note = {
  ready: (name: string) => `${name} is ready.`,
  apology: (name: string, reference: string) =>
    `Something went wrong on our side with ${name}, and we have stopped trying. Its card may be out of date: look in Box to see how it stands. Tell whoever runs this app: ${reference}.`,
};

/** Answers to one person that need nothing but a sentence. */
const sentences = {
  onlyMembers: 'Sign is for full members of this workspace. Nothing was done.',
  formOutOfDate: 'This form is too old to be sent. Nothing was sent. Close it and open a new one.',
  notNow: 'That does not work any more, and nothing was changed. The card shows how things are now.',
  notKnown: {
    request:
      'This request is not known here any more: what was stored about it was deleted, as when Sign is taken out of the workspace. Nothing was changed. /sign list shows the requests that Box has of you.',
    form: 'What you had filled in is not kept here any more. Nothing was changed. /sign opens a new form.',
  },
  tryAgainWith: (reference: string) =>
    `That did not work just now. Try again in a minute; if it happens again, tell whoever runs this app: ${reference}.`,
  youTyped: (command: string) => `You typed: ${command}`,
  boxRefusesRefresh: (status: number | null) =>
    `Box no longer shows us this request${status === null ? '' : ` (BX-${status})`}. It may have been deleted, or its folder; or your Box connection has ended. The card shows what Box said last.`,
  boxSilent:
    'Box did not answer just now. The card shows what Box said last; press Refresh again in a minute.',
  internal: (reference: string) =>
    `Something went wrong on our side, and we do not know how much of it was done. Look at the card before you try again. If it happens again, tell whoever runs this app: ${reference}.`,
};

/** The English texts for a reader whose times this clock writes. */
export const en = (clock: Clock) => ({
  clock,
  /** How Slack shows a moment to the reader, in its own tokens. */
  moments: { time: '{date_short_pretty} at {time}', day: '{date_short_pretty}' },
  form,
  result,
  card: enCard,
  chase: enChase,
  connect: enConnect,
  pages: enPages,
  list: enList,
  details: enDetails,
  status: enStatus,
  refusal: enRefusals,
  help,
  workspace: enWorkspace,
  install: enInstall,
  note,
  ...sentences,
});
