/** English: the list of sign requests, one request in full, and the choice between several. */
import type { ListRefusal } from '../../signing/list-refusal.ts';
import type { Group } from '../../signing/request-list.ts';
import { boxAccountReasons } from './en-box-account.ts';
import { listNames } from './en-card.ts';
import { type Phrase, say, time } from './phrase.ts';

const requests = (count: number) => (count === 1 ? '1 request' : `${count} requests`);

const groupNames: Readonly<Record<Group, string>> = {
  prepare: 'To prepare',
  waiting: 'Waiting',
  completed: 'Completed',
  ended: 'Ended',
  not_sent: 'Not sent',
};

const noneIn: Readonly<Record<Group, string>> = {
  prepare: 'No requests to prepare.',
  waiting: 'No requests are waiting for signatures.',
  completed: 'No completed requests.',
  ended: 'No declined, cancelled or expired requests.',
  not_sent: 'No unsent requests.',
};

const refusals: Readonly<Record<ListRefusal, () => string>> = {
  ...boxAccountReasons,
  sign_not_enabled: () =>
    'Box refused to give this list. Your Box plan may not include Box Sign: ask your Box admin.',
  policy_forbids: () => "Your company's Box settings do not let this app read the list. Ask your Box admin.",
};

export const enList = {
  title: 'My signature requests',
  close: 'Close',
  search: 'Search',
  searchLabel: 'Name, person, address, folder or SR number',
  group: (group: Group, count: number) => `${groupNames[group]} (${count})`,
  groupSpoken: (group: Group, count: number, isChosen: boolean) =>
    `${groupNames[group]}: ${requests(count)}${isChosen ? ', shown now' : ''}`,
  asking: (asOf: number | null): Phrase =>
    asOf === null ? ['⏳ Asking Box…'] : say`⏳ Asking Box… This list is as of ${time(asOf)}.`,
  asOf: (at: number): Phrase => say`As of ${time(at)}.`,
  silent: (asOf: number | null): Phrase =>
    asOf === null
      ? ['⚠️ Box is busy or not answering. This list shows only what this app knows.']
      : say`⚠️ Box is busy or not answering. This list is as of ${time(asOf)}.`,
  refused: (why: ListRefusal, asOf: number | null): Phrase =>
    asOf === null
      ? [`⚠️ ${refusals[why]()} This list shows only what this app knows.`]
      : say`⚠️ ${refusals[why]()} This list is as of ${time(asOf)}.`,
  notConnected: (asOf: number | null): Phrase =>
    asOf === null
      ? ['Not connected to Box: this list shows only what this app knows.']
      : say`Not connected to Box: this list is as of ${time(asOf)}.`,
  askAgain: 'Ask Box again',
  madeInBox: 'created in Box',
  /** Says that the request is no longer in Box's list. @param at when Box last answered about it */
  lastSeen: (at: string) => `no longer in Box's list, last seen ${at}`,
  row: (name: string, state: string, small: string) => [name, state, small].filter(Boolean).join('\n'),
  noneYet: 'You have no signature requests yet.',
  /** Shown while Box's list of the person's requests is not known, so that requests in Box may be missing. */
  noneKnown: (canConnect: boolean) =>
    canConnect ? 'No requests here. Connect Box to see the ones in Box.' : 'No requests here.',
  noMatchKnown: (query: string, canConnect: boolean) =>
    `No requests here match "${query}".${canConnect ? ' Connect Box to see the ones in Box.' : ''}`,
  noneAsking: 'Your requests appear here as soon as Box answers.',
  noneIn,
  noMatch: (query: string) => `No requests match "${query}".`,
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  newer: 'Newer',
  older: 'Older',
  follow: 'Follow with a card',
  all: 'All my requests',
  tooOld: 'This list is out of date. Close it and open it again. Nothing was changed.',
};

