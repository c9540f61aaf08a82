/** The invariants that must hold once everything has settled, each by its name; a breach names its request, if any. */
import { createHash } from 'node:crypto';
import type { Signer, StoredSignRequest } from '../../sandbox/box/state.ts';
import { cardsOfRows } from './cards.ts';
import type { ChaosWorld } from './chaos-world.ts';
import type { TrackedRequest } from './deeds.ts';
import { keyOf } from './keys.ts';

type Row = Readonly<Record<string, unknown>>;

/** A run after everything has settled. */
export interface Settled {
  readonly world: ChaosWorld;
  readonly asked: readonly TrackedRequest[];
  /** How often a message with this key was posted and its answer lost. */
  readonly lostPosts: ReadonlyMap<string, number>;
}

/** The result of checking the invariants. */
export interface Findings {
  /** The breaches of each invariant, by the invariant's name. */
  readonly breaches: ReadonlyMap<string, readonly string[]>;
  /** Duplicate messages that are expected, because Slack had accepted a post although it reported a failure. */
  readonly explained: number;
  /** How many requests, notices and cards were checked. */
  readonly checked: Readonly<Record<string, number>>;
}

/** The states of a request in Box, and what a card says in each. */
const words: Readonly<Record<string, RegExp>> = {
  converting: /Not sent yet|Box is preparing the document/,
  created: /Not sent yet|Submitted to Box/,
  sent: /Sent |\d of \d signed/,
  viewed: /Opened|opened|\d of \d signed/,
  signed: /Completed/,
  declined: /Declined/,
  cancelled: /Cancelled/,
  expired: /Expired/,
};

/** The states of a record whose request Box does not have, and what its card says in each. */
const wordsWithoutBox: Readonly<Record<string, RegExp>> = {
  not_sent: /Not sent; nobody was emailed/,
  to_check: /Not sent yet\. Check it/,
  discarded: /Discarded\. Nothing was sent|Not tracked/,
  // Only a request without fields can be unsure: signers may have been emailed, so the requester is asked what to do.
  unsure: /We couldn't confirm with Box|may have gone out all the same/,
};

export async function examine({ world, asked, lostPosts }: Settled): Promise<Findings> {
  const breaches = new Map<string, string[]>();
  const breach = (invariant: string, what: string): void => {
    breaches.set(invariant, [...(breaches.get(invariant) ?? []), what]);
  };
  const [rows, notices, jobs] = [
    await world.rows('sign_requests'),
    await world.rows('notices'),
    await world.rows('jobs'),
  ];
  const atBox = world.box.signRequests();
  const known = new Set(asked.map(({ file }) => file.id));
  let owedCount = 0;
  let cardCount = 0;
  for (const one of asked) {
    const { name } = one.planned;
    const stored = rows.filter(({ form }) => JSON.stringify(form).includes(one.file.id));
    const found = atBox.filter(({ sourceIds }) => sourceIds.includes(one.file.id));
    if (stored.length === 0) {
      if (one.isAsked) breach('accepted requests that are gone', name);
      if (found.length > 0) breach('requests at Box that the app does not know', name);
      continue;
    }
    const perId = new Set(found.map(({ given }) => given['external_id']));
    if (found.length > perId.size) breach('requests doubled at Box', `${name}: ${found.length}`);
    for (const row of stored) {
      const cards = await cardsOfRows(world, one.planned.requester, [row]);
      const [card = 'no card'] = cards.map(({ plain }) => plain);
      if (cards.length !== 1)
        breach('requests without one card', `${name}: ${cards.length}, ${row['state']}`);
      const request = found.find(({ given }) => given['external_id'] === row['id']);
      if (request === undefined) {
        const state = String(row['state']);
        const mayBe = state !== 'unsure' || one.planned.delivery === 'direct';
        if (!mayBe || !wordsWithoutBox[state]?.test(card))
          breach(
            'requests that are not at Box and do not say so',
            `${name}: ${state}, ${card.slice(0, 200)}`,
          );
        continue;
      }
      cardCount += 1;
      for (const what of cardFaults(request, row, card))
        breach("cards that differ from Box's state", `${name}: ${what}`);
      const mine = notices.filter(({ request_id }) => request_id === row['id']);
      const owed = owedBy(one, request, row);
      owedCount += owed.length;
      for (const what of noticeFaults(world, owed, mine, row)) breach('notices missing', `${name}: ${what}`);
      for (const what of unowed(owed, mine, request))
        breach('notices that nobody was owed', `${name}: ${what}`);
    }
  }
  for (const { step, last_error, state } of jobs)
    if (state === 'dead') breach('work that was given up', `${step}: ${last_error}`);
  for (const { sourceIds, id } of atBox)
    if (!sourceIds.some((source) => known.has(source))) breach('requests at Box that nobody asked for', id);
  const doubled = doubledMessages(world, lostPosts);
  for (const what of doubled.unexplained) breach('messages doubled', what);
  const checked = { requests: rows.length, cards: cardCount, notices: owedCount };
  return { breaches, explained: doubled.explained, checked };
}

