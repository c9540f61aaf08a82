/**
 * Bounds what strangers can have us do, where each time costs something: so many at once, then one more each while.
 * For all together, since behind a proxy they all come from one address. Nothing is kept of who they are.
 */

export interface AllowanceOptions {
  readonly most: number;
  /** One more after each. */
  readonly everyMs: number;
  /** Milliseconds since epoch. */
  readonly now: () => number;
}

/** @returns a function that takes one, or says that none is left. */
export function createAllowance({ most, everyMs, now }: AllowanceOptions): () => boolean {
  let left = most;
  let countedAt = now();
  return () => {
    // A clock that is set back takes nothing away.
    const gained = Math.max(0, (now() - countedAt) / everyMs);
    left = Math.min(most, left + gained);
    countedAt = now();
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}

/** More than a bad minute of Slack's own requests needs. */
const lines = { most: 30, everyMs: 2_000 };

/**
 * Lines about what strangers do, which must not fill a disk: those that are too many are counted in the next one
 * (`leftOut`).
 */
export function fewLines(
  write: (fields: object, line: string) => void,
  now: () => number,
): (fields: object, line: string) => void {
  const take = createAllowance({ ...lines, now });
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
