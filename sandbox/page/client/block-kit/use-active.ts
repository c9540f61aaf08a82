/** The active choice of a list, for the keyboard. */
import { useState } from 'preact/hooks';

export interface Active<T> {
  readonly choice: T | undefined;
  move(by: number): void;
  reset(): void;
}

/** Starts at the first choice, and stays within the list when it gets shorter. */
export function useActive<T>(choices: readonly T[]): Active<T> {
  const [at, setAt] = useState(0);
  const here = Math.max(0, Math.min(at, choices.length - 1));
  return {
    choice: choices[here],
    move: (by) => setAt(choices.length === 0 ? 0 : (here + by + choices.length) % choices.length),
    reset: () => setAt(0),
  };
}
