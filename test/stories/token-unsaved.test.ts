/**
 * Box and Slack have issued new tokens, and the database cannot store them. The old refresh tokens are void by then, so
 * the app holds the new ones until they can be stored. Work waits meanwhile, and nobody is disconnected.
 */
// runs: http, ci
import { beforeAll, expect, inject, it } from 'vitest';
import type { Workspace } from '../../sandbox/slack/workspaces.ts';
import { allowUpdates, refuseUpdates } from '../builders/failing-writes.ts';
import { addsFileOf } from './acts.ts';
import { installs, storesConnection } from './installing.ts';
import { altersWhileQuiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const hourMs = 60 * 60_000;

stories('new tokens that could not be stored immediately', () => {
  const world = aWorld({ box: 'oauth', workspaces: 'many', withoutApp: true });
  let beta: Workspace;

  beforeAll(async () => {
    const { slack, box } = world();
    slack.oauth.rotates = true;
    beta = slack.addWorkspace({ name: 'Beta' });
    box.addUser({ login: 'ana@beta.com', name: 'Ana' });
    await storesConnection(world(), beta.teamId, beta.user('ana').id, 'ana@beta.com');
    await world().restart();
    expect(await installs(world(), beta)).toMatchObject({ status: 200 });
  });

  const refuses = (table: string): Promise<void> =>
    altersWhileQuiet(world(), refuseUpdates(inject('store'), table, 'generation'));
  const takes = (table: string): Promise<void> =>
    altersWhileQuiet(world(), allowUpdates(inject('store'), table, 'generation'));
  const renewals = () =>
    world().slack.log.filter(
      ({ method, body }) => method === 'oauth.v2.access' && body.includes('grant_type=refresh_token'),
    );
  const timesHeld = (): number => world().app.output().split('could not be stored yet').length - 1;

  it('tokens of Box: what Ana sends waits for them, and Box was asked once', async () => {
    const { box } = world();
    const ana = beta.person('ana');
    await world().passes(1.1 * hourMs);
    const file = addsFileOf(world(), 'ana@beta.com', 'Deal.pdf');
    await ana.types(`/sign ${file.url} dee@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
    await refuses('connections');
    await ana.submits();
    await expect.poll(timesHeld).toBe(1);
    await takes('connections');
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    const refreshes = box.traffic.filter(({ requestBody }) =>
      String(requestBody).includes('grant_type=refresh_token'),
    );
    expect(refreshes.map(({ status }) => status)).toEqual([200]);
    expect(box.signRequests()).toHaveLength(1);
    await ana.reloads();
  });

  it('tokens of Slack: people are asked to try again, then it works; Slack was asked once', async () => {
    const ana = beta.person('ana');
    await refuses('installations');
    const before = timesHeld();
    await world().passes(13 * hourMs);
    await ana.types('/sign workspace', { in: '#contracts' });
    await ana.sees('did not work just now', { in: '#contracts' });
    await expect.poll(timesHeld).toBe(before + 1);
    await takes('installations');
    await expect
      .poll(async () => {
        await ana.types('/sign workspace', { in: '#contracts' });
        return (await ana.ephemerals('#contracts')).some(({ plain }) =>
          plain.includes('connected to Box here'),
        );
      })
      .toBe(true);
    expect(renewals()).toHaveLength(1);
  });

  it('tokens of Slack while the app is stopped: it ends once they are stored', async () => {
    const { slack } = world();
    await world().passes(11 * hourMs);
    const before = renewals().length;
    let stopping: Promise<unknown> | null = null;
    slack.onCall(async ({ method, phase }) => {
      if (method !== 'oauth.v2.access' || phase !== 'before') return 'go';
      stopping = world().app.stop();
      // The story waits until the app accepts no more requests, so that nothing else keeps it running.
      const isThere = () => fetch(`http://127.0.0.1:${world().app.port}/healthz`).catch(() => null);
      await expect.poll(isThere).toBeNull();
      return 'go';
    });
    // Nobody waits for the new token, because the old one is still valid.
    await beta.person('ana').types('/sign workspace', { in: '#contracts' });
    await expect.poll(() => stopping).not.toBeNull();
    await stopping;
    slack.onCall(null);
    expect(renewals().slice(before)).toHaveLength(1);
    await world().restart();
    await world().passes(2 * hourMs);
    await beta.person('ana').reloads();
    await beta.person('ana').types('/sign workspace', { in: '#contracts' });
    await beta.person('ana').sees('connected to Box here', { in: '#contracts' });
    expect(world().app.output()).not.toContain('invalid_refresh_token');
  });
});
