/** A question that is asked once: whoever wants to know the same while it is being asked gets the same answer. */

/** @param owner what the question is asked of; the same key of another owner is another question. */
export type AskedOnce<Answer> = (owner: object, key: string, ask: () => Promise<Answer>) => Promise<Answer>;

/** A kind of question. */
export function createAskedOnce<Answer>(): AskedOnce<Answer> {
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
