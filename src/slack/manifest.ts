/** The scopes that `manifest.yml` asks for: the one list of them, read where it stands. */

import { readFileSync } from 'node:fs';
import { Fault } from '../failure.ts';

/** The program runs bundled, from `dist/app/`, in whichever folder of `src/` this file is. */
const manifestUrl = new URL('../../manifest.yml', import.meta.url);

/** Every scope that the app asks for; those that may be left out are among them. */
export function manifestScopes(): readonly string[] {
  return scopesBelow('bot');
}

/** The scopes that the person who installs the app may leave out. */
export function optionalScopes(): readonly string[] {
  return scopesBelow('bot_optional');
}

/** Without a parser of YAML, which is no part of what ships: a list of names below `heading:`. */
function scopesBelow(heading: 'bot' | 'bot_optional'): readonly string[] {
  const manifest = readFileSync(manifestUrl, 'utf8');
  const list = new RegExp(`^( *)${heading}:\\n((?:\\1 *- .*\\n)+)`, 'm').exec(manifest)?.[2] ?? '';
  const scopes = [...list.matchAll(/- *"?([\w:.]+)"?/g)].map(([, scope]) => scope ?? '');
  if (scopes.length === 0) throw new Fault(`manifest.yml has no list of scopes below ${heading}:`);
  return scopes;
}
