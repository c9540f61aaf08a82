/**
 * When the app polls Box: how long after the last answer a request is read again, and how polling slows down as the
 * month's calls are used up. Box's webhooks report only some changes (https://developer.box.com/guides/box-sign/), so
 * every open request is polled from time to time. A poll covers all requests of one person that are due. Pure.
 */
import type { SignRequest } from './sign-request.ts';
import { statusTable } from './status.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** How long (ms) news is likely after a person pressed something that may bring it, or while Box processes files. */
export const interestForMs = 10 * minute;
/** How long (ms) any request is polled often after news from Box. */
const afterNewsMs = 3 * minute;

/** Why a request is polled: a person waits for news, signers are active, or nothing has happened for a while. */
export type Tier = 'awaited' | 'moving' | 'quiet';

interface Pace {
  /** Time between two polls (ms) while enough of the budget is left. */
  readonly intervalMs: number;
  /** Longest time between two polls (ms) with little of the budget left; see also `quietShare` and `stretchByDebt`. */
  readonly longestMs: number;
  /** Below this share of the budget, polling slows down. */
  readonly thinBelow: number;
  /** How steeply the time between two polls grows below `thinBelow`. */
  readonly power: number;
}

/** Polling of quiet requests slows down first, that of requests for which a person waits last. */
const paces: Readonly<Record<Tier, Pace>> = {
  awaited: { intervalMs: 10 * second, longestMs: 8 * minute, thinBelow: 0.3, power: 2 },
  moving: { intervalMs: 80 * second, longestMs: hour, thinBelow: 0.7, power: 3 },
  quiet: { intervalMs: 5 * minute, longestMs: 4 * hour, thinBelow: 1, power: 3 },
};

/** When the budget is overdrawn by a tenth, everything is polled half as often. */
const stretchByDebt = 10;
/** Below this share of the budget people notice that polling has slowed down. */
const noticedBelow = 0.3;

/** Whether so few calls are left that people notice how late cards are updated. */
export function isPollingSlowed(reserve: number): boolean {
  return reserve < noticedBelow;
}

/** How long (ms) signers count as active after the last news. */
const movingMs = 2 * hour;

/**
 * As the budget is used up, the time between two polls of a quiet request grows toward this share of the time since its
 * last news, where that is longer than `paces` gives, but not beyond `longestQuietMs`.
 */
const quietShare = 0.2;
const longestQuietMs = 6 * hour;

/** A request is polled this long (ms) after it should have expired in Box. */
const afterExpiryMs = 30 * second;

/** Whether the request has a card, and Box may still have news: it is open there, or its files are not ready. */
export function isAwaitingNews(record: SignRequest): boolean {
  if (record.boxId === null || !record.details.isFollowed || record.details.goneAt) return false;
  const { isAtBox, isFinal } = statusTable[record.state];
  return isAtBox && (!isFinal || isAwaitingFiles(record));
}

/** Whether everyone has signed, but Box has not yet finished the files. */
export function isAwaitingFiles({ state, details }: SignRequest): boolean {
  return state === 'signed' && !details.filesReady;
}

/** The reason for which the request would be polled now. */
export function tierOf(record: SignRequest, now: number): Tier {
  const { interestUntil, expiresAt } = record.details;
  const newsAt = newsAtOf(record);
  const isExpiring = expiresAt !== null && Math.abs(now - expiresAt - afterExpiryMs) < afterNewsMs;
  const isBusy = record.state === 'converting' || record.state === 'finalizing' || isAwaitingFiles(record);
  if (now < (interestUntil ?? 0) || now - newsAt < afterNewsMs || isExpiring) return 'awaited';
  if (isBusy && now - newsAt < interestForMs) return 'awaited';
  return now - newsAt < movingMs ? 'moving' : 'quiet';
}

/**
 * When the request is polled next (ms); null: it is not polled (`isAwaitingNews`).
 * @param reserve share of the call budget that is left, at most 1; below 0 when it is overdrawn
 * @param isCovered Box's event stream reports changes, so polling is only a fallback
 */
export function nextPollAt(
  record: SignRequest,
  now: number,
  reserve: number,
  isCovered = false,
): number | null {
  if (!isAwaitingNews(record)) return null;
  const lookedAt = Math.min(record.observedAt ?? 0, now);
  const usualMs = intervalOf(record, tierOf(record, now), now, reserve);
  if (isReadDenied(record, now)) return (record.details.refusedAt ?? 0) + afterDenialMs;
  if (isCovered)
    return lookedAt + (isAwaitingFiles(record) ? Math.max(coveredFilesMs, usualMs) : coveredCheckMs);
  const due = lookedAt + usualMs;
  const { expiresAt } = record.details;
  const expiry = expiresAt === null ? null : expiresAt + afterExpiryMs;
  return expiry !== null && lookedAt < expiry ? Math.min(due, Math.max(expiry, now)) : due;
}

/** A request that Box did not let the requester read is polled again after this time (ms). */
export const afterDenialMs = 30 * minute;

/** Whether Box has recently refused to let the requester read the request. */
export function isReadDenied({ details }: SignRequest, now: number): boolean {
  return now - (details.refusedAt ?? 0) < afterDenialMs;
}

/** Where the event stream reports changes, each request is polled once a day to check that nothing was missed. */
const coveredCheckMs = day;
/**
 * Where the stream reports changes, the shortest time between two polls (ms) while signed files are awaited: no event
 * says that they can be downloaded. The event `COMPLETED` has already caused three reads.
 */
