/** The active choice of a list, which keys move. */
import { useState } from 'preact/hooks';

/** The active choice, and the functions that move it. */
export interface Active<T> {
  readonly choice: T | undefined;
  move(by: number): void;
  reset(): void;
}

/** Holds the active choice, at first the first one. It stays within the list when the list gets shorter. */
export function useActive<T>(choices: readonly T[]): Active<T> {
  const [at, setAt] = useState(0);
  const here = Math.max(0, Math.min(at, choices.length - 1));
  return {
    choice: choices[here],
    move: (by) => setAt(choices.length === 0 ? 0 : (here + by + choices.length) % choices.length),
    reset: () => setAt(0),
  };
}
