/**
 * Reads the app's scopes from `manifest.yml`, their only source, and names the page on which an app is created in
 * Slack.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Fault } from '../failure.ts';

/** Every scope that the app asks for, the optional ones included. */
export function manifestScopes(): readonly string[] {
  return scopesBelow('bot');
}

/** The scopes that the person who installs the app may decline. */
export function optionalScopes(): readonly string[] {
  return scopesBelow('bot_optional');
}

/**
 * The page of Slack's console on which an app is created. The address does not contain the manifest: with it, as
 * `npm run manifest -- --link` prints the address, it has some 2,500 characters, too many for a message.
 */
export function newAppPage(): string {
  return 'https://api.slack.com/apps?new_app=1';
}

/** The list of names below `heading:`. Read without a YAML parser, since the app does not include one. */
function scopesBelow(heading: 'bot' | 'bot_optional'): readonly string[] {
  // By its place in the package, because this file's own place differs: the app is bundled, and tests are not.
  const path = createRequire(import.meta.url).resolve('#root/manifest.yml');
  const manifest = readFileSync(path, 'utf8');
  const list = new RegExp(`^( *)${heading}:\\n((?:\\1 *- .*\\n)+)`, 'm').exec(manifest)?.[2] ?? '';
  const scopes = [...list.matchAll(/- *"?([\w:.]+)"?/g)].map(([, scope]) => scope ?? '');
  if (scopes.length === 0) throw new Fault(`manifest.yml has no list of scopes below ${heading}:`);
  return scopes;
}
