/** A person's own Box tokens: they expire after an hour, or are revoked, and people can continue working. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { anaInBox, asksFor, createdFor, onlyCard } from './acts.ts';
import { aBrowser, publicUrl } from './browser.ts';
import { connectLinkOf, grantsAccess } from './connecting.ts';
import { aWorld, stories, type World } from './world.ts';

const hourMs = 60 * 60_000;

/** The statuses of all token calls with this grant type. */
function tokenCallStatuses(world: World, kind: string): (number | null)[] {
  return world.box.traffic
    .filter(({ path, requestBody }) => path === '/oauth2/token' && String(requestBody).includes(`=${kind}&`))
    .map(({ status }) => status);
}

/** The access tokens that were issued with refresh tokens that Box still accepts. */
function currentAccessTokens({ box }: World): string[] {
  return Object.values(box.state.refreshTokens)
    .filter(({ usedAt, revoked }) => usedAt === null && !revoked)
    .map(({ accessToken }) => accessToken);
}

stories("a person's own tokens", () => {
  const world = aWorld({ box: 'oauth', env: { PUBLIC_URL: publicUrl } });

  it('requests are sent as the connected person', async () => {
    const { box } = world();
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), file.name, 'Place the fields');
    const [request] = box.signRequests().filter(({ sourceIds }) => sourceIds.includes(file.id));
    expect(box.state.users[request?.senderId ?? '']?.login).toBe('ana@acme.com');
    expect(tokenCallStatuses(world(), 'refresh_token')).toEqual([]);
    await world().ana.reloads();
  });

  it('tokens are refreshed once when they expire', async () => {
    await world().passes(hourMs + 60_000);
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(tokenCallStatuses(world(), 'refresh_token')).toEqual([200]);
    await world().ana.reloads();
  });

  it('tokens are refreshed when Box revokes one early, and nothing is sent twice', async () => {
    const before = tokenCallStatuses(world(), 'refresh_token').length;
    for (const token of currentAccessTokens(world())) world().box.revokeToken(token);
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    expect(tokenCallStatuses(world(), 'refresh_token').slice(before)).toEqual([200]);
    await world().ana.reloads();
  });

  it('work waits for a refresh while Box fails for a moment', async () => {
    await world().passes(hourMs + 60_000);
    world().box.faults.next({ path: /oauth2\/token/, kind: 'status', status: 503 });
    const file = world().newFile();
    await asksFor(world(), `${file.url} bo@client.com`);
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    await world().ana.reloads();
  });

  it('when Ana removes the app from Box she is told once, and can work again after connecting', async () => {
    const { ana, anaAtBox, box } = world();
    const before = world().newFile('Out before.pdf');
    await asksFor(world(), `${before.url} bo@client.com`);
    const card = await onlyCard(world(), before.name, 'Place the fields');
    await ana.reloads();
    box.removeAppsFrom(anaInBox(world()));
    const calls = box.traffic.length;
    await ana.presses('Refresh', { on: card, times: 5 });
    await onlyCard(world(), 'Box has ended your connection', 'Connect again');
    await onlyCard(world(), before.name, 'we last checked');

    const file = world().newFile('After.pdf');
    await asksFor(world(), `${file.url} bo@client.com`);
    const page = await grantsAccess(aBrowser(world()), await connectLinkOf(ana), anaAtBox);
    expect(page.text).toContain('is now connected to the Box account ana@acme.com');
    expect(refreshStatuses(world(), calls)).toEqual([400]);
    await ana.sees('Sending as ana@acme.com in Box', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), file.name, 'Place the fields');
    expect(createdFor(world(), file)).toHaveLength(1);
    const over = await onlyCard(world(), 'had ended your connection', 'since connected again');
    expect(over.buttons).toEqual([]);
    await ana.reloads();
  });

  it('tokens that end before a form is sent lead to one sentence and a Connect button, and then all is well', async () => {
    const { ana, anaAtBox, box } = world();
    box.removeAppsFrom(anaInBox(world()));
    const file = world().newFile('Ended.pdf');
    await asksFor(world(), `${file.url} bo@client.com`);
    const form = await ana.sees('Nothing was sent', { in: 'modal' });
    expect(form).toMatch(
      /Your Box account was not connected\. Connect it, then try again\..*\n\[Connect Box\]/,
    );
    expect(form).not.toMatch(/Not connected|runs this app/);
    await ana.presses('Connect Box');
    await grantsAccess(aBrowser(world()), await connectLinkOf(ana), anaAtBox);
    const again = await ana.sees('Sending as ana@acme.com in Box', { in: 'modal' });
    expect(again).not.toMatch(/Nothing was sent|not connected/);
    expect(again).toContain(file.url);
    expect(await ana.submits()).toEqual({});
    await onlyCard(world(), file.name, 'Place the fields');
    const messages = await ana.messages('app');
    expect(messages.filter(({ buttons }) => buttons.includes('Connect Box'))).toEqual([]);
  });
});

/** The statuses of all calls with a refresh token since this position in the traffic. */
function refreshStatuses({ box }: World, since: number): (number | null)[] {
  return box.traffic
    .slice(since)
    .filter(
      ({ path, requestBody }) => path === '/oauth2/token' && String(requestBody).includes('=refresh_token&'),
    )
    .map(({ status }) => status);
}
