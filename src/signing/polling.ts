/**
 * When the app looks at Box on its own initiative: how long after the last answer a request is looked at again, and
 * how looks thin out as the month's calls are used up. Pure. Box pushes only some changes and says nothing about
 * others (https://developer.box.com/guides/box-sign/), so every open request is looked at from time to time.
 */
import type { SignRequest } from './sign-request.ts';
import { statusTable } from './status.ts';

const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

/** For how long a person's press on a link to Box, or news from Box, makes more news likely. */
export const interestForMs = 10 * minute;
const afterNewsMs = 3 * minute;

/** Why a request is looked at: a person waits for it, signers are active, or nothing has happened for a while. */
export type Tier = 'awaited' | 'moving' | 'quiet';

interface Pace {
  /** Shortest interval between two looks. */
  readonly intervalMs: number;
  /** However little is left of the budget, it is looked at this often; less often only when the budget is overdrawn. */
  readonly longestMs: number;
  /** Below this share of the budget, looks thin out. */
  readonly thinBelow: number;
  /** How steeply they thin out. */
  readonly power: number;
}

/** Looks at quiet requests thin out first, those that a person waits for last. */
const paces: Readonly<Record<Tier, Pace>> = {
  awaited: { intervalMs: 10 * second, longestMs: 8 * minute, thinBelow: 0.3, power: 2 },
  moving: { intervalMs: 80 * second, longestMs: hour, thinBelow: 0.7, power: 3 },
  quiet: { intervalMs: 5 * minute, longestMs: 4 * hour, thinBelow: 1, power: 3 },
};

/** When the budget is overdrawn by a tenth, all looks come half as often. */
const stretchByDebt = 10;
/** Below this share of the budget people notice that looks have thinned out. */
const noticedBelow = 0.3;

/** Whether so few calls are left that cards are noticeably late. */
export function isThinnedOut(reserve: number): boolean {
  return reserve < noticedBelow;
}

/** For how long after the last news signers count as active. */
const movingMs = 2 * hour;

/** As the reserve goes down, quiet requests are looked at less and less: at most a fifth of the time that they have been quiet. */
const quietShare = 0.2;
const longestQuietMs = 6 * hour;

/** Looked at this long after Box should have let it expire. */
const afterExpiryMs = 30 * second;

/** Whether Box may still have news about it. */
export function isFollowed(record: SignRequest): boolean {
  if (record.boxId === null || !record.details.isFollowed || record.details.goneAt) return false;
  const { isAtBox, isFinal } = statusTable[record.state];
  return isAtBox && (!isFinal || isAwaitingFiles(record));
}

/** Signed, but Box has not yet finished the files. */
export function isAwaitingFiles({ state, details }: SignRequest): boolean {
  return state === 'signed' && !details.filesReady;
}

/** Why it would be looked at now. */
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
 * When it is looked at next (ms); null when Box has no more news to give.
 *
 * @param reserve share of the call budget that is left, at most 1; below 0 when it is overdrawn
 * @param isTold Box's event stream reports changes: looks are only a fallback
 */
export function nextPollAt(record: SignRequest, now: number, reserve: number, isTold = false): number | null {
  if (!isFollowed(record)) return null;
  const lookedAt = Math.min(record.observedAt ?? 0, now);
  const usualMs = intervalOf(record, tierOf(record, now), now, reserve);
  if (isReadDenied(record, now)) return (record.details.refusedAt ?? 0) + afterDenialMs;
  if (isTold) return lookedAt + (isAwaitingFiles(record) ? Math.max(toldFilesMs, usualMs) : toldCheckMs);
  const due = lookedAt + usualMs;
  const { expiresAt } = record.details;
  const expiry = expiresAt === null ? null : expiresAt + afterExpiryMs;
  return expiry !== null && lookedAt < expiry ? Math.min(due, Math.max(expiry, now)) : due;
}

/** After Box has refused a look at a request, the next one waits this much longer. */
export const afterDenialMs = 30 * minute;

/** Whether Box has recently refused a look at it. */
export function isReadDenied({ details }: SignRequest, now: number): boolean {
  return now - (details.refusedAt ?? 0) < afterDenialMs;
}

