/**
 * kill -9 while a token is refreshed or first issued. Before Box has refreshed it, nothing is lost. After that, the
 * only valid token is lost with the process: Ana is told once, and nothing is sent. A token just issued is revoked.
 */
// runs: http, ci
import { beforeAll, expect, it } from 'vitest';
import { asksFor, createdFor, messagesAbout, onlyCard, opensForm } from './acts.ts';
import { aBrowser } from './browser.ts';
import { asksForLink, goesToBox, livingTokens } from './connecting.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const hourMs = 60 * 60_000;
const ended = 'Box has ended your connection';

/** Ana sends, and the app is killed at its next token call. It is restarted, and a minute passes. */
async function diesRefreshing(world: World, phase: 'before' | 'applied', url: string): Promise<void> {
  await world.passes(hourMs + 60_000);
  await opensForm(world, `${url} bo@client.com`);
  const { app, box } = world;
  const stop = box.onCall((call) => {
    if (call.path !== '/oauth2/token' || call.phase !== phase) return 'go';
    process.kill(app.pid, 'SIGKILL');
    return 'drop';
  });
  expect(await world.ana.submits()).toEqual({});
  await app.ended;
  stop();
  await world.restart();
  // After a minute, the leases of the dead process have expired.
  await world.passes(60_000);
}

/** Ana cancels the request in Box. Then no request is open, so only her later actions need her token. */
async function cancelsInBox({ box, passes }: World, name: string): Promise<void> {
  const request = box.signRequests().find((one) => one.name.startsWith(name.replace('.pdf', '')));
  await box.person('ana@acme.com').cancelsInBox(request?.id ?? '');
  await passes(10_000);
}

stories('the app is killed while a token is refreshed', () => {
  const world = aWorld({ box: 'oauth' });
  beforeAll(() => world().ana.reloads());

  it('if the app is killed before Box refreshes the token, work continues by itself', async () => {
    const file = world().newFile();
    await diesRefreshing(world(), 'before', file.url);
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(await messagesAbout(world(), ended)).toEqual([]);
    await cancelsInBox(world(), file.name);
    await onlyCard(world(), file.name, '🚫 Cancelled');
    await world().ana.reloads();
  });

  it('if the app is killed after Box has refreshed it, Ana is told once to connect, and nothing was sent', async () => {
    const file = world().newFile();
    await diesRefreshing(world(), 'applied', file.url);
    await onlyCard(world(), ended, 'Connect again');
    await world().ana.sees('Nothing was sent', { in: 'modal' });
    expect(createdFor(world(), file)).toEqual([]);
    await world().ana.reloads();
    await asksFor(world(), `${world().newFile().url} bo@client.com`);
    await world().ana.sees('Connect your Box account', { in: 'modal' });
    await onlyCard(world(), ended, 'Connect again');
  });

  it('if the app is killed while Box is asked who connected, the tokens are revoked', async () => {
    const { slack, box } = world();
    box.addUser({ login: 'bo@acme.com', name: 'Bo' });
    const browser = aBrowser(world());
    const toBox = await goesToBox(browser, await asksForLink(slack.person('bo')));
    const back = await box.person('bo@acme.com').grants(toBox);
    const { app } = world();
    const stop = box.onCall((call) => {
      if (call.path !== '/2.0/users/me') return 'go';
      process.kill(app.pid, 'SIGKILL');
      return 'drop';
    });
    await expect(browser.opens(back)).rejects.toThrow();
    await app.ended;
    stop();
    expect(livingTokens(world(), 'bo@acme.com')).toHaveLength(1);
    await world().restart();
    await world().passes(3 * 60_000);
    await expect.poll(() => livingTokens(world(), 'bo@acme.com')).toEqual([]);
    expect(String((await storedRows(world().store))['connections'])).not.toContain('bo@acme.com');
  });
});
