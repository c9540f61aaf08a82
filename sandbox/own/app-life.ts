/**
 * Starts, restarts and stops the app in a sandbox. The sandbox keeps running whatever happens to the app, as Slack
 * and Box do. One start or stop at a time, in the order they were asked for.
 */
import { AppNotReady, type AppProcess, startAppProcess } from '../app-process.ts';
import { masked } from './masking.ts';

/** What the page shows of the app's process. */
export interface AppState {
  readonly phase: 'starting' | 'ready' | 'ended';
  /** How many times the app was started: a new number means a new process. */
  readonly starts: number;
  /** Exit status of the last process; null while a process runs, or when a signal ended it. */
  readonly status: number | null;
  /** The app's last output, or why it was not set up, when it has ended without being stopped; secrets are masked. */
  readonly lastLines: readonly string[];
}

/** Starts and stops the app. */
export interface AppLife {
  readonly state: AppState;
  /** Ends the app if it runs and starts it; resolves when it is ready, or has ended instead. */
  restart(): Promise<void>;
  /** Kills the app's process, as a crash would, even one that is starting or stopping; nothing if it has ended. */
  kill(): void;
  /** Stops the app for good. */
  stop(): Promise<void>;
  /** Sets the clock of the running process; a process that starts later gets the sandbox's offset anyway. */
  setClock(offsetMs: number): Promise<void>;
}

export interface AppLifeOptions {
  readonly env: Readonly<Record<string, string>>;
  readonly clockOffsetMs: () => number;
  /** Called when the app accepts requests, on this port. When it throws, the app is stopped, with that as its reason. */
  readonly onReady: (port: number) => Promise<void>;
  readonly onChange: (state: AppState) => void;
}

const maxLines = 20;

export function createAppLife(options: AppLifeOptions): AppLife {
  let state: AppState = { phase: 'starting', starts: 0, status: null, lastLines: [] };
  let app: AppProcess | null = null;
  /** Kills the process that was started last. */
  let killing = new AbortController();
  let isStopped = false;
  let turn = Promise.resolve();
  const setState = (next: Partial<AppState>): void => {
    state = { ...state, ...next };
    options.onChange(state);
  };
  const recordEnd = (status: number | null, output: string): void => {
    app = null;
    if (!isStopped) setState({ phase: 'ended', status, lastLines: lastLinesOf(output) });
  };
  const end = async (): Promise<void> => {
    const ending = app;
    app = null;
    await ending?.stop();
  };
  const start = async (): Promise<void> => {
    if (isStopped) return;
    setState({ phase: 'starting', starts: state.starts + 1, status: null, lastLines: [] });
    killing = new AbortController();
    try {
      const started = await startAppProcess({
        env: options.env,
        clockOffsetMs: options.clockOffsetMs(),
        killed: killing.signal,
      });
      app = started;
      void started.ended.then((status) => app === started && recordEnd(status, started.output()));
      // The sandbox's clock may have been moved while the app started.
      await started.setClock(options.clockOffsetMs());
      await options.onReady(started.port);
      // The app may have been killed while it was set up.
      if (app === started) setState({ phase: 'ready' });
    } catch (error) {
      if (error instanceof AppNotReady) return recordEnd(error.status, error.output);
      await end();
      recordEnd(null, error instanceof Error ? error.message : String(error));
    }
  };
  const inTurn = (act: () => Promise<void>): Promise<void> => {
    turn = turn.then(act, act);
    return turn;
  };
  return {
    get state() {
      return state;
    },
    restart: () => inTurn(() => end().then(start)),
    kill: () => killing.abort(),
    stop: () => {
      isStopped = true;
      return inTurn(end);
    },
    setClock: async (offsetMs) => app?.setClock(offsetMs),
  };
}

function lastLinesOf(output: string): string[] {
  return masked(output).trimEnd().split('\n').slice(-maxLines);
}
