/** A browser of one person in a story, which finds the app of its world behind the address that people know. */
import { type Browser, openBrowser } from '../../sandbox/own/browser.ts';
import type { World } from './world.ts';

export type { Browser, ShownPage } from '../../sandbox/own/browser.ts';

/** Where people's browsers find the app, as far as they know; this one brings them to it. */
export const publicUrl = 'https://sign.acme.test';

export function aBrowser(world: World): Browser {
  return openBrowser(world.env['PUBLIC_URL'] ?? publicUrl, () => `http://127.0.0.1:${world.app.port}`);
}
