/** Socket Mode with failing connections: every press has an effect, or the person is told. */
// runs: socket, ci
import { once } from 'node:events';
import { afterEach, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { aWorld, stories } from './world.ts';

stories('over Socket Mode', () => {
  const world = aWorld();
  const answered = { shown: null };
  const readiness = async (): Promise<number> =>
    (await fetch(`http://127.0.0.1:${world().app.port}/readyz`)).status;
  const asks = () => world().ana.types('/sign help', { in: '#contracts' });
  const connected = () => expect.poll(() => world().slack.sockets.count()).toBe(1);

  afterEach(async () => {
    const { slack } = world();
    slack.faults.clear();
    slack.onCall(null);
    slack.sockets.setRedelivery(false);
    await connected();
    expect(slack.sockets.odd).toEqual([]);
  });

  async function openForm(): Promise<void> {
    const { ana } = world();
    await ana.types(`/sign ${world().newFile().url} bo@client.com`, { in: '#contracts' });
    await ana.sees('New signature request', { in: 'modal' });
  }

  it('the app’s port serves everything but Slack’s route', async () => {
    const at = `http://127.0.0.1:${world().app.port}`;
    expect((await fetch(`${at}/healthz`)).status).toBe(200);
    expect(await readiness()).toBe(200);
    expect((await fetch(`${at}/slack/events`, { method: 'POST', body: '{}' })).status).toBe(404);
  });

  it('the app works without a gap while Slack renews the connection', async () => {
    const { slack } = world();
    const openedBefore = slack.sockets.opened();
    let isOver = false;
    const renewed = slack.sockets.refresh({ warningMs: 4_000, lingerMs: 2_000 }).then(() => {
      isOver = true;
    });
    while (!isOver) expect(await asks()).toEqual(answered);
    await renewed;
    expect(slack.sockets.opened()).toBe(openedBefore + 1);
  });

  it('a form sent without a connection stays open and says so; sent again, it goes out', async () => {
    const { ana, box, slack } = world();
    const before = box.signRequests().length;
    await openForm();
    slack.faults.next({ kind: 'delay', ms: 700, method: 'apps.connections.open' });
    slack.sockets.drop();
    expect(JSON.stringify(await ana.submits())).toContain('trouble connecting');
    await connected();
    await ana.submits();
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(box.signRequests()).toHaveLength(before + 1);
    await ana.closes({ all: true });
  });

  it('a form whose acknowledgement was lost makes one request, and shows its result', async () => {
    const { ana, box, slack } = world();
    const before = box.signRequests().length;
    await openForm();
    slack.sockets.loseNextAck();
    expect(JSON.stringify(await ana.submits())).toContain('trouble connecting');
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    expect(box.signRequests()).toHaveLength(before + 1);
    await ana.closes({ all: true });
  });

  it('a command that Slack delivers again opens one form, and says nothing else', async () => {
    const { ana, app, slack } = world();
    await ana.reloads();
    slack.sockets.setRedelivery(true);
    slack.sockets.loseNextAck();
    expect(await ana.types('/sign', { in: '#contracts' })).toEqual(answered);
    expect(slack.sockets.redelivered()).toBe(1);
    await expect.poll(() => app.output()).toContain('a view was opened by an earlier delivery');
    expect((await ana.views()).map(({ title }) => title)).toEqual(['New signature request']);
    expect(await ana.ephemerals('#contracts')).toEqual([]);
    await ana.closes({ all: true });
  });

  it('the app is not ready while Slack refuses its token, and recovers by itself', async () => {
    const { app, slack } = world();
    slack.faults.next({ kind: 'error', error: 'invalid_auth', method: 'apps.connections.open' });
    slack.sockets.drop();
    await expect.poll(readiness).toBe(503);
    expect(await asks()).toEqual({ shown: expect.stringContaining('dispatch_failed') });
    await expect.poll(readiness).toBe(200);
    expect(await asks()).toEqual(answered);
    expect(app.output()).toContain('Slack refuses SLACK_APP_TOKEN (invalid_auth)');
    expect(app.output()).not.toContain(slack.appToken);
  });

  it('unknown messages are ignored and not quoted in the log', async () => {
    const { app, slack } = world();
    const odd = [
      'PLANTED',
      'null',
      '[]',
      '{"type":"PLANTED"}',
      '{"type":"events_api","envelope_id":"1"}',
      '{"type":"events_api","envelope_id":"1","payload":{"event":"PLANTED"}}',
      '{"type":"interactive","envelope_id":"1","payload":{"type":"block_actions","actions":[{"PLANTED":1}]}}',
      '{"type":"slash_commands","envelope_id":"1","payload":{"command":"/sign","text":"PLANTED"}}',
    ];
    const ignored = () =>
      app.output().match(/ignored what Slack sent|nothing here answers this/g)?.length ?? 0;
    const before = ignored();
    for (const text of odd) slack.sockets.send(text);
    await expect.poll(() => ignored() - before).toBe(odd.length);
    expect(app.output()).not.toContain('PLANTED');
    expect(await asks()).toEqual(answered);
  });

  it('when told to stop, the app finishes its work, and Slack reports errors for later presses', async () => {
    const { ana, app, slack } = world();
    let isOpening = false;
    slack.onCall(async ({ method, phase }) => {
      if (method !== 'views.open' || phase !== 'before') return 'go';
      isOpening = true;
      return { delayMs: 500 };
    });
    const typed = ana.types('/sign', { in: '#contracts' });
    await expect.poll(() => isOpening).toBe(true);
    const ended = app.stop();
    expect(await typed).toEqual(answered);
    await ana.sees('New signature request', { in: 'modal' });
    expect(await ended).toBe(0);
    expect(await asks()).toEqual({ shown: expect.stringContaining('dispatch_failed') });
    await world().restart();
    expect(await asks()).toEqual(answered);
    await ana.closes({ all: true });
  });

  it('the app starts while others hold all connections, says so, and connects once one is free', async () => {
    const { app, slack } = world();
    await app.stop();
    const others = await Promise.all(Array.from({ length: 10 }, () => connection()));
    await world().restart();
    expect(await readiness()).toBe(503);
    expect(world().app.output()).toContain('no connection to Slack (too_many_websockets)');
    for (const other of others) other.close();
    await expect.poll(readiness).toBe(200);
    await expect.poll(() => slack.sockets.count()).toBe(1);
    expect(await asks()).toEqual(answered);
  });

  /** A connection on which Slack has said hello. */
  async function connection(): Promise<WebSocket> {
    const { slack } = world();
    const headers = { authorization: `Bearer ${slack.appToken}` };
    const answer = await fetch(`${slack.apiUrl}apps.connections.open`, { method: 'POST', headers });
    const socket = new WebSocket(((await answer.json()) as { url: string }).url);
    await once(socket, 'message');
    return socket;
  }

  it('the app does not start with a token or settings that Slack refuses, and says which', async () => {
    const { app, slack } = world();
    await app.stop();
    const otherToken = { SLACK_APP_TOKEN: 'xapp-1-A1-1-other' };
    await expect(world().restart({ env: otherToken })).rejects.toThrow('SLACK_APP_TOKEN');
    slack.sockets.setDisabled(true);
    await expect(world().restart()).rejects.toThrow('Socket Mode is switched off');
    slack.sockets.setDisabled(false);
    await world().restart();
    expect(await asks()).toEqual(answered);
  });
});
