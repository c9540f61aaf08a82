/**
 * Last wins: calls with the same key run one at a time. Of those that wait, only the newest runs; the others are
 * overtaken.
 */

/**
 * Calls `ask` once the running call with this key has ended.
 *
 * @param owner calls with the same key wait for each other only for the same owner
 * @param late resolves when nobody waits for the answer any longer; the next call may then run
 * @returns the answer; `overtaken` when a newer call replaced this one; null when `late` resolved first
 */
export type LastWins<Answer> = (
  owner: object,
  key: string,
  ask: () => Promise<Answer>,
  late: Promise<null>,
) => Promise<Answer | 'overtaken' | null>;

/** Creates a queue for one kind of call. */
export function createLastWins<Answer>(): LastWins<Answer> {
  const lines = new WeakMap<object, Map<string, { newest: symbol; running: Promise<unknown> }>>();
  return async (owner, key, ask, late) => {
    const known = lines.get(owner) ?? new Map<string, { newest: symbol; running: Promise<unknown> }>();
    lines.set(owner, known);
    const line = known.get(key) ?? { newest: Symbol(), running: Promise.resolve() };
    known.set(key, line);
    const mine = Symbol();
    line.newest = mine;
    const answer = line.running.then(
      async (): Promise<Answer | 'overtaken'> => (line.newest === mine ? ask() : 'overtaken'),
    );
    const settled = Promise.race([answer, late]);
    line.running = settled.catch(() => undefined);
    try {
      return await settled;
    } finally {
      if (line.newest === mine) known.delete(key);
    }
  };
}
