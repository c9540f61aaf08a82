/** The log in a file: every line is written, and a full disk neither ends the app nor throws. */
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
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
