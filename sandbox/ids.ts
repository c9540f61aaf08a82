/**
 * Makes look-ups by names from callers safe: `users['constructor']` of a plain object is a function, and a caller
 * could act as it.
 */

/** Returns the same state, with tables that have no inherited keys. */
export function withoutInheritedKeys<State extends object>(state: State): State {
  for (const table of Object.values(state)) {
    if (typeof table === 'object' && table !== null && !Array.isArray(table))
      Object.setPrototypeOf(table, null);
  }
  return state;
}
