/**
 * The sandbox's clock: real time plus the time by which it was moved forward. It is never set back, or past events
 * would lie in the future.
 */
export interface MovableClock {
  /** The clock's time: milliseconds since the epoch. */
  readonly now: () => number;
  /** How far (ms) the clock is ahead of real time; saved between runs. */
  readonly state: { offsetMs: number };
  /** Moves the clock forward. @throws unless `ms` is a whole number above 0, or for more than ten years in all */
  forward(ms: number): void;
}

const maxMs = 10 * 365 * 24 * 60 * 60 * 1_000;

export function createClock(state: { offsetMs: number }): MovableClock {
  return {
    now: () => Date.now() + state.offsetMs,
    state,
    forward(ms) {
      if (!Number.isSafeInteger(ms) || ms <= 0) throw new Error('The clock goes forward only');
      if (state.offsetMs + ms > maxMs) throw new Error('The clock goes ten years ahead at most');
      state.offsetMs += ms;
    },
  };
}
