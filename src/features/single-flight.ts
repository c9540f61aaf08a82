/** Single-flight: concurrent callers with the same key share one call. */

/**
 * Makes a call, or shares the call in flight. @param owner calls are shared only for the same owner and key
 */
export type SingleFlight<Answer> = (
  owner: object,
  key: string,
  ask: () => Promise<Answer>,
) => Promise<Answer>;

/** Creates a single-flight for one kind of call. */
export function createSingleFlight<Answer>(): SingleFlight<Answer> {
  const underWay = new WeakMap<object, Map<string, Promise<Answer>>>();
  return async (owner, key, ask) => {
    const asked = underWay.get(owner) ?? new Map<string, Promise<Answer>>();
    underWay.set(owner, asked);
    const answer = asked.get(key) ?? ask();
    asked.set(key, answer);
    try {
      return await answer;
    } finally {
      asked.delete(key);
    }
  };
}
