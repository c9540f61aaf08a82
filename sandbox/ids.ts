/**
 * Keeps what callers name from being looked up where nothing of theirs is: `users['constructor']` of a plain
 * object is a function, and somebody could act as it.
 */

/** The same state, whose tables hold their own keys alone. */
export function ownKeysAlone<State extends object>(state: State): State {
  for (const table of Object.values(state)) {
    if (typeof table === 'object' && table !== null && !Array.isArray(table))
      Object.setPrototypeOf(table, null);
  }
  return state;
}