const coveredFilesMs = 2 * minute;
/**
 * Longest time between two polls of a person where the stream reports changes. A poll that finds nothing due makes no
 * call, and notices when the stream is no longer read.
 */
const coveredPollMs = 15 * minute;

function intervalOf(record: SignRequest, tier: Tier, now: number, reserve: number): number {
  const { intervalMs, longestMs, thinBelow, power } = paces[tier];
  const quietMs = tier === 'quiet' ? Math.min(longestQuietMs, (now - newsAtOf(record)) * quietShare) : 0;
  const left = Math.min(1, Math.max(reserve, 0.005) / thinBelow);
  const debt = 1 + Math.max(0, -reserve) * stretchByDebt;
  return (
    debt * Math.min(Math.max(longestMs, quietMs), Math.max(intervalMs / left ** power, quietMs * (1 - left)))
  );
}

function newsAtOf(record: SignRequest): number {
  return record.details.newsAt ?? record.sentAt ?? record.createdAt;
}

/** Time between two readings of the event stream (ms): soon after an answer about a request, later, and at most. */
const readingMs = minute;
const quietReadingMs = 5 * minute;
const longestReadingMs = 10 * minute;

/**
 * Time until the next reading of the event stream (ms). Each is a call, so readings slow down like polling.
 * @param answeredAt when Box last answered about an open request (ms); null: nothing is open
 */
export function nextReadingIn(answeredAt: number | null, now: number, reserve: number): number {
  const isMoving = answeredAt !== null && now - answeredAt < movingMs;
  const left = Math.min(1, Math.max(reserve, 0.005) / paces.moving.thinBelow);
  return Math.min(longestReadingMs, (isMoving ? readingMs : quietReadingMs) / left);
}

/** What decides when requests are polled; see `nextPollAt`. */
interface PollFacts {
  readonly now: number;
  readonly reserve: number;
  readonly isCovered?: boolean;
}

/** How one person's requests are read in one poll: not at all, one by one, or as their whole list. */
export type PollPlan =
  | { readonly kind: 'none' }
  | { readonly kind: 'get'; readonly records: readonly SignRequest[] }
  /** One call for a page of Box's list brings as much news as a thousand gets. */
  | { readonly kind: 'list' };

/**
 * Chooses the cheaper way of reading: a get for each request that is due, or the pages of the person's list. A request
 * that is due soon counts as half a get, because reading the list saves that get.
 *
 * @param pages how many calls reading the list takes
 */
export function planPoll(
  records: readonly SignRequest[],
  { now, reserve, pages, isCovered = false }: PollFacts & { readonly pages: number },
): PollPlan {
  const due: SignRequest[] = [];
  let soon = 0;
  for (const record of records) {
    const at = nextPollAt(record, now, reserve, isCovered);
    if (at === null) continue;
    const lookedAt = record.observedAt ?? 0;
    if (at <= now) due.push(record);
    else if (now - lookedAt >= (at - lookedAt) / 2) soon += 1;
  }
  if (due.length === 0) return { kind: 'none' };
  return due.length + soon / 2 > pages ? { kind: 'list' } : { kind: 'get', records: due };
}

/** Shortest time between two polls of one person (ms). */
const shortestMs = 5_000;

/** Random share that is added to a wait of more than a minute, to spread polls that become due at the same time. */
const jitter = 0.1;

/** Time until the person's next poll (ms); null: nothing is left to poll. @param chance a random number from 0 to 1 */
export function nextPollIn(
  records: readonly SignRequest[],
  { now, reserve, isCovered = false, chance }: PollFacts & { readonly chance: number },
): number | null {
  const next = records.flatMap((record) => nextPollAt(record, now, reserve, isCovered) ?? []);
  if (next.length === 0) return null;
  const soonest = next.reduce((one, other) => Math.min(one, other)) - now;
  const waitMs = Math.max(shortestMs, isCovered ? Math.min(soonest, coveredPollMs) : soonest);
  return Math.round(waitMs * (1 + (waitMs > minute ? chance * jitter : 0)));
}

/** A token bucket of calls: how many were left in it, and when that was (ms). */
export interface CallBudget {
  readonly calls: number;
  readonly at: number;
}

const monthMs = 30 * day;
/** This share of the month's calls may be used at any time; the rest is added evenly over the month. */
const reserveShare = 0.1;

/** A month's calls as a token bucket. */
export function callBudgetOf(pollCallsPerMonth: number): {
  /** The bucket now, with the calls that were added since. */
  readonly fill: (before: CallBudget | null, now: number) => CallBudget;
  /** The share that is left, at most 1; below 0 when it is overdrawn. */
  readonly share: (bucket: CallBudget) => number;
} {
  const size = Math.max(1, pollCallsPerMonth * reserveShare);
  const perMs = (pollCallsPerMonth * (1 - reserveShare)) / monthMs;
  return {
    fill: (before, now) => {
      if (before === null) return { calls: size, at: now };
      // A clock that was set back adds nothing.
      const inflow = Math.max(0, now - before.at) * perMs;
      return { calls: Math.min(size, before.calls + inflow), at: Math.max(now, before.at) };
    },
    share: ({ calls }) => Math.min(1, calls / size),
  };
}
