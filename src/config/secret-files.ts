/**
 * Secrets in files, as containers are given them: `NAME_FILE` is the path of a file that holds the value of `NAME`
 * (https://docs.docker.com/compose/how-tos/use-secrets/). Neither a path nor a value is ever quoted.
 */
import { readFileSync, statSync } from 'node:fs';

/** The variables that may be read from a file: all secrets. */
export const secretNames: readonly string[] = [
  'SLACK_APP_TOKEN',
  'SLACK_SIGNING_SECRET',
  'SLACK_BOT_TOKEN',
  'SLACK_CLIENT_SECRET',
  'SLACK_STATE_SECRET',
  'BOX_CLIENT_SECRET',
  'BOX_DEVELOPER_TOKEN',
  'BOX_WEBHOOK_PRIMARY_KEY',
  'BOX_WEBHOOK_SECONDARY_KEY',
  'DATABASE_URL',
  'ENCRYPTION_KEY',
];

/** The largest file that is read (bytes): far larger than any secret. */
const maxBytes = 65_536;

/** The contents of the files, and why the other files were not read or hold no secret; both by `NAME`. */
export interface SecretsInFiles {
  readonly values: ReadonlyMap<string, string>;
  readonly wrong: ReadonlyMap<string, string>;
}

/** Reads the file of each secret that has one. Blanks around its content, such as a last line break, are dropped. */
export function readSecretFiles(env: Readonly<Record<string, string | undefined>>): SecretsInFiles {
  const values = new Map<string, string>();
  const wrong = new Map<string, string>();
  for (const name of secretNames) {
    const path = env[`${name}_FILE`]?.trim() ?? '';
    if (path === '') continue;
    const read = (env[name]?.trim() ?? '') === '' ? readSecret(path) : { wrong: `is set, and so is ${name}` };
    if ('wrong' in read) wrong.set(name, read.wrong);
    else values.set(name, read.value);
  }
  return { values, wrong };
}

function readSecret(path: string): { readonly value: string } | { readonly wrong: string } {
  try {
    const stat = statSync(path);
    // Only regular files are read: reading a pipe might never end.
    if (!stat.isFile()) return { wrong: 'is the path of something that is no file' };
    if (stat.size > maxBytes) return { wrong: 'is the path of a file that is too large for a secret' };
    const value = readFileSync(path, 'utf8').trim();
    return value === '' ? { wrong: 'is the path of an empty file' } : { value };
  } catch (error) {
    // Only the code is repeated, because the error's message quotes the path.
    const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
    return { wrong: `is the path of a file that cannot be read${code}` };
  }
}
