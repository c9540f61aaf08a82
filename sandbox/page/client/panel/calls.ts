/** The recorded calls, newest first, kept up to date by asking for those after the last one. */
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { sandboxAct } from '../control-api.ts';
import { useChanges } from '../live.ts';

export interface RecordedCall {
  readonly id: number;
  /** When the call was answered (ms since the epoch). */
  readonly at: number;
  readonly from: 'app' | 'Slack' | 'Box' | 'browser' | 'sandbox';
  readonly to: 'app' | 'Slack' | 'Box';
  readonly method: string;
  readonly what: string;
  readonly status: number | null;
  readonly ms: number;
  readonly problem: string | null;
}

/** The recorded calls, and the function that deletes them. */
export interface Calls {
  /** The calls; undefined until the first answer. */
  readonly calls: readonly RecordedCall[] | undefined;
  readonly error: Error | null;
  /** Deletes the calls, here and in the sandbox. */
  clear(): Promise<void>;
}

interface Answer {
  readonly run: string;
  readonly calls: readonly RecordedCall[];
}

const maxKeptCalls = 2_000;

/** Reads the calls and keeps them up to date. While paused, nothing new is shown; it is loaded afterwards. */
export function useCalls(isPaused: boolean): Calls {
  const [calls, setCalls] = useState<readonly RecordedCall[]>();
  const [error, setError] = useState<Error | null>(null);
  const reading = useRef({ isBusy: false, isStale: false, run: '', lastId: 0 });
  const read = useCallback(async (): Promise<void> => {
    const now = reading.current;
    now.isStale = true;
    if (now.isBusy) return;
    now.isBusy = true;
    try {
      while (now.isStale) {
        now.isStale = false;
        await readNewer(now, setCalls);
      }
      setError(null);
    } catch (problem) {
      setError(problem instanceof Error ? problem : new Error(String(problem)));
    } finally {
      now.isBusy = false;
    }
  }, []);
  useEffect(() => {
    if (!isPaused) void read();
  }, [isPaused, read]);
  useChanges('sandbox', () => {
    if (!isPaused) void read();
  });
  const clear = async (): Promise<void> => {
    await sandboxAct('activity/clear', {});
    setCalls([]);
  };
  return { calls, error, clear };
}

async function readNewer(
  now: { run: string; lastId: number },
  setCalls: (change: (was: readonly RecordedCall[] | undefined) => readonly RecordedCall[]) => void,
): Promise<void> {
  const answer = await sandboxAct<Answer>('activity', { after: now.lastId });
  if (answer.run !== now.run) {
    // Another run means that the sandbox was restarted and counts from the start again; `now.run` is empty at first.
    const isFirst = now.run === '';
    Object.assign(now, { run: answer.run, lastId: 0 });
    if (!isFirst) return readNewer(now, (change) => setCalls(() => change([])));
  }
  const newest = answer.calls.at(-1);
  if (newest) now.lastId = newest.id;
  setCalls((was = []) => [...answer.calls.toReversed(), ...was].slice(0, maxKeptCalls));
}
