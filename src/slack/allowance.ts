/**
 * A token bucket that bounds what strangers can make us do: a burst, then one more per interval.
 * For all together, since behind a proxy they all come from one address. Nothing is kept of who they are.
 */

export interface AllowanceOptions {
  readonly most: number;
  /** One more after each. */
  readonly everyMs: number;
  /** Milliseconds since epoch. */
  readonly now: () => number;
}

export interface Allowance {
  /** Takes one; false: none is left. */
  (): boolean;
  /** What was taken was not needed. */
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

/** Log lines about strangers, of each level: more than a bad minute of Slack's own requests needs. */
export const linesOfStrangers = { most: 30, everyMs: 2_000 };

/**
 * Lines about what strangers do, which must not fill a disk: those that are too many are counted in the next one
 * (`leftOut`).
 */
export function fewLines(
  write: (fields: object, line: string) => void,
  now: () => number,
): (fields: object, line: string) => void {
  const take = createAllowance({ ...linesOfStrangers, now });
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

/** A log for what strangers bring about, each level with an allowance: refusals do not hide failures. */
export interface StrangersLog {
  readonly info: Line;
  readonly warn: Line;
  readonly error: Line;
}

/** Makes one of a log. */
export function logOfStrangers(
  log: { info(fields: object, line: string): void; warn: Line; error: Line },
  now: () => number,
): StrangersLog {
  const limited = (level: keyof StrangersLog): Line =>
    fewLines((fields, line) => log[level](fields, line), now);
  return { info: limited('info'), warn: limited('warn'), error: limited('error') };
}
