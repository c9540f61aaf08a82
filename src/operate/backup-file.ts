/** The file of a backup: lines, compressed with gzip, readable by its owner alone. */
import { once } from 'node:events';
import { createReadStream, createWriteStream, existsSync } from 'node:fs';
import { link, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { createGunzip, createGzip } from 'node:zlib';
import { describeError } from '../failure.ts';
import { BackupProblem } from '../store/backup.ts';

/**
 * Writes a new file with the lines that `fill` gives. It appears under its name when it is complete.
 * @throws BackupProblem when the file exists, or cannot be written
 */
export async function writeLines<T>(
  path: string,
  fill: (write: (line: string) => Promise<void>) => Promise<T>,
): Promise<T> {
  const unfinished = `${path}.unfinished`;
  if (existsSync(path)) throw new BackupProblem(`There is a file at ${path} already.`);
  const gzip = createGzip();
  const written = pipeline(gzip, createWriteStream(unfinished, { mode: 0o600, flush: true })).catch(
    cannotWrite,
  );
  // The file may fail to open before `fill` writes its first line. That write, or the end, then throws.
  written.catch(() => undefined);
  try {
    const result = await fill(async (line) => {
      if (!gzip.write(`${line}\n`))
        // A failure of the file ends the compression too; `written` then says what failed.
        await Promise.race([once(gzip, 'drain').catch(() => written), written]);
    });
    gzip.end();
    await written;
    // Fails when the name was taken meanwhile.
    await link(unfinished, path).catch(cannotWrite);
    await rm(unfinished);
    return result;
  } catch (error) {
    gzip.destroy();
    await written.catch(() => undefined);
    await rm(unfinished, { force: true });
    throw error;
  }
}

function cannotWrite(error: unknown): never {
  throw new BackupProblem(`The backup cannot be written: ${describeError(error)}`);
}

/** The lines of the file. @throws BackupProblem when it cannot be read, is not compressed with gzip, or was cut off */
export async function* readLines(path: string): AsyncGenerator<string> {
  const gunzip = createGunzip();
  // A failure is thrown by the loop below, which reads the text.
  void pipeline(createReadStream(path), gunzip).catch(() => undefined);
  gunzip.setEncoding('utf8');
  let begun = '';
  try {
    for await (const text of gunzip) {
      const lines = `${begun}${String(text)}`.split('\n');
      begun = lines.pop() ?? '';
      yield* lines;
    }
  } catch (error) {
    if (error instanceof BackupProblem) throw error;
    const code = error instanceof Error && 'code' in error ? error.code : null;
    if (code === 'ENOENT') throw new BackupProblem(`There is no file ${path}.`);
    if (code === 'Z_DATA_ERROR') throw new BackupProblem('This is no backup of this app, or it was damaged.');
    if (code === 'Z_BUF_ERROR') throw new BackupProblem('The backup is not complete: its end is missing.');
    throw new BackupProblem(`The backup cannot be read: ${describeError(error)}`);
  }
}
