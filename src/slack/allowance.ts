/**
 * A token bucket that limits the work strangers can cause: a burst, then one more per interval. Shared by all of
 * them, since behind a proxy they all come from one address. Nothing is kept about who they are.
 */

export interface AllowanceOptions {
  readonly most: number;
  /** One token is added after each interval. */
  readonly everyMs: number;
  /** Milliseconds since epoch. */
  readonly now: () => number;
}

export interface Allowance {
  /** Takes one; false: none is left. */
  (): boolean;
  /** Returns a token that was not needed. */
  giveBack(): void;
}

/** A token bucket, full at first. */
export function createAllowance({ most, everyMs, now }: AllowanceOptions): Allowance {
  let left = most;
  let countedAt = now();
  const take = (): boolean => {
    // A clock that is set back takes nothing away.
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

/** Log lines about strangers, for each level: more than a bad minute of Slack's own requests needs. */
export const strangerLineLimits = { most: 30, everyMs: 2_000 };

/**
 * Log lines about what strangers do, which must not fill a disk: those over the limit are counted in the next one
 * (`leftOut`).
 */
export function limitLines(
  write: (fields: object, line: string) => void,
  now: () => number,
): (fields: object, line: string) => void {
  const take = createAllowance({ ...strangerLineLimits, now });
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

/** A log for what strangers cause, with an allowance for each level: refusals do not crowd out failures. */
export interface StrangersLog {
  readonly info: Line;
  readonly warn: Line;
  readonly error: Line;
}

/** Wraps a log with these allowances. */
export function createStrangersLog(
  log: { info(fields: object, line: string): void; warn: Line; error: Line },
  now: () => number,
): StrangersLog {
  const limited = (level: keyof StrangersLog): Line =>
    limitLines((fields, line) => log[level](fields, line), now);
  return { info: limited('info'), warn: limited('warn'), error: limited('error') };
}
