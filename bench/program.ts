/**
 * Starts the app, or the bare app beside it, and measures it from outside: start-up time, memory, processor time.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** A running program and its measurements. */
export interface Program {
  readonly port: number;
  /** Time (ms) from the start of the process to its line that says "ready". */
  readonly readyAfterMs: number;
  /** Returns the resident memory now (bytes). */
  memory(): number;
  /** Returns the processor time (ms) that the process has taken since its start. */
  processorMs(): number;
  stop(): Promise<void>;
  /** Kills the process with SIGKILL. Resolves when it has ended. */
  kill(): Promise<void>;
}

/** Number of clock ticks a second in `/proc`, the same on every Linux. */
const ticksPerSecond = 100;

export type Environment = Readonly<Record<string, string>>;

const dist = new URL('../', import.meta.url);
const pathInDist = (name: string): string => fileURLToPath(new URL(name, dist));
/** The arguments of `node`; the app's are those in `npm start`. */
const programs = {
  app: ['--max-semi-space-size=8', pathInDist('main.js')],
  bare: [pathInDist('bench/bare-app.js')],
} as const;

/** Starts a program. @throws with everything that it printed, when it ends before it is ready */
export async function startProgram(name: keyof typeof programs, env: Environment): Promise<Program> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, programs[name], {
    env: { PATH: process.env['PATH'], NODE_ENV: 'production', ...env },
    // dotenv reads `.env` from the working directory, and `dist/` has none.
    cwd: fileURLToPath(dist),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const port = await new Promise<number>((resolve, reject) => {
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => {
        output += text;
        const ready = /"port":(\d+),"msg":"ready"/.exec(output);
        if (ready) resolve(Number(ready[1]));
      });
    }
    void ended.then(() => reject(new Error(`${name} did not start:\n${output}`)));
  });
  const readyAfterMs = performance.now() - startedAt;
  return {
    port,
    readyAfterMs,
    memory: () =>
      Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) * 1024,
    processorMs: () => {
      // The program's name, which ends at `) `, may contain spaces. User and system time are the 12th and 13th field
      // after it.
      const [, rest = ''] = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ');
      const [user, system] = rest.split(' ').slice(11, 13).map(Number);
      return (((user ?? 0) + (system ?? 0)) * 1000) / ticksPerSecond;
    },
    stop: () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}
