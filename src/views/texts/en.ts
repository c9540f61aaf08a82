/**
 * The English catalogue: every sentence that people read. This file has help, notes, the welcome, the result views and
 * answers of one sentence; the other files `en-*.ts` have the rest. Another language would be another catalogue. Text
 * that people chose arrives cleaned, except in refusals, whose sentences clean it. Nothing here decides what is shown.
 */
import { enBatch } from './en-batch.ts';
import { enCard, listNames } from './en-card.ts';
import { enConnect } from './en-connect.ts';
import { enCopy } from './en-copy.ts';
import { enDocument } from './en-document.ts';
import { enFolderField } from './en-folder.ts';
import { defaultCopyPlace, enCorrect, enForm } from './en-form.ts';
import { enHome } from './en-home.ts';
import { enDetails, enList, enStatus } from './en-list.ts';
import { enNotices } from './en-notices.ts';
import { enOptions, enSignersPage } from './en-options.ts';
import { enPages } from './en-pages.ts';
import { enRefusals } from './en-refusals.ts';
import { enActions } from './en-resend-cancel.ts';
import { enRules } from './en-rules.ts';
import { enScopes } from './en-scopes.ts';
import { enSettings } from './en-settings.ts';
import { enShare } from './en-share.ts';
import { enShared } from './en-shared.ts';
import { enSigning } from './en-signing.ts';
import { enTemplate, enTemplateList } from './en-template.ts';
import { enInstall, enWorkspace } from './en-workspace.ts';
import { say, time } from './phrase.ts';

const people = (count: number) => (count === 1 ? '1 person' : `${count} people`);

function minutesAgo(minutes: number): string {
  if (minutes < 1) return 'a moment ago';
  return minutes === 1 ? 'a minute ago' : `${minutes} minutes ago`;
}

const result = {
  title: 'Signature request',
  done: 'Done',
  working: '⏳ Asking Box…',
  workingHint: 'You can close this. A card will appear in your messages with Sign.',
  checkTitle: 'Check and send',
  sendNow: 'Send now',
  notNow: 'Not now',
  inFolder: (folder: string) => `File is in ${folder}`,
  signedCopyTo: (folder: string) => `Signed copy goes to ${folder}`,
  signedCopyByDefault: `Signed copy is saved ${defaultCopyPlace}`,
  /** Shown for a file in All Files itself: Box saves no copy there. */
  signedCopyToOwnFolder: 'Signed copy goes to My Sign Requests, a folder that Box creates for you',
  sentAs: (login: string, isOwnAddress: boolean) =>
    isOwnAddress
      ? `Sending as ${login}.`
      : `⚠️ Sending as ${login}: that Box account does not use your Slack email address.`,
  lastChange: (at: number) => say`file last changed ${time(at)}`,
  /** Who is mailed. `few` names the people (up to three) in the sentence; `many` stands above a list of them. */
  goesTo: {
    now: {
      few: (who: readonly string[]) => `Goes to ${listNames(who)} when you press Send now.`,
      many: (count: number) => `Goes to these ${people(count)} when you press Send now:`,
    },
    later: {
      few: (who: readonly string[]) => `Goes to ${listNames(who)} later, in turn.`,
      many: (count: number) => `Goes to these ${people(count)} later, in turn:`,
    },
    copy: {
      few: (who: readonly string[]) => `Only a copy, at the end: ${listNames(who)}.`,
      many: (count: number) => `Only a copy, at the end, to these ${people(count)}:`,
    },
  },
  changeSomething: 'Change something',
  ready: 'Nobody has been emailed yet. Place the fields in Box, then press Send there.',
  readyHint: "Only you can see this link. It's also on the card, so you can continue on a computer.",
  noLink: 'Box has not given us the link yet. It will appear on the card in your messages with Sign.',
  /** @param later how many are asked only once others have signed */
  sent: (count: number, later: number) =>
    `✅ Sent to ${people(count)}.${later === 0 ? '' : ` Goes to ${later} more later, in turn.`}`,
  slow: 'Box is slow or busy. We\'ll keep trying for 15 minutes; your card will say "Sent" or "Not sent".',
  /** The sentence names the two buttons below it by their labels. */
  changedSince: (name: string) =>
    `You had already pressed Continue: ${name} was submitted then, without your later changes. Press Show that request to continue with it or cancel it, or Send another request to submit a second request with your changes.`,
  beingChanged: (name: string) =>
    `You are already changing this request: ${name} was submitted for that, and has not gone out yet. Press Show that request to continue with it.`,
  sameAgain: (minutes: number) => `You sent the same document to the same people ${minutesAgo(minutes)}.`,
  sameAgainNotOut: (minutes: number) =>
    `You created a request with the same document and the same people ${minutesAgo(minutes)}. Nobody has been emailed yet.`,
  sameAgainUnknown: (minutes: number) =>
    `You created a request with the same document and the same people ${minutesAgo(minutes)}. It may have been sent.`,
  showThatOne: 'Show that request',
  sendAnother: 'Send another request',
};

