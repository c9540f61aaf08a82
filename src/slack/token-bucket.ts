/**
 * A token bucket that limits the work that strangers can cause: a burst, then one action per interval. All strangers
 * share it, because behind a proxy they all have one address. Nothing about them is stored.
 */

export interface TokenBucketOptions {
  /** Size of the bucket: the most tokens that it holds. */
  readonly most: number;
  /** Time (ms) after which one token is added. */
  readonly everyMs: number;
  /** The clock: milliseconds since epoch. */
  readonly now: () => number;
}

/** A token bucket, which limits how often something may happen. */
export interface TokenBucket {
  /** Takes one token. Returns false when none is left. */
  (): boolean;
  /** Returns a token that was not needed. */
  giveBack(): void;
}

/** Creates a token bucket, full at first. */
export function createTokenBucket({ most, everyMs, now }: TokenBucketOptions): TokenBucket {
  let left = most;
  let countedAt = now();
  const take = (): boolean => {
    // If the clock is set back, no tokens are removed.
    const gained = Math.max(0, (now() - countedAt) / everyMs);
    left = Math.min(most, left + gained);
    countedAt = now();
    if (left < 1) return false;
    left -= 1;
    return true;
  };
  const giveBack = (): void => {
    left = Math.min(most, left + 1);
  };
  return Object.assign(take, { giveBack });
}

/** Limits of log lines about strangers, for each level. They suffice even while many of Slack's own requests fail. */
export const strangerLineLimits = { most: 30, everyMs: 2_000 };

/**
 * Limits log lines about strangers, so that strangers cannot fill the disk. Lines over the limit are left out, and
 * their number is in the next line (`leftOut`).
 */
export function limitLines(
  write: (fields: object, line: string) => void,
  now: () => number,
): (fields: object, line: string) => void {
  const take = createTokenBucket({ ...strangerLineLimits, now });
  let leftOut = 0;
  return (fields, line) => {
    if (!take()) {
      leftOut += 1;
      return;
    }
    write(leftOut > 0 ? { ...fields, leftOut } : fields, line);
    leftOut = 0;
  };
}

type Line = (fields: object, line: string) => void;

/** A log for lines that strangers cause. Each level has its own limit, so that refusals do not crowd out failures. */
export interface StrangersLog {
  readonly info: Line;
  readonly warn: Line;
  readonly error: Line;
}

/** Creates a log with a limit for each level. */
export function createStrangersLog(
  log: { info(fields: object, line: string): void; warn: Line; error: Line },
  now: () => number,
): StrangersLog {
  const limited = (level: keyof StrangersLog): Line =>
    limitLines((fields, line) => log[level](fields, line), now);
  return { info: limited('info'), warn: limited('warn'), error: limited('error') };
}
