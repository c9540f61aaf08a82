/** A person's browser in a story. It resolves the app's public address to the running app. */
import { type Browser, openBrowser } from '../../sandbox/own/browser.ts';
import type { World } from './world.ts';

export type { Browser, ShownPage } from '../../sandbox/own/browser.ts';

/** The app's public address where the world's environment names none; the browser resolves it to the app. */
export const publicUrl = 'https://sign.acme.test';

export function aBrowser(world: World): Browser {
  return openBrowser(world.env['PUBLIC_URL'] ?? publicUrl, () => `http://127.0.0.1:${world.app.port}`);
}