/** Where the event stream reports changes, a look checks once a day that nothing was missed. */
const toldCheckMs = day;
/** No event says that the signed files can be downloaded. After `COMPLETED` the app asks immediately and twice more. */
const toldFilesMs = 2 * minute;
/** A round that finds nothing due costs no call. It notices when the stream is no longer read. */
const toldRoundMs = 15 * minute;

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

/** How often the event stream is read while something happens, and when nothing does. */
const readingMs = minute;
const quietReadingMs = 5 * minute;
const longestReadingMs = 10 * minute;

/**
 * How long the next reading of the event stream waits (ms). Each is a call, so readings thin out like the looks.
 *
 * @param answeredAt when Box last answered about an open request (ms); null: nothing is open
 */
export function nextReadingIn(answeredAt: number | null, now: number, reserve: number): number {
  const isMoving = answeredAt !== null && now - answeredAt < movingMs;
  const left = Math.min(1, Math.max(reserve, 0.005) / paces.moving.thinBelow);
  return Math.min(longestReadingMs, (isMoving ? readingMs : quietReadingMs) / left);
}

/** What the next look depends on; each as in `nextLookAt`. */
interface PollFacts {
  readonly now: number;
  readonly reserve: number;
  readonly isTold?: boolean;
}

/** How one person's requests are looked at in one round. */
export type Round =
  | { readonly kind: 'none' }
  | { readonly kind: 'get'; readonly records: readonly SignRequest[] }
  /** One page of Box's list holds as much news as a thousand gets. */
  | { readonly kind: 'list' };

/**
 * The cheaper of the two: a get for each request that is due, or the pages of the person's list. Requests that are
 * due soon count as half, so that one list call replaces the gets that would follow it.
 *
 * @param pages how many calls their list takes
 */
export function planRound(
  records: readonly SignRequest[],
  { now, reserve, pages, isTold = false }: PollFacts & { readonly pages: number },
): Round {
  const due: SignRequest[] = [];
  let soon = 0;
  for (const record of records) {
    const at = nextPollAt(record, now, reserve, isTold);
    if (at === null) continue;
    const lookedAt = record.observedAt ?? 0;
    if (at <= now) due.push(record);
    else if (now - lookedAt >= (at - lookedAt) / 2) soon += 1;
  }
  if (due.length === 0) return { kind: 'none' };
  return due.length + soon / 2 > pages ? { kind: 'list' } : { kind: 'get', records: due };
}

/** Minimum time between two rounds of one person. */
const shortestMs = 5_000;

/** Spreads rounds that become due at the same time; only those that wait for longer than a minute. */
const jitter = 0.1;

/**
 * How long the person's next round waits (ms); null when there is nothing left to look at.
 *
 * @param chance from 0 to 1
 */
export function nextRoundIn(
  records: readonly SignRequest[],
  { now, reserve, isTold = false, chance }: PollFacts & { readonly chance: number },
): number | null {
  const next = records.flatMap((record) => nextPollAt(record, now, reserve, isTold) ?? []);
  if (next.length === 0) return null;
  const soonest = next.reduce((one, other) => Math.min(one, other)) - now;
  const waitMs = Math.max(shortestMs, isTold ? Math.min(soonest, toldRoundMs) : soonest);
  return Math.round(waitMs * (1 + (waitMs > minute ? chance * jitter : 0)));
}

/** A token bucket of calls: what is left in it, and when that was (ms). */
export interface Bucket {
  readonly calls: number;
  readonly at: number;
}

const monthMs = 30 * day;
/** A tenth of the month's calls may be used up at any time, the rest is added evenly: never more than all in a month. */
const reserveShare = 0.1;

/** A month's calls as a token bucket. */
export function bucketOf(callsPerMonth: number): {
  /** The content now. */
  readonly fill: (before: Bucket | null, now: number) => Bucket;
  /** The share that is left, at most 1; below 0 when it is overdrawn. */
  readonly share: (bucket: Bucket) => number;
} {
  const size = Math.max(1, callsPerMonth * reserveShare);
  const perMs = (callsPerMonth * (1 - reserveShare)) / monthMs;
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
