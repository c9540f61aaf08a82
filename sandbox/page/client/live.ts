/**
 * Values that stay current without reloading: read once, and again whenever Slack, Box or the sandbox reports a
 * change. One connection serves the whole page.
 */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';

/** The control server whose changes are reported. */
export type Source = 'slack' | 'box' | 'sandbox';

/** A value that is read again whenever its source changes. */
export interface Live<T> {
  /** The last value; undefined until the first answer. */
  readonly value: T | undefined;
  /** The error of the last reading, if it failed; `value` is then from an earlier one. Null: it succeeded, or none yet. */
  readonly error: Error | null;
  /** Reads the value again now. */
  refresh(): Promise<void>;
}

const listenersOf: Readonly<Record<Source, Set<() => void>>> = {
  slack: new Set(),
  box: new Set(),
  sandbox: new Set(),
};
let feed: EventSource | null = null;

function listen(): void {
  if (feed) return;
  feed = new EventSource('/control-servers/changes');
  for (const [source, heard] of Object.entries(listenersOf)) {
    // The browser reconnects by itself. The server sends an event at the start of each connection, so that what changed
    // meanwhile is read again.
    feed.addEventListener(source, () => {
      for (const hear of heard) hear();
    });
  }
  // An error may mean that the sandbox has ended. Reading its values again then fails, which the page shows.
  feed.addEventListener('error', () => {
    for (const hear of listenersOf.sandbox) hear();
  });
}

/** Calls back at every change of the source, until the component is unmounted. */
export function useChanges(source: Source, changed: () => void): void {
  const latest = useRef(changed);
  latest.current = changed;
  useEffect(() => {
    const hear = (): void => latest.current();
    const heard = listenersOf[source];
    heard.add(hear);
    listen();
    return () => void heard.delete(hear);
  }, [source]);
}

/**
 * The result of `read`, read again when `key` or the source changes. An answer for a former key is dropped, and so is
 * one that arrives after the answer to a newer call. Any other answer is shown even while a newer call is in flight, or
 * the page would never update during frequent changes.
 */
export function useLive<T>(source: Source, key: string, read: () => Promise<T>): Live<T> {
  const [shown, setShown] = useState<{ key: string; value: T | undefined; error: Error | null }>({
    key,
    value: undefined,
    error: null,
  });
  const latest = useRef({ key, read, turn: 0, answered: 0 });
  latest.current.key = key;
  latest.current.read = read;
  const refresh = useCallback(async (): Promise<void> => {
    latest.current.turn += 1;
    const { key: asked, turn } = latest.current;
    const isWanted = (): boolean => {
      if (latest.current.key !== asked || latest.current.answered > turn) return false;
      latest.current.answered = turn;
      return true;
    };
    try {
      const value = await latest.current.read();
      if (isWanted()) setShown({ key: asked, value, error: null });
    } catch (error) {
      const said = error instanceof Error ? error : new Error(String(error));
      if (isWanted())
        setShown((was) => ({ key: asked, value: was.key === asked ? was.value : undefined, error: said }));
    }
  }, []);
  useEffect(() => void refresh(), [key, refresh]);
  useChanges(source, () => void refresh());
  const isOfKey = shown.key === key;
  return { value: isOfKey ? shown.value : undefined, error: isOfKey ? shown.error : null, refresh };
}
