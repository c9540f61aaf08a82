/** When the month's Box calls are running low, cards are updated less often: admins and the operator are told. */
import { expect, it } from 'vitest';
import { asksFor } from './acts.ts';
import { aWorld, stories } from './world.ts';

const said = /looks at Box are thinned out/g;

stories('a small budget of calls', () => {
  const world = aWorld({ env: { BOX_CALLS_PER_MONTH: '100' } });

  it('is said in the log once a day, and to admins who ask', async () => {
    const { ana } = world();
    const file = world().newFile('Budget.pdf');
    await asksFor(world(), `${file.url} bo@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.presses('Place the fields');
    await ana.closes();
    const looks = () => world().box.traffic.filter(({ path }) => /sign_requests\/./.test(path)).length;
    for (let look = 0; look < 9; look += 1) {
      const before = looks();
      await world().passes(40_000);
      await expect.poll(looks).toBeGreaterThan(before);
    }
    await expect.poll(() => world().app.output().match(said)?.length ?? 0).toBe(1);
    await world().passes(60_000);
    world().slack.addUser({ handle: 'boss', name: 'Boss', isAdmin: true });
    const boss = world().slack.person('boss');
    await boss.types('/sign workspace', { in: 'app' });
    await boss.sees(/Cards are updated less often/, { in: 'app' });
    const help = 'set up webhooks or read the event stream (BOX_EVENTS) or raise BOX_CALLS_PER_MONTH';
    await boss.sees(help, { in: 'app' });
    expect(world().app.output()).toContain('webhooks, BOX_EVENTS=enterprise, a larger BOX_CALLS_PER_MONTH');
    expect(world().app.output().match(said)?.length).toBe(1);
  });
});
