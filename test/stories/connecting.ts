/** How people connect their Box accounts in stories: in Slack, on the app's pages and on Box's consent page. */
import { beforeAll, expect } from 'vitest';
import type { BoxPerson } from '../../sandbox/box/person.ts';
import { linkOn } from '../../sandbox/own/browser.ts';
import type { Person } from '../../sandbox/slack/person.ts';
import { asksFor, onlyCard } from './acts.ts';
import { aBrowser, type Browser, publicUrl, type ShownPage } from './browser.ts';
import { aWorld, type World } from './world.ts';

/** A world in which everyone connects their own account, and nobody has yet. */
export function aWorldToConnectIn(): () => World {
  const world = aWorld({ withoutApp: true });
  beforeAll(async () => {
    await startsApp(world());
  });
  return world;
}

/** Starts or restarts the app of this world; `more` overrides its environment. */
export async function startsApp(world: World, more: Record<string, string> = {}): Promise<void> {
  await world.restart({ env: { ...connectingEnv(world), ...more } });
}

const registered = new WeakMap<World, Record<string, string>>();

function connectingEnv(world: World): Record<string, string> {
  const known = registered.get(world);
  if (known) return known;
  const { clientId, clientSecret } = world.box.addApp({
    redirectUris: [`${publicUrl}/box/oauth_redirect`],
  });
  const env = {
    BOX_DEVELOPER_TOKEN: '',
    BOX_DEVELOPER_SLACK_USER: '',
    BOX_CLIENT_ID: clientId,
    BOX_CLIENT_SECRET: clientSecret,
    BOX_ACCOUNT_URL: world.box.url,
    PUBLIC_URL: publicUrl,
  };
  registered.set(world, env);
  return env;
}

/** The connection link in the modal on top of this person's screen. */
export async function connectLinkOf(person: Person): Promise<string> {
  await person.sees('This link is just for you', { in: 'modal' });
  const { url } = await person.presses('Connect Box', { on: 'modal' });
  if (!url) throw new Error('the button leads nowhere');
  return url;
}

/** Types `/sign connect` and returns the link that it shows. Older modals are closed first. */
export async function asksForLink(person: Person): Promise<string> {
  await person.reloads();
  expect(await person.types('/sign connect', { in: 'app' })).toEqual({ shown: null });
  return connectLinkOf(person);
}

/** Follows the link through the app's page to Box's consent page; returns that page's address. */
export async function goesToBox(browser: Browser, link: string): Promise<string> {
  return linkOn(await browser.submits(await browser.opens(link)));
}

/** Follows the link and grants access as this Box account; returns the last page. */
export async function grantsAccess(browser: Browser, link: string, atBox: BoxPerson): Promise<ShownPage> {
  return browser.opens(await atBox.grants(await goesToBox(browser, link)));
}

/** Connects a person whose Box login is their Slack address. */
export async function connects(world: World, person: Person, atBox: BoxPerson): Promise<void> {
  const page = await grantsAccess(aBrowser(world), await asksForLink(person), atBox);
  expect(page.text).toContain('Connected');
  await person.sees(`Connected to Box as ${atBox.address}`, { in: 'modal' });
  await person.closes();
}

/** Ana sends this file, connects her Box account on the way, and the request is created. */
export async function connectsAndSends(
  world: World,
  file: { readonly url: string; readonly name: string },
): Promise<void> {
  const { ana, anaAtBox } = world;
  await asksFor(world, `${file.url} bo@client.com`);
  const page = await grantsAccess(aBrowser(world), await connectLinkOf(ana), anaAtBox);
  expect(page.text).toContain('is now connected to the Box account ana@acme.com');
  await ana.sees('Sending as ana@acme.com in Box', { in: 'modal' });
  expect(await ana.submits()).toEqual({});
  await onlyCard(world, file.name, 'Place the fields');
}

/** Connects a person whose address does not prove that the Box account is theirs, by the code in their browser. */
export async function connectsByCode(world: World, person: Person, atBox: BoxPerson): Promise<void> {
  const page = await grantsAccess(aBrowser(world), await asksForLink(person), atBox);
  await person.sees('6-digit code from your browser', { in: 'modal' });
  await person.fills({ Code: codeOn(page) });
  expect(await person.submits()).toEqual({});
  await person.sees(`Connected to Box as ${atBox.address}`, { in: 'modal' });
  await person.closes();
}

/** The code that a page shows. */
export function codeOn(page: ShownPage): string {
  const code = /class="code"[^>]*>(\d{6})</.exec(page.html)?.[1];
  if (code === undefined) throw new Error(`there is no code on: ${page.text}`);
  return code;
}

/** The app's refresh tokens for this account that Box still accepts. */
export function livingTokens({ box }: World, login: string): string[] {
  return Object.entries(box.state.refreshTokens)
    .filter(([, { userId, usedAt, revoked }]) => {
      return box.state.users[userId]?.login === login && usedAt === null && !revoked;
    })
    .map(([token]) => token);
}
