/** Single-flight: concurrent callers with the same key share one call. */

/** @param owner the object that is asked; the same key of another owner is another call. */
export type SingleFlight<Answer> = (
  owner: object,
  key: string,
  ask: () => Promise<Answer>,
) => Promise<Answer>;

/** Creates the memory for one kind of call. */
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