export const enDetails = {
  title: 'Signature request',
  close: 'Close',
  heading: {
    people: 'People',
    facts: 'Details',
    history: 'History',
    attached: 'Attached by signers',
    copy: 'Text to copy',
  },
  approver: 'approver',
  inGroup: 'one of a group',
  signsHere: 'signs from Slack',
  inPerson: 'signs in person',
  check: {
    login: 'must sign in to Box',
    phone: 'gets a code by text message',
    cac_piv: 'must use a smart card',
  },
  person: (name: string, small: readonly string[]) =>
    small.length === 0 ? name : `${name} (${small.join(', ')})`,
  turn: (order: number) => `signing order ${order}`,
  seenBy: (at: number): Phrase => say`, first seen ${time(at)}`,
  reason: (reason: string): Phrase => [`: "${reason}"`],
  fact: (label: string, value: Phrase): Phrase => say`${label}: ${value}`,
  more: (count: number) => `${count} more`,
  numbered: (names: readonly string[]) => names.map((name, index) => `${index + 1}. ${name}`).join(' · '),
  attachedBy: (name: string) => `${name}: `,
  labels: {
    file: 'Document',
    template: 'Template',
    files: 'Documents',
    folder: 'Folder for the signed copy',
    name: 'Name',
    expires: 'Expires',
    ids: 'IDs',
    reference: 'Reference',
    sender: 'Sent by',
    made: 'Created',
    asOf: 'As of',
  },
  expiresAfter: (days: string) => `after ${days} ${days === '1' ? 'day' : 'days'}`,
  madeInBox: 'in Box',
  madeInSlack: 'in Slack',
  history: {
    accepted: 'Created',
    madeAtBox: 'Created in Box',
    confirmed: 'Send now pressed',
    created: 'Submitted to Box',
    sent: 'Sent',
    /** Says that a signer has opened the request. Except in its event stream, Box does not say when they did. */
    opened: (name: string) => `${name} had opened it by then`,
    signed: (name: string) => `${name} signed`,
    declined: (name: string) => `${name} declined`,
    lastMail: 'Last email we know of',
    cancelled: 'Cancelled in Slack',
    colleague: 'A colleague',
    /** What people did from Slack, with their names. */
    done: {
      create: (who: string) => `${who} created it in Slack`,
      send: (who: string) => `${who} pressed Send now`,
      send_again: (who: string) => `${who} had it sent again`,
      remind: (who: string) => `${who} sent a reminder`,
      cancel: (who: string) => `${who} cancelled it in Slack`,
      discard: (who: string) => `${who} discarded it`,
      share: (who: string) => `${who} shared it in a channel`,
      withdraw_card: (who: string) => `${who} withdrew it from a channel`,
    },
    tried: {
      remind: (who: string) => `${who} tried to send a reminder`,
      cancel: (who: string) => `${who} tried to cancel it`,
    },
    /** What was tried, followed by how it failed. */
    unanswered: (tried: string) => `${tried}; Box did not answer`,
    refused: (tried: string) => `${tried}; it did not work`,
    finished: 'Closed',
    line: (at: number, words: string): Phrase => say`${time(at)} — ${words}`,
  },
  anAddress: '…',
  /** The line to copy for a colleague. Its parts have no addresses. */
  copy: (name: string, state: string, link: string | null) =>
    [`${name}: ${state}`, ...(link === null ? [] : [link])].join(' '),
  copyAsOf: (when: string) => ` (as of ${when})`,
  copyState: {
    sending: 'on its way to Box.',
    prepare: 'not sent yet.',
    notSent: 'not sent.',
    putAside: 'discarded.',
    waiting: (who: string) => `waiting for ${who}.`,
    allIn: 'everyone has signed; Box is finishing the document.',
    completed: 'completed; everyone has signed.',
    declined: 'declined.',
    cancelled: 'cancelled.',
    expired: 'expired.',
    failed: 'stopped by a problem in Box.',
    gone: 'Box no longer has this request.',
    unknown: 'open it in Box to see its status.',
  },
  /** Whom the request waits for. `names`: known names; `others`: how many more people there are. */
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
  several: (typed: string, count: number) => `${requests(count)} match "${typed}". Which one?`,
  open: (count: number) =>
    count === 1 ? 'You have 1 open request.' : `You have ${count} open requests. Which one?`,
  noneOpen: 'You have no open requests.',
  noMatch: (typed: string) =>
    `No requests match "${typed}". To include requests created in Box, open All my requests.`,
  choice: (name: string, people: string, state: string) => `${name}, ${people}\n${state}`,
  matches: (typed: string) => `Your requests that match "${typed}":`,
  newest: (count: number) => `Showing the newest ${count}.`,
  refresh: 'Refresh',
  show: 'Show',
  details: 'Details',
};
