/** English: the list of sign requests, one of them in full, and the choice between several. */
import type { Group } from '../../signing/request-list.ts';
import { listNames } from './en-card.ts';
import { type Phrase, say, time } from './phrase.ts';

const requests = (count: number) => (count === 1 ? '1 request' : `${count} requests`);

const groupNames: Readonly<Record<Group, string>> = {
  prepare: 'To prepare',
  waiting: 'Waiting',
  completed: 'Completed',
  ended: 'Ended',
};

const noneIn: Readonly<Record<Group, string>> = {
  prepare: 'Nothing to prepare.',
  waiting: 'Nobody has to sign anything of yours.',
  completed: 'Nothing is completed.',
  ended: 'Nothing was declined, cancelled or has expired.',
};

export const enList = {
  title: 'My sign requests',
  close: 'Close',
  search: 'Search',
  searchLabel: 'Names, people or addresses',
  group: (group: Group, count: number) => `${groupNames[group]} (${count})`,
  groupSpoken: (group: Group, count: number, isChosen: boolean) =>
    `${groupNames[group]}: ${requests(count)}${isChosen ? ', shown now' : ''}`,
  asking: (asOf: number | null): Phrase =>
    asOf === null ? ['⏳ Asking Box…'] : say`⏳ Asking Box… This is as of ${time(asOf)}.`,
  asOf: (at: number): Phrase => say`As of ${time(at)}.`,
  silent: (asOf: number | null): Phrase =>
    asOf === null
      ? ['⚠️ Box does not answer now. This is what this app knows by itself.']
      : say`⚠️ Box does not answer now. This is as of ${time(asOf)}.`,
  notConnected: (asOf: number | null): Phrase =>
    asOf === null
      ? ['Not connected to Box: this is what this app knows by itself.']
      : say`Not connected to Box: this is as of ${time(asOf)}.`,
  askAgain: 'Ask Box again',
  madeInBox: 'made in Box',
  /** Box's list had it last at that time, and has it no more. */
  lastSeen: (at: string) => `not in Box’s list any more, last seen ${at}`,
  row: (name: string, state: string, small: string) => [name, state, small].filter(Boolean).join('\n'),
  noneYet: 'You have not asked anybody to sign anything yet.',
  /** Where Box has not been asked: more is not known. */
  noneKnown: (canConnect: boolean) =>
    canConnect ? 'None are known here. Connect Box to see those at Box.' : 'None are known here.',
  noMatchKnown: (query: string, canConnect: boolean) =>
    `None that are known here match "${query}".${canConnect ? ' Connect Box to see those at Box.' : ''}`,
  noneAsking: 'Your requests appear here as soon as Box answers.',
  noneIn,
  noMatch: (query: string) => `Nothing here matches "${query}".`,
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  newer: 'Newer',
  older: 'Older',
  follow: 'Follow with a card',
  all: 'All my requests',
  tooOld: 'This list is too old to be used. Close it and open it again. Nothing was changed.',
};

export const enDetails = {
  title: 'Sign request',
  close: 'Close',
  heading: { people: 'People', facts: 'About it', history: 'What happened', copy: 'To copy' },
  role: { approver: 'approver', final_copy_reader: 'gets a copy' } as Readonly<Record<string, string>>,
  person: (name: string, small: readonly string[]) =>
    small.length === 0 ? name : `${name} (${small.join(', ')})`,
  turn: (order: number) => `turn ${order}`,
  seenBy: (at: number): Phrase => say`, seen by ${time(at)}`,
  reason: (reason: string): Phrase => [`: "${reason}"`],
  fact: (label: string, value: Phrase): Phrase => say`${label}: ${value}`,
  more: (count: number) => `${count} more`,
  labels: {
    file: 'Document',
    folder: 'Signed copy goes to',
    name: 'Name',
    subject: 'Subject of the mail',
    message: 'Message',
    expires: 'Expires',
    reminders: 'Reminders',
    ids: 'Ids',
    sender: 'Sent by',
    made: 'Made',
    asOf: 'As of',
  },
  remindersOn: 'on days 3, 8, 13 and 18',
  remindersOff: 'none',
  expiresAfter: (days: string) => `after ${days} ${days === '1' ? 'day' : 'days'}`,
  madeInBox: 'in Box',
  madeInSlack: 'in Slack',
  history: {
    accepted: 'asked for in Slack',
    madeAtBox: 'made in Box',
    confirmed: 'Send now was pressed',
    created: 'given to Box',
    sent: 'seen as sent',
    /** Box tells that it was opened, not when. */
    opened: (name: string) => `by then ${name} had opened it`,
    signed: (name: string) => `${name} signed`,
    declined: (name: string) => `${name} declined`,
    lastMail: 'last mail that we know of',
    cancelled: 'cancelled in Slack',
    finished: 'over',
    line: (at: number, words: string): Phrase => say`${time(at)} — ${words}`,
  },
  anAddress: '…',
  /** One line for a colleague: no addresses. */
  copy: (name: string, state: string, link: string | null) =>
    [`${name}: ${state}`, ...(link === null ? [] : [link])].join(' '),
  copyAsOf: (when: string) => ` (as of ${when})`,
  copyState: {
    sending: 'on its way to Box.',
    prepare: 'not sent yet.',
    notSent: 'not sent.',
    putAside: 'discarded.',
    waiting: (who: string) => `waiting for ${who}.`,
    allIn: 'everybody has signed, Box is finishing it.',
    completed: 'completed, everybody has signed.',
    declined: 'declined.',
    cancelled: 'cancelled.',
    expired: 'expired.',
    failed: 'stopped by a problem at Box.',
    unknown: 'look in Box for how it stands.',
  },
  /** Names, and how many there are beside whose names are not known. */
  whoIsLeft: (names: readonly string[], others: number) =>
    others === 0
      ? listNames(names)
      : [
          ...(names.length > 0 ? [listNames(names)] : []),
          others === 1 ? '1 person' : `${others} people`,
        ].join(' and '),
};

export const enStatus = {
  which: 'Which one?',
  several: (typed: string, count: number) => `${requests(count)} of yours match "${typed}". Which one?`,
  open: (count: number) =>
    count === 1 ? 'You have 1 open request.' : `You have ${count} open requests. Which one?`,
  noneOpen: 'You have no open request.',
  noMatch: (typed: string) =>
    `None of the requests that this app knows of you matches "${typed}". One that was made in Box appears once you open the list.`,
  choice: (name: string, state: string) => `${name}\n${state}`,
  matches: (typed: string) => `Requests of yours that match "${typed}":`,
  newest: (count: number) => `The newest ${count} are here.`,
  refresh: 'Refresh',
  show: 'Show',
  details: 'Details',
};
