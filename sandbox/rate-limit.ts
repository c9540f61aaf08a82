/**
 * Rate limits by sliding windows: at most a number of calls of a kind within a time. The caller passes the sandbox's
 * time, so moving that clock forward makes room. Calls are kept in memory only: a restart resets them.
 */

/** A limit of a service: at most `most` calls within `windowMs`. */
export interface RateRule {
  readonly most: number;
  readonly windowMs: number;
}

export class RateLimiter {
  readonly #calls = new Map<string, number[]>();

  /**
   * Counts a call under each of these kinds, if all of them have room.
   * @returns whole seconds until there is room, at least 1; null when the call was counted.
   */
  take(kinds: ReadonlyMap<string, RateRule>, now: number): number | null {
    let waitMs = 0;
    for (const [kind, rule] of kinds) {
      const recent = (this.#calls.get(kind) ?? []).filter((at) => at > now - rule.windowMs);
      this.#calls.set(kind, recent);
      const blocking = recent.at(-rule.most);
      if (blocking !== undefined) waitMs = Math.max(waitMs, blocking + rule.windowMs - now);
    }
    if (waitMs > 0) return Math.max(1, Math.ceil(waitMs / 1000));
    for (const kind of kinds.keys()) this.#calls.get(kind)?.push(now);
    return null;
  }
}
