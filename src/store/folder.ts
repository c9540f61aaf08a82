/**
 * The data folder of the embedded store: private to its owner, used by one process at a time, and home of the
 * encryption key that is generated once. Must not open `lock.db` or `store.db` with anything but SQLite: closing a
 * plain file handle would drop the locks this process holds on them (https://sqlite.org/howtocorrupt.html, 2.2).
 */
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { EncryptionKeyProblem, newEncryptionKey, parseEncryptionKeys } from './secrets.ts';

/** Another process has the data folder open. */
export class StoreInUse extends Error {
  override readonly name = 'StoreInUse';

  constructor(folder: string) {
    super(
      `The data folder ${folder} is in use by another process. Stop that process, or choose another DATA_DIR.`,
    );
  }
}

/** Keeps the handles of held locks: a handle that is garbage-collected would release its lock. */
const heldLocks = new Set<Database.Database>();

/** The name of the database file in the folder. */
export const storeFile = 'store.db';

/** Creates the folder (mode 700) when it is missing. */
export function makeFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
}

/** Whether the folder has an embedded store. Opens and creates nothing. */
export function holdsStore(folder: string): boolean {
  return existsSync(join(folder, storeFile));
}

/**
 * Locks the folder for this process; returns the function that unlocks it. The operating system unlocks it when the
 * process ends in any way. Throws StoreInUse.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock.db');
  makePrivateFile(path);
  const lock = new Database(path);
  try {
    lock.pragma('busy_timeout=0');
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    lock.close();
    if (hasCode(error, 'SQLITE_BUSY')) throw new StoreInUse(folder);
    throw error;
  }
  heldLocks.add(lock);
  return () => {
    lock.exec('ROLLBACK');
    lock.close();
    heldLocks.delete(lock);
  };
}

/** Creates an empty file that only its owner may read; leaves an existing one untouched and unopened. */
export function makePrivateFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600));
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error;
  }
}

/**
 * The keys of the embedded store: the given ones, and the one in `encryption.key`, which is generated when there is
 * no key at all. The file's key still decrypts after a move to ENCRYPTION_KEY. Call it with the folder locked. Throws
 * EncryptionKeyProblem.
 */
export function embeddedKeys(folder: string, given: string | undefined): readonly Buffer[] {
  const known = knownKeys(folder, given);
  if (known.length > 0) return known;
  const key = newEncryptionKey();
  writeKeyFile(folder, keyFile(folder), key);
  return [key];
}

/** As `embeddedKeys`, but generates no key. Throws EncryptionKeyProblem. */
export function knownKeys(folder: string, given: string | undefined): readonly Buffer[] {
  const kept = readKeyFile(keyFile(folder));
  return given === undefined ? kept : [...parseEncryptionKeys(given), ...kept];
}

function keyFile(folder: string): string {
  return join(folder, 'encryption.key');
}

function readKeyFile(path: string): readonly Buffer[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
  try {
    return parseEncryptionKeys(text);
  } catch {
    throw new EncryptionKeyProblem(
      `${path} does not hold a key of 32 bytes in base64. Restore it from a backup.`,
    );
  }
}

/**
 * Writes the key file completely or not at all. It is on the disk before the first column is encrypted with the key,
 * because data cannot be read without its key.
 */
function writeKeyFile(folder: string, path: string, key: Buffer): void {
  const unfinished = `${path}.new`;
  const file = openSync(unfinished, 'w', 0o600);
  try {
    writeSync(file, `${key.toString('base64')}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(unfinished, path);
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

function hasCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code;
}
