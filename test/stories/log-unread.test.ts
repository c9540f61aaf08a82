/**
 * The program that reads the log has ended or stopped reading. The app still works, and ends when it is told
 * to.
 */
// runs: http, embedded, ci
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, constants, mkdtempSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { aWorld, stories } from './world.ts';

const main = fileURLToPath(new URL('../../dist/main.js', import.meta.url));

/** A named pipe that the app writes its log to, as to a log collector. */
interface Pipe {
  /** File descriptor for the app's output. */
  readonly input: number;
  /** Returns what has been written to the pipe so far. */
  read(): string;
  /** Fills the pipe until nothing more fits. */
  fill(): void;
  /** Closes the reading end. */
  close(): void;
}

function aPipe(folder: string): Pipe {
  const path = join(folder, 'log');
  execFileSync('mkfifo', [path]);
  const output = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  const input = openSync(path, constants.O_WRONLY | constants.O_NONBLOCK);
  let said = '';
  return {
    input,
    read() {
      const bytes = Buffer.alloc(65_536);
      said += unlessItWaits(() => bytes.toString('utf8', 0, readSync(output, bytes))) ?? '';
      return said;
    },
    fill() {
      // The last bytes are written one by one, because a larger write would not use the remaining room.
      for (const size of [4_096, 1]) while (unlessItWaits(() => writeSync(input, 'x'.repeat(size))));
    },
    close: () => closeSync(output),
  };
}

/** Runs `act`; null when it would have to wait, because there is nothing to read or no room to write. */
function unlessItWaits<T>(act: () => T): T | null {
  try {
    return act();
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return null;
    throw error;
  }
}

stories('nobody reads the log', () => {
  const world = aWorld({ withoutApp: true });

  it.each([
    ['is gone', (pipe: Pipe) => pipe.close()],
    ['only stops reading', (pipe: Pipe) => pipe.fill()],
  ])('the app still works, and ends when told to, when the reader of the log %s', async (_what, stops) => {
    const folder = mkdtempSync(join(tmpdir(), 'sign-log-'));
    const pipe = aPipe(folder);
    const env = { PATH: process.env['PATH'], ...world().env };
    const app = spawn(process.execPath, [main], { env, stdio: ['ignore', pipe.input, 'ignore'] });
    const ended = once(app, 'exit');
    try {
      await expect.poll(() => pipe.read(), { timeout: 50_000 }).toContain('"msg":"ready"');
      const port = /"port":(\d+)/.exec(pipe.read())?.[1];
      stops(pipe);
      // Each request writes a line to the log; simultaneous ones write in the same turns of the event loop.
      const requests = Array.from({ length: 25 }, () =>
        fetch(`http://127.0.0.1:${port}/slack/events`, { method: 'POST' }),
      );
      expect(new Set((await Promise.all(requests)).map(({ status }) => status))).toEqual(new Set([401]));
      expect((await fetch(`http://127.0.0.1:${port}/healthz`)).status).toBe(200);
      app.kill('SIGTERM');
      expect(await ended).toEqual([0, null]);
    } finally {
      app.kill('SIGKILL');
      closeSync(pipe.input);
      rmSync(folder, { recursive: true });
    }
  });
});
