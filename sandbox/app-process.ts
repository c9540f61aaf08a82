/**
 * Starts the real app as a separate process, the way an operator does. Needs to know only the app's entry point, its
 * environment and the one line that it logs when it is ready.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { projectRoot } from './project-root.ts';

/** How the app's process is started. */
export interface AppOptions {
  readonly env: Readonly<Record<string, string>>;
  /** Modules to preload besides `clock-preload.ts`, as file URLs. */
  readonly preload?: readonly string[];
  /** How far (ms) the process's clock is ahead of real time when it starts. */
  readonly clockOffsetMs?: number;
  /** How long (ms) the start may take; absent: one minute. */
  readonly readyWithinMs?: number;
  /** Kills the process when it is aborted, even before the app is ready. */
  readonly killed?: AbortSignal;
}

export interface AppProcess {
  readonly pid: number;
  readonly port: number;
  /** Everything printed so far, standard output and standard error. */
  output(): string;
  /**
   * Sets the process's clock this far ahead of real time. Resolves when the process has confirmed it, has ended, or
   * has not answered for two seconds.
   */
  setClock(offsetMs: number): Promise<void>;
  /** Ends the process: SIGTERM (the default) lets it finish, SIGKILL does not. Resolves as `ended` does. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<number | null>;
  /** Resolves with the exit status when the process has ended; null: a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** The app ended before it was ready, or took too long and was killed. */
export class AppNotReady extends Error {
  /** Exit status; null when a signal ended the app. */
  readonly status: number | null;
  readonly output: string;

  constructor(status: number | null, output: string) {
    super(`the app did not start (status ${status ?? 'none'}):\n${output}`);
    this.name = 'AppNotReady';
    this.status = status;
    this.output = output;
  }
}

const entryPoint = fileURLToPath(new URL('dist/main.js', projectRoot));
const clockPreload = new URL('dist/sandbox/clock-preload.js', projectRoot).href;

/** Starts the app's process; resolves when it is ready. @throws AppNotReady when it ends first or takes too long */
export async function startAppProcess(options: AppOptions): Promise<AppProcess> {
  const preload = [clockPreload, ...(options.preload ?? [])].flatMap((url) => ['--import', url]);
  const child = spawn(process.execPath, [...preload, entryPoint], {
    // Of this process's environment only PATH is passed on: the app sees what an operator would set.
    env: {
      PATH: process.env['PATH'],
      NODE_ENV: 'production',
      CLOCK_OFFSET_MS: String(options.clockOffsetMs ?? 0),
      ...options.env,
    },
    // dotenv reads .env from the working directory, and dist/ has none.
    cwd: fileURLToPath(new URL('dist/', projectRoot)),
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    signal: options.killed,
    killSignal: 'SIGKILL',
  });
  let output = '';
  const ended = new Promise<number | null>((resolve) => {
    child.once('exit', (status) => resolve(status));
    child.on('error', (error) => {
      // Other errors, such as the one that reports a kill through the signal, concern a process, which will exit.
      if (child.pid !== undefined) return;
      output += `${error.message}\n`;
      resolve(null);
    });
  });
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const port = await readyPort(child, ended, () => output, options.readyWithinMs ?? 60_000);
  return {
    pid: child.pid ?? 0,
    port,
    output: () => output,
    setClock: (offsetMs) => setClock(child, offsetMs),
    stop: (signal = 'SIGTERM') => {
      child.kill(signal);
      return ended;
    },
    ended,
  };
}

/** How long (ms) to wait for the app to confirm a new time; a paused process cannot confirm it. */
const clockWithinMs = 2_000;

/** Sends the new time and waits for the app to confirm it: requests use another channel and could overtake it. */
async function setClock(child: ChildProcess, offsetMs: number): Promise<void> {
  if (!child.connected) return;
  await new Promise<void>((resolve) => {
    const done = (): void => {
      clearTimeout(timer);
      child.off('message', hear).off('disconnect', done);
      resolve();
    };
    const hear = (message: unknown): void => {
      if (typeof message === 'object' && message !== null && 'clockIsAt' in message) {
        if (message.clockIsAt === offsetMs) done();
      }
    };
    const timer = setTimeout(done, clockWithinMs);
    child.on('message', hear).on('disconnect', done);
    child.send({ clockOffsetMs: offsetMs });
  });
}

/** Resolves with the port from the line in which the app says that it is ready; else kills the app and throws. */
async function readyPort(
  child: ChildProcess,
  ended: Promise<number | null>,
  output: () => string,
  withinMs: number,
): Promise<number> {
  const deadline = Date.now() + withinMs;
  let status: number | null | 'running' = 'running';
  void ended.then((code) => {
    status = code;
  });
  while (status === 'running' && Date.now() < deadline) {
    const port = /"port":(\d+),"msg":"ready"/.exec(output())?.[1];
    if (port) return Number(port);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  child.kill('SIGKILL');
  throw new AppNotReady(status === 'running' ? null : status, output());
}
