/** How people install the app from their browsers, and how they are connected to Box before the app starts. */
import { expect } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { createBoxOAuth } from '../../src/box/oauth.ts';
import { workRules } from '../../src/features/work-rules.ts';
import { openStore } from '../../src/store/database.ts';
import type { World } from './world.ts';

/** The app's answer to a browser that visits an address. */
export interface VisitResult {
  readonly status: number;
  readonly text: string;
  /** The address to which the answer redirects; empty: it does not. */
  readonly to: string;
  readonly policy: string;
}

/** A browser that keeps cookies. */
export interface Browser {
  /** Requests an address of the app, and follows no redirect. Checks how the answer sets cookies. */
  visits(address: string): Promise<VisitResult>;
}

export function aPlainBrowser(): Browser {
  const cookies = new Map<string, string>();
  return {
    async visits(address) {
      const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(address, { redirect: 'manual', headers: cookie === '' ? {} : { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const [name = '', value = ''] = pair.split('=', 2);
        expect(line).toMatch(/; HttpOnly/);
        expect(line).toMatch(/; SameSite=Lax|=deleted; /);
        if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
        else cookies.set(name, value);
      }
      return {
        status: answer.status,
        text: await answer.text(),
        to: answer.headers.get('location') ?? '',
        policy: answer.headers.get('content-security-policy') ?? '',
      };
    },
  };
}

/** How a person decides on Slack's install page. */
export interface Installing {
  /** The button that the person presses; absent: Allow. */
  readonly answer?: 'allow' | 'cancel';
  readonly organisation?: boolean;
  readonly browser?: Browser;
}

/**
 * Goes from the app's install URL to Slack's page and decides. @returns the address to which Slack redirects
 */
export async function consents(
  world: World,
  where: Workspace,
  { answer = 'allow', organisation = false, browser = aPlainBrowser() }: Installing = {},
): Promise<string> {
  const begun = await browser.visits(`${world.env['PUBLIC_URL']}/slack/install`);
  expect(begun.status).toBe(302);
  expect((await fetch(begun.to)).status).toBe(200);
  const decided = new URLSearchParams({ answer, team: where.teamId, user: 'ana' });
  if (organisation) decided.set('organisation', 'yes');
  const back = await fetch(begun.to, { method: 'POST', body: decided, redirect: 'manual' });
  expect(back.status).toBe(302);
  return back.headers.get('location') ?? '';
}

/** Installs the app in a workspace. @returns the last page that the browser shows */
export async function installs(world: World, where: Workspace, how: Installing = {}): Promise<VisitResult> {
  const browser = how.browser ?? aPlainBrowser();
  return browser.visits(await consents(world, where, { ...how, browser }));
}

/** Grants access in Box with this login and writes the tokens to the app's store, before the app starts. */
export async function storesConnection(
  world: World,
  tenant: string,
  slackUserId: string,
  login: string,
): Promise<void> {
  const { box, env, store: place } = world;
  const oauth = createBoxOAuth({
    clientId: env['BOX_CLIENT_ID'] ?? '',
    clientSecret: env['BOX_CLIENT_SECRET'] ?? '',
    redirectUri: `${env['PUBLIC_URL']}/box/oauth_redirect`,
    apiUrl: box.url,
    accountUrl: box.url,
  });
  const back = await box.person(login).grants(oauth.authorizeUrl('state'));
  const found = await oauth.exchange(new URL(back).searchParams.get('code') ?? '');
  if ('refused' in found) throw new Error(`Box gave no tokens: ${found.refused}`);
  const user = await oauth.userOf(found);
  const store = await openStore({
    dataDir: place.DATA_DIR ?? '',
    databaseUrl: place.DATABASE_URL,
    encryptionKeys: env['ENCRYPTION_KEY'],
    rules: workRules,
  });
  await store.connections.save(tenant, slackUserId, { ...user, tokens: found });
  await store.close();
}
