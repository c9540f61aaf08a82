/**
 * Two processes on one PostgreSQL, with Slack's requests going to each in turn: what arrives twice has one effect.
 * Other stories kill one of them.
 */
// runs: http, postgres
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asksFor, createdFor, messagesAbout, onlyCard, opensForm } from './acts.ts';
import { startProxy, type TcpProxy } from './proxy.ts';
import { until } from './until.ts';
import { startWorld, stories, type World } from './world.ts';

stories('two processes', () => {
  let world: World;
  let balancer: TcpProxy;

  beforeAll(async () => {
    world = await startWorld({ mode: 'http' });
    const second = await world.second();
    balancer = await startProxy(world.app.port, second.port);
    world.slack.connectApp({ requestUrl: `http://127.0.0.1:${balancer.port}/slack/events` });
  });
  afterAll(async () => {
    await balancer.close();
    await world.close();
  });

  it('ten submissions of one form make one request', async () => {
    const { ana } = world;
    const file = world.newFile();
    await opensForm(world, `${file.url} bo@client.com`);
    expect(await ana.submits({ times: 10 })).toEqual({});
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await onlyCard(world, file.name, 'Place the fields');
    expect(createdFor(world, file).length).toBe(1);
    await ana.closes();
  });

  it('ten presses of Send now mail once, ten of Resend reminder remind once', async () => {
    const { ana, box } = world;
    const file = world.newFile();
    await asksFor(world, `${file.url} bo@client.com`, { 'Send now, without fields': true });
    await ana.sees('Goes to bo@client.com when', { in: 'modal' });
    expect(await ana.submits({ times: 10 })).toEqual({});
    await onlyCard(world, file.name, /Sent |Submitted to Box|Box is preparing/);
    await ana.closes();
    await ana.presses('Refresh', { times: 10 });
    await onlyCard(world, file.name, /Sent /);
    expect(createdFor(world, file).length).toBe(1);
    const kinds = (): string[] =>
      box
        .mails('bo@client.com')
        .filter(({ requestId }) => box.state.signRequests[requestId]?.sourceIds.includes(file.id))
        .map(({ kind }) => kind);
    await expect.poll(kinds).toEqual(['invitation']);

    await world.passes(11 * 60_000);
    await ana.presses('Refresh');
    // Waits until the card has the button again: it has none until both processes have handled the presses above.
    const offering = async () =>
      (await messagesAbout(world, file.name)).filter(({ buttons }) => buttons.includes('Resend reminder'));
    const [card] = await until(offering, (cards) => cards.length === 1, { withinMs: 30_000 });
    await ana.presses('Resend reminder', { times: 10, ...(card ? { on: card } : {}) });
    await expect.poll(kinds).toEqual(['invitation', 'reminder']);
    await onlyCard(world, file.name, /Sent /);
    const resends = box.traffic.filter(({ path }) => path.endsWith('/resend'));
    expect(resends.map(({ status }) => status)).toEqual([202]);
  });

  it('ten events of opening the messages cause one welcome', async () => {
    const { slack } = world;
    const event = { type: 'app_home_opened', user: slack.user('cy').id, channel: 'D1', tab: 'messages' };
    await slack.sendEvent(event, 10);
    const cy = slack.person('cy');
    await cy.sees('Welcome!');
    // The answer to Cy's command comes after everything that the events have caused.
    await cy.types('/sign help');
    await cy.sees('Get a Box document signed. Only you can see this.');
    expect((await cy.messages('app')).filter(({ plain }) => plain.includes('Welcome!'))).toHaveLength(1);
  });

  it('five requests in a row are each created once, whichever process runs their jobs', async () => {
    const files = [];
    for (let count = 0; count < 5; count += 1) {
      const file = world.newFile();
      files.push(file);
      await asksFor(world, `${file.url} bo@client.com`);
      await world.ana.reloads();
    }
    for (const file of files) {
      await onlyCard(world, file.name, 'Place the fields');
      expect(createdFor(world, file).length).toBe(1);
    }
  });
});
