/**
 * Hundreds of requests from strangers to the public routes: they leave hardly any rows, and cause hardly any calls.
 */
// runs: http, embedded, ci
import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { asksForLink } from './connecting.ts';
import { formType, type HttpRequest, sendsRaw } from './forging.ts';
import { aPlainBrowser, installs } from './installing.ts';
import { quiet } from './quiet.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

/** How many rows each table has, and how many calls Slack and Box have had. */
async function countsOfRowsAndCalls({ store, slack, box }: World): Promise<Record<string, number>> {
  const rows = Object.entries(await storedRows(store));
  return {
    ...Object.fromEntries(rows.map(([table, { length }]) => [table, length])),
    toSlack: slack.log.filter(({ direction }) => direction === 'to-slack').length,
    toBox: box.traffic.length,
  };
}

const secret = (): string => randomBytes(32).toString('base64url');
const linesOf = ({ app }: World): number => app.output().split('\n').length;

/** Requests that a stranger can make, without anything that the app has issued. */
const attempts = (): readonly HttpRequest[] => [
  { method: 'GET', path: '/' },
  { method: 'GET', path: '/slack/install' },
  { method: 'GET', path: `/slack/oauth_redirect?code=1.2.3&state=${secret()}` },
  { method: 'GET', path: '/slack/oauth_redirect?error=access_denied' },
  { method: 'GET', path: `/box/connect?state=${secret()}` },
  {
    path: '/box/connect',
    headers: { 'content-type': formType, cookie: `box_connect=${secret()}` },
    body: `state=${secret()}`,
  },
  { method: 'GET', path: `/box/oauth_redirect?code=1&state=${secret()}` },
  { path: '/slack/events', headers: { 'content-type': formType }, body: 'command=/sign' },
  { method: 'GET', path: '/readyz' },
];

/** Runs `act` this many times, twenty at a time. */
async function many(count: number, act: () => Promise<unknown>): Promise<void> {
  for (let done = 0; done < count; done += 20) await Promise.all(Array.from({ length: 20 }, act));
}

stories('requests from strangers', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many' });

  it('hundreds of strangers’ requests leave no row, cause no call and fill no log', async () => {
    await quiet(world());
    const before = await countsOfRowsAndCalls(world());
    const linesBefore = linesOf(world());
    await many(60, () => Promise.all(attempts().map((one) => sendsRaw(world(), one))));
    expect(await countsOfRowsAndCalls(world())).toEqual(before);
    expect(linesOf(world()) - linesBefore).toBeLessThan(100);
  });

  it('only a few of many returns with made-up codes are checked with Slack', async () => {
    const before = await countsOfRowsAndCalls(world());
    const statuses: number[] = [];
    await many(120, async () => {
      const browser = aPlainBrowser();
      const { to } = await browser.visits(`${world().env['PUBLIC_URL']}/slack/install`);
      const state = new URL(to).searchParams.get('state') ?? '';
      const back = `${world().env['PUBLIC_URL']}/slack/oauth_redirect?code=1.2.3&state=${state}`;
      statuses.push((await browser.visits(back)).status);
    });
    expect(new Set(statuses)).toEqual(new Set([502, 429]));
    const { toSlack = 0, spent_states: spent = 0, ...others } = await countsOfRowsAndCalls(world());
    expect(toSlack - (before['toSlack'] ?? 0)).toBeLessThan(60);
    expect(spent - (before['spent_states'] ?? 0)).toBeLessThan(60);
    expect(before).toMatchObject(others);
  });

  it('opening another person’s link again and again stores nothing and causes no call', async () => {
    await world().passes(60_000);
    expect(await installs(world(), world().slack.home)).toMatchObject({ status: 200 });
    const link = await asksForLink(world().ana);
    await quiet(world());
    const before = await countsOfRowsAndCalls(world());
    expect((await aPlainBrowser().visits(link)).text).toContain('This connects Box for Ana Ruiz');
    await many(60, () => aPlainBrowser().visits(link));
    expect(await countsOfRowsAndCalls(world())).toEqual(before);
  });
});
