/**
 * Encrypts single columns, by AES-256-GCM with a list of keys. A value that was encrypted for one row can be decrypted
 * for that row only, because table, column, tenant and row key are authenticated with it. So a value that a person with
 * write access to the database copies to another row is refused. Errors never contain a key or a plain text.
 */

import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { Fault } from '../failure.ts';

const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = 'v1.';

/** The one cell of a table that an encrypted value belongs to: copied into another, it cannot be decrypted. */
export interface SealedCell {
  readonly table: string;
  readonly column: string;
  readonly tenant: string;
  readonly rowKey: string;
}

/** Encrypts and decrypts the values of columns. */
export interface Secrets {
  seal(cell: SealedCell, text: string): string;
  /** Decrypts a value. Throws SecretUnreadable when no key decrypts it for this cell. */
  open(cell: SealedCell, sealed: string): string;
  /**
   * As `open`, but returns null when no key decrypts the value; for values that the app can do without. The first such
   * value of each column is reported.
   */
  openOrNull(cell: SealedCell, sealed: string): string | null;
  /** Whether the first key has encrypted the value, so that no other key is needed for it. */
  isCurrent(cell: SealedCell, sealed: string): boolean;
}

/** ENCRYPTION_KEY is missing or is not a list of keys. */
export class EncryptionKeyProblem extends Fault {
  override readonly name = 'EncryptionKeyProblem';
}

/** An encrypted column that none of the keys decrypts: its key is gone, or it was changed or moved. */
export class SecretUnreadable extends Fault {
  override readonly name = 'SecretUnreadable';

  constructor(cell: SealedCell) {
    super(
      `${cell.table}.${cell.column} cannot be decrypted: its key is missing from ENCRYPTION_KEY, or the value was altered`,
    );
  }
}

/** The result of `read`; null when it throws SecretUnreadable, so that an unreadable row can still be deleted. */
export function readableOrNull<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (error instanceof SecretUnreadable) return null;
    throw error;
  }
}

/**
 * The keys of a comma-separated list of base64 keys of 32 bytes; the first encrypts, all decrypt.
 * Throws EncryptionKeyProblem, which says which entry is wrong and never quotes it.
 */
export function parseEncryptionKeys(text: string): readonly Buffer[] {
  const entries = text.split(',').map((entry) => entry.trim());
  return entries.map((entry, index) => {
    const key = Buffer.from(entry, 'base64');
    if (/^[A-Za-z0-9+/_-]{43}=?$/.test(entry) && key.length === KEY_BYTES) return key;
    const which = entries.length === 1 ? 'it' : `key ${index + 1} of ${entries.length}`;
    throw new EncryptionKeyProblem(
      `ENCRYPTION_KEY: ${which} is not 32 bytes in base64 (openssl rand -base64 32 makes one)`,
    );
  });
}

/** A short text that names a key without giving anything of it away: the beginning of a hash. */
export function keyFingerprint(key: Buffer): string {
  return createHash('sha256').update('box-sign-for-slack key ').update(key).digest('hex').slice(0, 16);
}

/** A new random key. */
export function newEncryptionKey(): Buffer {
  return randomBytes(KEY_BYTES);
}

/**
 * Encrypts with the first key, decrypts with any.
 *
 * @param onMissed called with a message, without content, about a column with a value that cannot be decrypted and is
 * treated as absent
 */
export function createSecrets(
  keys: readonly Buffer[],
  onMissed: (message: string) => void = () => undefined,
): Secrets {
  const first = keys[0];
  if (first === undefined) throw new EncryptionKeyProblem('ENCRYPTION_KEY: there is no key');
  const missed = new Set<string>();
  const openOrNull = (cell: SealedCell, sealed: string): string | null => {
    for (const key of keys) {
      const text = tryOpen(key, cell, sealed);
      if (text !== null) return text;
    }
    return null;
  };
  return {
    seal: (cell, text) => seal(first, cell, text),
    isCurrent: (cell, sealed) => tryOpen(first, cell, sealed) !== null,
    open(cell, sealed) {
      const text = openOrNull(cell, sealed);
      if (text === null) throw new SecretUnreadable(cell);
      return text;
    },
    openOrNull(cell, sealed) {
      const text = openOrNull(cell, sealed);
      const column = `${cell.table}.${cell.column}`;
      if (text === null && !missed.has(column)) {
        missed.add(column);
        onMissed(new SecretUnreadable(cell).message);
      }
      return text;
    },
  };
}

function seal(key: Buffer, cell: SealedCell, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv, { authTagLength: TAG_BYTES });
  cipher.setAAD(associatedData(cell));
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return VERSION + Buffer.concat([iv, cipher.getAuthTag(), body]).toString('base64');
}

/** The plain text; null when this key does not decrypt the value for this cell. */
function tryOpen(key: Buffer, cell: SealedCell, sealed: string): string | null {
  if (!sealed.startsWith(VERSION)) return null;
  const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(associatedData(cell));
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  const body = decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([body, decipher.final()]).toString('utf8');
  } catch {
    // A wrong tag means "not this key, or not this cell"; the caller tries the next key.
    return null;
  }
}

/** The cell as bytes. As JSON, so that no two cells give the same bytes. */
function associatedData(cell: SealedCell): Buffer {
  return Buffer.from(JSON.stringify([cell.table, cell.column, cell.tenant, cell.rowKey]), 'utf8');
}
