/** What the sandbox keeps between runs: one JSON file for each service, replaced whole. */
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface Kept {
  /** What was kept under this name; null at the first run. */
  read<T>(name: string): T | null;
  /** Keeps the value from now on: written when it changed, at most once a second, and at the end. */
  follow(name: string, value: object): void;
  /** Writes what is left to write, and stops. */
  end(): void;
}

const everyMs = 1_000;

/** @param isFresh forgets what earlier runs left in the folder. */
export function keepIn(folder: string, isFresh: boolean): Kept {
  if (isFresh) rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const followed = new Map<string, { value: object; written: string }>();
  const save = (): void => {
    for (const [name, entry] of followed) {
      const text = JSON.stringify(entry.value);
      if (text === entry.written) continue;
      const path = join(folder, `${name}.json`);
      // Renamed into place, so that a crash leaves either the old file or the new one.
      writeFileSync(`${path}.new`, text, { mode: 0o600 });
      renameSync(`${path}.new`, path);
      entry.written = text;
    }
  };
  const timer = setInterval(save, everyMs);
  timer.unref();
  return {
    read: (name) => readJson(join(folder, `${name}.json`)),
    follow: (name, value) => {
      followed.set(name, { value, written: '' });
    },
    end: () => {
      clearInterval(timer);
      save();
    },
  };
}

function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`${path} cannot be read; --fresh starts without it`, { cause: error });
  }
}