const help = {
  opening: 'Get a Box document signed. Only you can see this.',
  line: (typed: string, does: string) => `${typed} — ${does}`,
  /** The sentence names the shortcut as `manifest.yml` does. */
  shortcut: 'On a message with a file or a Box link, choose More actions (⋮), then Request signature.',
  open: 'Open',
  openLong: (typed: string) => `Open ${typed}`,
  unknown: (typed: string) => `I didn't recognize "${typed}".`,
  nearest: (nearest: string) => `Did you mean "${nearest}"?`,
  seeHelp: (typed: string) => `Type "${typed}" to see what you can do.`,
  /** The commands' descriptions and arguments. */
  commands: {
    form: { usage: '', does: 'opens the form for a new signature request' },
    prefilled: {
      usage: 'LINK email@… @person …',
      does: 'opens the form already filled in; nothing is sent until you confirm',
    },
    resend: {
      usage: 'resend [number, link or words]',
      does: "sends a reminder to everyone who hasn't signed",
    },
    cancel: {
      usage: 'cancel [number, link or words]',
      does: 'cancels a request, after asking you to confirm',
    },
    list: { usage: 'list [words]', does: 'shows your signature requests, including those created in Box' },
    status: {
      usage: 'status [number, link or words]',
      does: 'shows one request in full, with a line to copy for a colleague',
    },
    templates: { usage: 'templates [words]', does: 'shows your templates in Box, to send one' },
    connect: { usage: 'connect', does: 'connects your Box account, or a different one' },
    disconnect: { usage: 'disconnect', does: "ends Sign's access to your Box account" },
    settings: { usage: 'settings', does: 'your notices, quiet hours and what the form starts with' },
    workspace: {
      usage: 'workspace',
      does: 'for admins: workspace settings, how many people are connected, and open requests from former members',
    },
    help: { usage: 'help', does: 'shows this list' },
  },
};

const note = {
  ready: (name: string) => `${name} is ready.`,
  apology: (name: string, reference: string) =>
    `Something went wrong on our side with ${name}, and we have stopped trying. Its card may be out of date; check Box for the current status. Tell the person who runs this app: ${reference}.`,
};

const welcome = {
  opening:
    'Welcome! Get a Box document signed from here. Every request gets a card in these messages that shows who has signed.',
  connect:
    'To send, connect your Box account: press Connect Box, or type /sign connect. You can fill in a request first.',
  help: 'Type /sign in any conversation to start a request, or /sign help to see everything you can do.',
};

/** Answers of one sentence, as private messages or as views. */
const sentences = {
  onlyMembers: 'Sign is only for full members of this workspace. Nothing was done.',
  formOutOfDate: 'This form is out of date. Nothing was sent. Close it and open a new one.',
  notNow: 'That is no longer possible, and nothing was changed. The card shows the current status.',
  notKnown: {
    request:
      'We no longer have this request: its data was deleted, for example because Sign was removed from the workspace. Nothing was changed. Type /sign list to see your requests in Box.',
    form: 'This draft has expired. Nothing was changed. Type /sign to open a new form.',
  },
  tryAgainWith: (reference: string) =>
    `That did not work just now. Try again in a minute; if it happens again, tell the person who runs this app: ${reference}.`,
  youTyped: (command: string) => `You typed: ${command}`,
  boxRefusesRefresh: (status: number | null) =>
    `Box no longer shows us this request${status === null ? '' : ` (BX-${status})`}. It or its folder may have been deleted, or your Box connection may have ended. The card shows the last status we know.`,
  boxSilent:
    'Box did not answer just now. The card shows the last status we know; press Refresh again in a minute.',
  boxBusy:
    'Box is busy and takes no more calls just now. The card shows the last status we know; press Refresh again in a minute.',
  internal: (reference: string) =>
    `Something went wrong on our side, and we do not know how much of it was done. Check the card before you try again. If it happens again, tell the person who runs this app: ${reference}.`,
};

/** The English catalogue. */
export const en = {
  /** The locale in which times are written when the reader's own has another language, or is not known. */
  locale: 'en-GB',
  /** A moment in Slack's tokens: Slack fills them in where it shows the time, and the app where Slack cannot. */
  moments: {
    time: '{date_short_pretty} at {time}',
    day: '{date_short_pretty}',
    dated: '{date_short} at {time}',
  },
  form: enForm,
  template: enTemplate,
  templateList: enTemplateList,
  document: enDocument,
  folderField: enFolderField,
  correct: enCorrect,
  result,
  card: enCard,
  actions: enActions,
  connect: enConnect,
  copy: enCopy,
  pages: enPages,
  list: enList,
  batch: enBatch,
  shared: enShared,
  home: enHome,
  details: enDetails,
  option: enOptions,
  signersPage: enSignersPage,
  status: enStatus,
  refusal: enRefusals,
  help,
  workspace: enWorkspace,
  rules: enRules,
  scopes: enScopes,
  settings: enSettings,
  share: enShare,
  signing: enSigning,
  notices: enNotices,
  install: enInstall,
  note,
  welcome,
  ...sentences,
};
