/** The file of a backup appears under its name when it is complete; otherwise nothing is left of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeLines } from '../../src/operate/backup-file.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  path = join(folder, 'all.gz');
});
afterEach(() => rmSync(folder, { recursive: true }));

it('a complete file has all lines, and is the only one', async () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => `${index} ${Math.random()}`);
  const result = await writeLines(path, async (write) => {
    for (const line of lines) await write(line);
    return 'done';
  });
  expect(result).toBe('done');
  expect(readdirSync(folder)).toEqual(['all.gz']);
  expect(gunzipSync(readFileSync(path)).toString()).toBe(`${lines.join('\n')}\n`);
});

it('a backup that fails midway leaves no file', async () => {
  const failing = writeLines(path, async (write) => {
    await write('a line');
    // The file is there by now.
    while (readdirSync(folder).length === 0) await setImmediate();
    throw new TypeError('the database is gone');
  });
  await expect(failing).rejects.toThrow('the database is gone');
  expect(readdirSync(folder)).toEqual([]);
});

it('a file that took the name meanwhile is left as it is', async () => {
  const failing = writeLines(path, async (write) => {
    await write('a line');
    writeFileSync(path, 'of another program');
  });
  await expect(failing).rejects.toThrow('The backup cannot be written');
  expect(readdirSync(folder)).toEqual(['all.gz']);
  expect(readFileSync(path, 'utf8')).toBe('of another program');
});
