/** English: actions on several requests that are chosen in the list. */
import type { BatchFailure } from '../../signing/batch.ts';

const requests = (count: number) => (count === 1 ? '1 request' : `${count} requests`);

const done = {
  resend: (count: number) => (count === 1 ? '1 reminder sent.' : `${count} reminders sent.`),
  cancel: (count: number) => `${requests(count)} cancelled.`,
} as const;

const notDone = {
  resend: (count: number) => `${count} could not be reminded`,
  cancel: (count: number) => `${count} could not be cancelled`,
} as const;

const notPossible = {
  resend: (count: number) => `${count} cannot be reminded now`,
  cancel: (count: number) => `${count} cannot be cancelled now`,
} as const;

/** The names of the first requests, and how many `more` there are. */
const namesAnd = (names: readonly string[], more: number) =>
  more === 0 ? names.join(', ') : `${names.join(', ')} and ${more} more`;

const why: Readonly<Record<BatchFailure, string>> = {
  too_early: 'emailed less than 10 minutes ago',
  over: 'closed',
  refused: 'Box does not allow it now',
  not_allowed: 'not allowed in Box',
  gone: 'no longer in Box',
  converting: 'Box is still preparing it',
  not_connected: 'not connected to Box',
  unknown: 'Box did not answer, so it may have worked',
  unreachable: 'Box could not be reached',
  internal: 'a problem on our side',
  under_way: 'already in progress',
  not_out: 'nobody has been emailed yet',
  not_known: 'Box has not confirmed that it was sent',
  nobody_left: 'everyone has signed',
  your_turn: 'it is your turn to sign',
  all_signed: 'everyone has signed',
  not_at_box: 'not in Box',
  not_found: 'not found',
};

export const enBatch = {
  open: 'Choose several…',
  title: 'Choose several',
  back: 'Back',
  go: 'Continue',
  all: (count: number) => (count === 1 ? 'The one in this list' : `All ${count} in this list`),
  whichAll: 'Which requests',
  which: 'Or only these',
  choose: 'Choose requests',
  range: (from: number, to: number) => `${from} to ${to}`,
  newest: (most: number, count: number) =>
    `These are the newest ${most} of ${count}. To see others, search in the list first.`,
  empty: 'There is nothing in this list now. Close this to see how it is at present.',
  /** Shown for a group with more requests than the menu has room for. */
  listed: (count: number) =>
    `The newest ${count} can be chosen one by one. To choose others, search in the list first.`,
  act: 'What to do',
  acts: { resend: 'Send a reminder', cancel: 'Cancel the requests', export: 'Export as a CSV file' },
  possible: {
    resend: (count: number, all: number) => `Possible now for ${count} of ${all}`,
    cancel: (count: number, all: number) => `Possible now for ${count} of ${all}`,
    export: () => 'Opens in Excel and other programs',
  },
  noExport:
    'Exporting a CSV file needs the permission files:write, which an admin of this workspace can grant.',
  noActs: 'None of these requests can be reminded or cancelled now.',
  none: 'Choose at least one request.',
  nonePossible: {
    resend: 'None of these can be reminded now. Nothing was sent.',
    cancel: 'None of these can be cancelled now. Nothing was changed.',
    export: 'None of these requests is yours. Nothing was exported.',
  },
  check: {
    title: { resend: 'Send reminders?', cancel: 'Cancel requests?' },
    submit: { resend: 'Send reminders', cancel: 'Cancel requests' },
    close: 'Not now',
    can: {
      resend: (count: number, all: number) => `${count} of ${all} can be reminded.`,
      cancel: (count: number, all: number) => `${count} of ${all} can be cancelled.`,
    },
    how: {
      resend:
        'Box emails everyone whose turn it is. Colleagues also get a message from Sign, once a day; those who sign from Slack get only that. Box allows one reminder every 10 minutes for each request.',
      cancel: 'Nobody can sign a cancelled request any longer.',
    },
    lost: (count: number, names: readonly string[], more: number) =>
      `${count === 1 ? '1 request already has signatures' : `${count} requests already have signatures`}, and cancelling loses them: ${namesAnd(names, more)}.`,
  },
  named: (name: string, code: BatchFailure) => `${name} (${why[code]})`,
  failures: (verb: 'resend' | 'cancel', count: number, names: readonly string[], more: number) =>
    `${notDone[verb](count)}: ${namesAnd(names, more)}.`,
  /** The requests that will be left out, shown before the batch is confirmed. */
  leftOut: (verb: 'resend' | 'cancel', count: number, names: readonly string[], more: number) =>
    `${notPossible[verb](count)}: ${namesAnd(names, more)}.`,
  unnamed: 'a request',
  /** The progress of a batch. */
  progress: {
    resend: (count: number, all: number) => `⏳ Sending reminders: ${count} of ${all}…`,
    cancel: (count: number, all: number) => `⏳ Cancelling: ${count} of ${all}…`,
    export: (_count: number, all: number) => `⏳ Making a file of ${requests(all)}…`,
  },
  progressHint: 'You can close this. You will get a message from Sign when it is finished.',
  done,
  exported: (count: number) => `Your signature requests (${count})`,
  exportDone: '✅ The file is in your messages with Sign.',
  exportFailed: '⚠️ The file could not be put into Slack. Nothing was exported. Try again in a minute.',
  exportUnknown: '⚠️ Slack did not answer. If the file is not in your messages with Sign, export it again.',
  tooOld: 'This page is out of date. Close it and choose again. Nothing was changed.',
  csv: {
    file: 'signature-requests.csv',
    columns: [
      'Name',
      'Status',
      'SR number',
      'People',
      'Created (UTC)',
      'Sent (UTC)',
      'Expires (UTC)',
      'Closed (UTC)',
      'Folder',
      'Link',
    ],
    person: (name: string, state: string) => `${name}: ${state}`,
  },
};
