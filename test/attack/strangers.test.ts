/** Strangers cannot fill the log or the store, and cannot use up what others are allowed. */
import { expect, it } from 'vitest';
import { MAX_ATTEMPTS } from '../../src/store/oauth-states.ts';
import { asksForLink } from '../stories/connecting.ts';
import { aPlainBrowser, consents, installs } from '../stories/installing.ts';
import { altersWhileQuiet, quiet } from '../stories/quiet.ts';
import { storedRows } from '../stories/stored.ts';
import { aWorld, stories } from '../stories/world.ts';
import { statusFor } from './hostile.ts';

stories('what strangers can cause', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many' });
  const lines = (): string[] => world().app.output().trimEnd().split('\n');

  it('strangers do not fill the log while the store fails, and the next line counts those left out', async () => {
    await altersWhileQuiet(world(), ['alter table oauth_states rename to elsewhere']);
    const before = lines().length;
    const paths = ['/box/connect?state=x', '/box/oauth_redirect?state=x&code=1', '/slack/events', '/readyz'];
    for (let done = 0; done < 1_000; done += 20) {
      await Promise.all(
        Array.from({ length: 20 }, (_, index) => {
          const path = paths[index % paths.length] ?? '/';
          return statusFor(world().app.port, { method: path === '/slack/events' ? 'POST' : 'GET', path });
        }),
      );
    }
    expect(lines().length - before).toBeLessThan(150);
    await altersWhileQuiet(world(), ['alter table elsewhere rename to oauth_states']);
    const after = lines().length;
    await world().passes(60_000);
    await statusFor(world().app.port, { method: 'POST', path: '/slack/events' });
    await expect.poll(() => lines().slice(after)).toContainEqual(expect.stringMatching(/"leftOut":\d+/));
  });

  it('strangers who return with one state again and again do not use up other people’s allowance', async () => {
    const browser = aPlainBrowser();
    const { home } = world().slack;
    const back = await consents(world(), home, { browser });
    expect((await browser.visits(back)).status).toBe(200);
    const state = new URL(back).searchParams.get('state') ?? '';
    const replay = (): Promise<number | null> =>
      statusFor(world().app.port, {
        method: 'GET',
        path: `/slack/oauth_redirect?code=1.2.3&state=${state}`,
        headers: { cookie: `slack_install=${state}` },
      });
    for (let done = 0; done < 200; done += 20) {
      const statuses = await Promise.all(Array.from({ length: 20 }, replay));
      expect(new Set(statuses)).toEqual(new Set([400]));
    }
    expect(await installs(world(), home)).toMatchObject({ status: 200 });
  });

  it('of many links that a person asks for, the newest few stay stored, and the last works', async () => {
    const { ana } = world();
    let link = '';
    for (let asked = 0; asked < 12; asked += 1) {
      link = await asksForLink(ana);
      await ana.closes({ all: true });
    }
    await quiet(world());
    expect((await storedRows(world().store))['oauth_states']?.length).toBeLessThanOrEqual(MAX_ATTEMPTS);
    expect((await aPlainBrowser().visits(link)).status).toBe(200);
  });
});
