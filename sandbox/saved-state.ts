/**
 * What the sandbox saves between runs: one JSON file for each part (Slack, Box, the clock, …), always replaced as a
 * whole. Only one run at a time can use the folder, so that a second one cannot overwrite the first one's work.
 */
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';

const parts = ['slack', 'slack-beyond', 'box', 'clock', 'begun'] as const;
type Part = (typeof parts)[number];

/** Keeps the sandbox's state in a folder. */
export interface SavedState {
  /** What was saved of this part; null: nothing was. Throws when the file cannot be read. */
  read<T>(part: Part): T | null;
  /** Saves this value again after each change, at most once a second, and at the end. */
  follow(part: Part, value: object): void;
  /** Writes what is still unsaved, and stops saving. */
  end(): void;
}

const saveIntervalMs = 1_000;

const lockName = 'lock.db';

/** The subfolder for a sandbox with several workspaces: its state is kept apart from that of one with one workspace. */
export const workspacesFolder = 'workspaces';

/** The subfolder in which the app stores its data. */
export const appFolder = 'app';

/** The names that a sandbox writes into its folder, without the lock's; `--fresh` deletes them. */
const ownNames = [appFolder, ...parts.flatMap((part) => [`${part}.json`, `${part}.json.new`])];

/**
 * Opens the folder, creates it if need be, and locks it until `end`.
 * @param isFresh deletes what earlier runs left in the folder, except the subfolder for several workspaces.
 * @param reportFailedWrite called at the first write that fails, and not again before a write has succeeded.
 * @throws when another run uses the folder; with `isFresh`, when anything else is in it.
 */
export function openSavedState(
  folder: string,
  isFresh: boolean,
  reportFailedWrite: (sentence: string) => void = printError,
): SavedState {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (isFresh) mustBeOwn(folder);
  const lock = lockFolder(folder);
  if (isFresh) {
    for (const name of ownNames) rmSync(join(folder, name), { recursive: true, force: true });
  }
  const savedParts = new Map<Part, { value: object; lastWritten: string }>();
  let isFailing = false;
  const saveOrComplain = (): void => {
    try {
      save();
      isFailing = false;
    } catch (error) {
      // A failure is reported once, and saving continues: a full disk may have room again in a second.
      if (!isFailing) reportFailedWrite(`What the sandbox stores cannot be saved: ${messageOf(error)}`);
      isFailing = true;
    }
  };
  const save = (): void => {
    for (const [part, entry] of savedParts) {
      const text = JSON.stringify(entry.value);
      if (text === entry.lastWritten) continue;
      const path = join(folder, `${part}.json`);
      // The file is renamed into place, so that a crash leaves either the old file or the new one.
      writeFileSync(`${path}.new`, text, { mode: 0o600 });
      renameSync(`${path}.new`, path);
      entry.lastWritten = text;
    }
  };
  const timer = setInterval(saveOrComplain, saveIntervalMs);
  timer.unref();
  return {
    read: (part) => readJson(join(folder, `${part}.json`)),
    follow: (part, value) => {
      savedParts.set(part, { value, lastWritten: '' });
    },
    end: () => {
      clearInterval(timer);
      saveOrComplain();
      // The transaction is ended, because closing alone releases the lock only some time later.
      lock.exec('COMMIT');
      lock.close();
    },
  };
}

/** Refuses a folder with anything that no sandbox has written: its `app` may be somebody's work. */
function mustBeOwn(folder: string): void {
  const foreign = readdirSync(folder).find(
    (name) =>
      // Hidden files are passed over: the Finder leaves some in every folder that it shows.
      !name.startsWith('.') && !name.startsWith(lockName) && ![...ownNames, workspacesFolder].includes(name),
  );
  if (foreign === undefined) return;
  throw new Error(
    `${folder} has files that are not the sandbox's (${foreign}), so --fresh deletes nothing there: move them, or name another folder with --data`,
  );
}

function printError(what: string): void {
  process.stderr.write(`${what}\n`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Locks the folder until the lock is closed; the operating system releases it when the process ends in any way. */
function lockFolder(folder: string): Database.Database {
  const lock = new Database(join(folder, lockName));
  try {
    lock.pragma('busy_timeout=0');
    lock.exec('BEGIN EXCLUSIVE');
    return lock;
  } catch (error) {
    lock.close();
    if (!(error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY')) throw error;
    throw new Error('a sandbox is running already: use that one, or stop it first', { cause: error });
  }
}

/** The saved JSON of a file; null when there is no file. Throws for a file that is not JSON. */
function readJson<T>(path: string): T | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null;
    throw new Error(`${path} cannot be read; --fresh starts without it`, { cause: error });
  }
}
