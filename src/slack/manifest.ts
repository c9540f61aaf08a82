/** The scopes that `manifest.yml` asks for: the one list of them, read where it stands. */

import { readFileSync } from 'node:fs';
import { Fault } from '../failure.ts';

/** The program runs bundled, from `dist/app/`, in whichever folder of `src/` this file is. */
const manifestUrl = new URL('../../manifest.yml', import.meta.url);

/** Without a parser of YAML, which is no part of what ships: a list of names below `bot:`. */
export function manifestScopes(): readonly string[] {
  const list = /^( *)bot:\n((?:\1 *- .*\n)+)/m.exec(readFileSync(manifestUrl, 'utf8'))?.[2] ?? '';
  const scopes = [...list.matchAll(/- *"?([\w:.]+)"?/g)].map(([, scope]) => scope ?? '');
  if (scopes.length === 0) throw new Fault('manifest.yml has no list of scopes');
  return scopes;
}
