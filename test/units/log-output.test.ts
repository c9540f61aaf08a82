/**
 * The log in a file: every line is written, and a full disk neither ends the app nor throws. In a pipe, lines
 * wait for a slow reader.
 */
import { execFileSync } from 'node:child_process';
import {
  closeSync,
  constants,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  readSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logOutput } from '../../src/app/log-output.ts';

it('all lines are written to a file, and nothing else', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const path = join(folder, 'log');
  const fd = openSync(path, 'w');
  try {
    const output = logOutput(fd);
    for (const line of ['first\n', 'second\n', 'third\n']) output.write(line);
    await output.flushed(1_000);
    expect(readFileSync(path, 'utf8')).toBe('first\nsecond\nthird\n');
  } finally {
    closeSync(fd);
    rmSync(folder, { recursive: true });
  }
});

it.skipIf(!existsSync('/dev/full'))('a write to a full disk does not throw', async () => {
  const fd = openSync('/dev/full', 'w');
  try {
    const output = logOutput(fd);
    for (const line of ['first\n', 'second\n']) expect(() => output.write(line)).not.toThrow();
    await output.flushed(1_000);
  } finally {
    closeSync(fd);
  }
});

it('the output waits until a slow reader of a pipe has read all lines', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const path = join(folder, 'pipe');
  execFileSync('mkfifo', [path]);
  const reader = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const output = logOutput(openSync(path, constants.O_WRONLY | constants.O_NONBLOCK));
    const lines = Array.from({ length: 40 }, (_, index) => `${index} ${'x'.repeat(10_000)}\n`);
    for (const line of lines) output.write(line);
    let isFlushed = false;
    const flushed = output.flushed(3_600_000).then(() => {
      isFlushed = true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    expect(isFlushed).toBe(false);
    let read = '';
    await expect
      .poll(() => {
        read += readWhatIsThere(reader);
        return read;
      })
      .toBe(lines.join(''));
    await flushed;
  } finally {
    closeSync(reader);
    rmSync(folder, { recursive: true });
  }
});

function readWhatIsThere(fd: number): string {
  const bytes = Buffer.alloc(65_536);
  try {
    return bytes.toString('utf8', 0, readSync(fd, bytes));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EAGAIN') return '';
    throw error;
  }
}
