/**
 * Makes look-ups by a name that a request contains safe: `users['constructor']` of a plain object is a function, so a
 * request with that name would seem to name a known user.
 */

/** Removes the prototypes of the state's tables, so that they have no inherited keys. Returns the same state. */
export function withoutInheritedKeys<State extends object>(state: State): State {
  for (const table of Object.values(state)) {
    if (typeof table === 'object' && table !== null && !Array.isArray(table))
      Object.setPrototypeOf(table, null);
  }
  return state;
}
