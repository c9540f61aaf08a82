/** Decides which colleagues a reminder reaches in Slack, in addition to Box's email: each at most once a day. Pure. */
import { colleaguesAsked } from './asking.ts';
import type { Details, Signer, SignRequest } from './sign-request.ts';

/** A colleague is reminded of a request in Slack at most once in this time (ms). */
const nudgeEveryMs = 24 * 60 * 60_000;

/** Slack user ids of the colleagues who were reminded in Slack less than a day ago. */
export function recentlyNudged({ details }: SignRequest, now: number): readonly string[] {
  return (details.nudged ?? []).flatMap(({ user, at }) => (at > now - nudgeEveryMs ? [user] : []));
}

/**
 * The signers who sign from Slack and whom a reminder now does not reach in Slack, because they were reminded there
 * less than a day ago.
 */
export function skippedSigners(record: SignRequest, now: number): readonly Signer[] {
  const lately = (record.details.nudged ?? []).filter(({ at }) => at < now && at > now - nudgeEveryMs);
  return record.signers.filter(
    ({ signsHere, slackUserId }) => signsHere && lately.some(({ user }) => user === slackUserId),
  );
}

/** Slack user ids of the colleagues whom a reminder now reaches in Slack: on turn, and not reminded within a day. */
export function nudgesDue(record: SignRequest, now: number): readonly string[] {
  const known = recentlyNudged(record, now);
  return colleaguesAsked(record, now).filter((user) => !known.includes(user));
}

/**
 * The changed details after a reminder: the colleagues on turn were reminded in Slack, too, except those who had been
 * reminded there less than a day before.
 */
export function withNudges(record: SignRequest, now: number): Pick<Details, 'nudged'> {
  const known = recentlyNudged(record, now);
  const due = nudgesDue(record, now);
  const lately = (record.details.nudged ?? []).filter(({ user }) => known.includes(user));
  return { nudged: [...lately, ...due.map((user) => ({ user, at: now }))] };
}

/** The colleagues who were reminded in Slack between the two records. */
export function newlyNudged(before: SignRequest, after: SignRequest): NonNullable<Details['nudged']> {
  const known = before.details.nudged ?? [];
  return (after.details.nudged ?? []).filter(
    ({ user, at }) => !known.some((one) => one.user === user && one.at === at),
  );
}
