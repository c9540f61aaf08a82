/** The English texts of templates: in the form, in the check and in Details, and of their list. */
import type { ListRefusal } from '../../signing/list-refusal.ts';
import type { TemplateBarrier } from '../../signing/template.ts';
import { boxAccountReasons } from './en-box-account.ts';

const elsewhere = 'Send it from Box instead.';

export const enTemplate = {
  placeholder: 'Part of its name',
  hint: 'Templates are made in Box: Sign, then Templates.',
  unnamed: 'A template without a name',
  asking: '⏳ Asking Box for its signers and fields…',
  notRead: 'Its signers and fields could not be read from Box.',
  askAgain: 'Ask again',
  /** Notes that are shown as the only entry of the menu. Each has at most 75 characters. */
  notes: {
    slow: 'Box has not answered yet. Keep typing, or open the menu again.',
    refused: 'Box refused to list your templates.',
    notConnected: 'Not connected to Box, so your templates cannot be listed.',
    none: 'You have no templates in Box yet.',
    noMatch: 'None of your templates has this in its name.',
  },
  barrier: {
    password: `This template needs a password for a signer, and nobody should type one into Slack. ${elsewhere}`,
    too_many: `This template asks for more than a form in Slack has room for. ${elsewhere}`,
    nobody: `This template has nobody who signs or approves. Add a signer to it in Box.`,
  } satisfies Record<TemplateBarrier, string>,
  openBox: 'Open Box',
  roleNumber: (number: number) => `Signer ${number}`,
  /** The label of a role's field. @param said what is special about the role; empty: nothing is */
  role: (name: string, said: readonly string[]) =>
    said.length === 0 ? name : `${name} (${said.join(', ')})`,
  approves: 'approves',
  getsCopy: 'only gets a copy',
  inGroup: 'one of a group',
  logsIn: 'must sign in to Box',
  colleague: (role: string) => `${role}: from your workspace`,
  address: (role: string) => `${role}: or by email`,
  chooseOne: 'Choose one person',
  addressPlaceholder: 'bo@client.com',
  tag: 'Field in the document',
  tick: 'Yes',
  datePlaceholder: 'Choose a date',
  /** The line of a role whose person the template names. */
  fixedRole: (role: string, email: string) => `${role}: ${email}, from the template`,
  facts: {
    heading: 'From the template',
    subject: 'Email subject',
    message: 'Message',
    expires: 'Expires',
    folder: 'Signed copy goes to',
    fixed: (value: string) => `${value} (cannot be changed)`,
    never: 'never',
  },
  fieldsLocked: "This template's fields can't be filled in here.",
  leaveBlank: {
    subject: "Leave blank for the template's subject.",
    message: "Leave blank for the template's message.",
    daysValid: (days: number | null) =>
      days === null
        ? 'From 1 to 730. Leave blank for no expiry, as in the template.'
        : `From 1 to 730. Leave blank for the template's ${days === 1 ? '1 day' : `${days} days`}.`,
  },
  ticked: 'yes',
  notTicked: 'no',
};

const refusals: Readonly<Record<ListRefusal, () => string>> = {
  ...boxAccountReasons,
  sign_not_enabled: () =>
    'Box refused to list your templates. Your Box plan may not include Box Sign: ask your Box admin.',
  policy_forbids: () =>
    "Your company's Box settings do not let this app read your templates. Ask your Box admin.",
};

export const enTemplateList = {
  title: 'Your templates',
  search: 'Search',
  searchLabel: 'Search your templates',
  close: 'Close',
  use: 'Use',
  useSpoken: (name: string) => `Use ${name}`,
  asking: '⏳ Asking Box for your templates…',
  none: 'You have no templates yet. A template is a document with its fields and the roles of its signers, ready to send. To make one, open Box, choose Sign, then Templates, then New Template. It then appears here.',
  noMatch: (words: string) => `None of your templates matches "${words}".`,
  slow: 'Box has not answered. Nothing is lost: press Ask Box again in a moment.',
  refused: (why: ListRefusal) => refusals[why](),
  ended:
    'Your connection to Box has ended. Ask the person who runs this app to renew it, then press Ask Box again.',
  notConnected: 'Connect your Box account to see your templates.',
  askAgain: 'Ask Box again',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  earlier: 'Previous',
  later: 'Next',
};
