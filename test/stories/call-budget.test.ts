/** When the month's calls to Box run low, cards are updated less often, and admins and the operator are told. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { asksFor, onlyCard } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const slowedDown = /polling of Box has slowed down/;

stories('a small budget of calls', () => {
  const world = aWorld({ env: { BOX_CALLS_PER_MONTH: '100' }, conversionMs: 60_000 });
  const timesSaid = () => world().app.output().split(slowedDown).length - 1;
  const polls = () => world().box.traffic.filter(({ path }) => /sign_requests\/./.test(path)).length;

  it('the log says that polling has slowed down, but not at each poll, and admins see it when they ask', async () => {
    const { ana } = world();
    const file = world().newFile('Budget.pdf');
    await asksFor(world(), `${file.url} bo@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.presses('Place the fields');
    await ana.closes();
    for (let poll = 0; poll < 9; poll += 1) {
      const before = polls();
      await world().passes(40_000);
      await expect.poll(polls).toBeGreaterThan(before);
    }
    await expect.poll(timesSaid).toBe(1);
    await world().passes(60_000);
    world().slack.addUser({ handle: 'boss', name: 'Boss', isAdmin: true });
    const boss = world().slack.person('boss');
    await boss.types('/sign workspace', { in: 'app' });
    await boss.sees(/Cards are updated less often/, { in: 'app' });
    const help = 'set up webhooks or read the event stream (BOX_EVENTS) or raise BOX_CALLS_PER_MONTH';
    await boss.sees(help, { in: 'app' });
    expect(world().app.output()).toContain('webhooks, BOX_EVENTS=enterprise, a larger BOX_CALLS_PER_MONTH');
    expect(timesSaid()).toBe(1);
  });

  it('a request that Box took a minute to prepare is reported as sent in spite of the budget', async () => {
    const { ana } = world();
    // With the last call used up, the next poll is more than eight minutes away; after an hour it is surely due.
    const before = polls();
    await world().passes(61 * 60_000);
    await expect.poll(polls).toBeGreaterThan(before);
    await asksFor(world(), `${world().newFile('Long.pdf').url} bo@client.com`, {
      'Send now, without fields': true,
    });
    await ana.sees('Goes to', { in: 'modal' });
    await ana.submits();
    await ana.closes();
    await onlyCard(world(), 'Long.pdf', 'Box is preparing');
    await quiet(world());
    for (const ms of [6_000, 16_000]) {
      const polled = polls();
      await world().passes(ms);
      await expect.poll(polls).toBeGreaterThan(polled);
      // The app must have planned its next poll before the clock moves again.
      await quiet(world());
      await onlyCard(world(), 'Long.pdf', 'Box is preparing');
    }
    await world().passes(61_000);
    await onlyCard(world(), 'Long.pdf', /Sent .*Nobody has opened it/);
  });
});

stories('a small budget of calls, with several requests', () => {
  const world = aWorld({ env: { BOX_CALLS_PER_MONTH: '100' } });

  it('polls of the whole list count too', async () => {
    const { ana } = world();
    for (const name of ['One.pdf', 'Two.pdf', 'Three.pdf']) {
      await asksFor(world(), `${world().newFile(name).url} bo@client.com`);
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      await ana.presses('Place the fields');
      await ana.closes();
    }
    const lists = () =>
      world().box.traffic.filter(({ method, path }) => method === 'GET' && path === '/2.0/sign_requests')
        .length;
    const before = lists();
    for (let poll = 1; poll < 11; poll += 1) {
      await world().passes(40_000);
      await expect.poll(lists).toBeGreaterThanOrEqual(before + poll);
      if (slowedDown.test(world().app.output())) break;
    }
    expect(world().app.output()).toMatch(slowedDown);
  });
});

stories('the budget of calls, with the event stream', () => {
  const world = aWorld({ events: true, box: 'client-credentials', env: { BOX_CALLS_PER_MONTH: '100' } });

  it('each reading of the stream counts', async () => {
    const { slack, box } = world();
    const reads = () => box.traffic.filter(({ path }) => path === '/2.0/events').length;
    await expect.poll(reads).toBeGreaterThan(0);
    for (let reading = 0; reading < 3; reading += 1) {
      const before = reads();
      await quiet(world());
      await world().passes(20 * 60_000);
      await expect.poll(reads).toBeGreaterThan(before);
    }
    await quiet(world());
    slack.addUser({ handle: 'boss', name: 'Boss', isAdmin: true });
    const boss = slack.person('boss');
    await boss.types('/sign workspace', { in: 'app' });
    await boss.sees(`Automatic checks in Box this month: ${reads()} of 100 calls`, { in: 'app' });
  });
});
