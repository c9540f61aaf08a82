/** The file of a backup appears under its name when it is complete; otherwise nothing is left of it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { gunzipSync, gzipSync } from 'node:zlib';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readLines, writeLines } from '../../src/operate/backup-file.ts';
import { BackupProblem } from '../../src/store/backup.ts';

let folder: string;
let path: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'backup-'));
  path = join(folder, 'all.gz');
});
afterEach(() => rmSync(folder, { recursive: true }));

async function allLines(): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of readLines(path)) lines.push(line);
  return lines;
}

it('a complete file has all lines, is its owner’s alone, and is the only one', async () => {
  const lines = Array.from({ length: 2_000 }, (_, index) => `${index} ${Math.random()}`);
  const result = await writeLines(path, async (write) => {
    for (const line of lines) await write(line);
    return 'done';
  });
  expect(result).toBe('done');
  expect(readdirSync(folder)).toEqual(['all.gz']);
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(await allLines()).toEqual(lines);
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

it('a backup does not replace a file, and is not begun beside it', async () => {
  writeFileSync(path, 'of another program');
  let isFilled = false;
  const failing = writeLines(path, async () => {
    isFilled = true;
  });
  await expect(failing).rejects.toThrow(`There is a file at ${path} already.`);
  expect([isFilled, readdirSync(folder)]).toEqual([false, ['all.gz']]);
});

it('a large backup that cannot be written fails with the same sentence as a small one', async () => {
  const failing = writeLines(join(folder, 'none', 'all.gz'), async (write) => {
    for (let line = 0; line < 5_000; line += 1)
      await write('a line that does not repeat: '.padEnd(200, String(line)));
  });
  await expect(failing).rejects.toThrow(/^The backup cannot be written: .*ENOENT/);
});

it('a backup into a folder that is not there fails with the reason, and is not written elsewhere', async () => {
  const failing = writeLines(join(folder, 'none', 'all.gz'), (write) => write('a line'));
  await expect(failing).rejects.toThrow(/^The backup cannot be written: .*ENOENT/);
  expect(readdirSync(folder)).toEqual([]);
});

const bytes = gzipSync(Array.from({ length: 2_000 }, () => `${Math.random()}\n`).join(''));
it.each([
  ['is cut off', bytes.subarray(0, -40), 'The backup is not complete: its end is missing.'],
  ['is not compressed', Buffer.from('a text'), 'This is no backup of this app, or it was damaged.'],
  [
    'is damaged',
    Buffer.concat([bytes.subarray(0, 20), Buffer.alloc(50, 255), bytes.subarray(70)]),
    'This is no',
  ],
])('a file that %s is refused', async (_how, content, says) => {
  writeFileSync(path, content);
  await expect(allLines()).rejects.toThrow(says);
});

it('a file that is not there, or is a folder, is refused', async () => {
  await expect(allLines()).rejects.toThrow(`There is no file ${path}.`);
  path = folder;
  await expect(allLines()).rejects.toThrow(/^The backup cannot be read: .*EISDIR/);
});

it('what the reader of the lines throws itself is not taken for a fault of the file', async () => {
  writeFileSync(path, gzipSync('one\ntwo\n'));
  const lines = readLines(path);
  await lines.next();
  const problem = new BackupProblem('This line is wrong.');
  await expect(lines.throw(problem)).rejects.toBe(problem);
});