function cardFaults(request: StoredSignRequest, row: Row, card: string): string[] {
  const { status } = request;
  if (row['state'] !== status) return [`is ${status} at Box, the record says ${row['state']}`];
  const wanted = words[status];
  const signed = people(request).filter(({ decision }) => decision?.type === 'signed').length;
  const isOut = status === 'sent' || status === 'viewed' || status === 'signed';
  if (wanted === undefined || !wanted.test(card))
    return [`is ${status} at Box, the card says ${card.slice(0, 200)}`];
  if (isOut && signed > 0 && !new RegExp(`\\b${signed} of \\d+ signed`).test(card))
    return [`${signed} have signed at Box, the card says ${card.slice(0, 200)}`];
  return [];
}

const people = ({ signers }: StoredSignRequest): Signer[] =>
  signers.filter(({ role }) => role !== 'final_copy_reader');

const addressHash = (email: string): string => createHash('sha256').update(email).digest('hex').slice(0, 32);

const endNoticeKinds: Readonly<Record<string, string>> = {
  signed: 'completed',
  declined: 'declined',
  cancelled: 'cancelled',
  expired: 'expired',
};

/** The notices that the requester is owed, as `kind signer`, by Box's state and by who cancelled the request. */
function owedBy(
  { planned, isCancelledInSlack }: TrackedRequest,
  request: StoredSignRequest,
  row: Row,
): string[] {
  const all = people(request);
  const signed = all.filter(({ decision }) => decision?.type === 'signed');
  const acting = all.filter(({ forwardedTo }) => forwardedTo === undefined);
  const isWhole = acting.every(({ decision }) => decision?.type === 'signed');
  const isByBox = planned.actions.some(({ action }) => action.does === 'cancels in Box');
  const isOwn = request.status === 'cancelled' && isCancelledInSlack && !isByBox;
  const end = endNoticeKinds[request.status];
  // When it was cancelled both in Slack and in Box, either may have been first, so the record decides who did it.
  const isOwnByRecord =
    request.status === 'cancelled' &&
    isCancelledInSlack &&
    isByBox &&
    JSON.stringify(row['details']).includes('cancelled":{"by');
  return [
    ...(all.length < 2 || isWhole ? [] : signed.map(({ email }) => `signed ${addressHash(email)}`)),
    ...(end === undefined || isOwn || isOwnByRecord ? [] : [`${end} `]),
  ];
}

function noticeFaults(world: ChaosWorld, owed: readonly string[], rows: readonly Row[], row: Row): string[] {
  const posted = new Set(world.slack.state.messages.map(({ metadata }) => keyOf(metadata)));
  return owed.flatMap((key) => {
    const found = rows.find(
      ({ kind, about: whom, to_user }) => `${kind} ${whom}` === key && to_user === row['requester'],
    );
    if (found === undefined) return [`${key} was never owed`];
    if (found['told_at'] === null) return [`${key} was owed and not told`];
    return posted.has(String(found['message_key'])) ? [] : [`${key} counts as told, and there is no message`];
  });
}

/**
 * Notices that are neither owed nor allowed. Allowed are those that depend on time or on bounced mail, and those about
 * signatures on a request that is completed by now.
 */
function unowed(owed: readonly string[], rows: readonly Row[], request: StoredSignRequest): string[] {
  // Only a webhook reports a bounce, and it may be lost, so this notice is not required.
  const bounced = request.bounced.length > 0 ? ['bounced'] : [];
  const others = ['expiring', 'unsent', 'unsent_next_day', ...bounced];
  const signed = people(request).filter(({ decision }) => decision?.type === 'signed');
  const may = signed.map(({ email }) => `signed ${addressHash(email)}`);
  return rows
    .filter(({ kind }) => !others.includes(String(kind)))
    .map(({ kind, about: whom }) => `${kind} ${whom}`)
    .filter((key) => !owed.includes(key) && !(request.status === 'signed' && may.includes(key)));
}

function doubledMessages({ slack }: ChaosWorld, lostPosts: ReadonlyMap<string, number>) {
  const counts = new Map<string, number>();
  for (const { metadata } of slack.state.messages) {
    const key = keyOf(metadata);
    if (key !== null) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const doubled = [...counts].filter(([, count]) => count > 1);
  const isExplained = ([key, count]: readonly [string, number]): boolean =>
    count - 1 <= (lostPosts.get(key) ?? 0);
  return {
    explained: doubled.filter(isExplained).length,
    unexplained: doubled.filter((one) => !isExplained(one)).map(([key, count]) => `${key}: ${count} times`),
  };
}
