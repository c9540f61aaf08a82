/** A person who opens the app's messages for the first time is welcomed there, once. */
// runs: http, embedded, ci
import { afterAll, beforeAll, expect, it } from 'vitest';
import { asksFor, onlyCard } from './acts.ts';
import { type KillableWorld, type KillPoint, killableWorld } from './kills.ts';
import { altersWhileQuiet } from './quiet.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const welcome = 'Welcome! Get a Box document signed from here.';
const connect = 'To send, connect your Box account: press Connect Box, or type /sign connect.';

/** The welcome messages that this person sees, once the app has handled everything that was opened before. */
async function welcomesOf({ slack, store }: World, name: string) {
  await expect
    .poll(async () => (await openJobs(store)).filter((row) => row.includes('"welcome"')))
    .toEqual([]);
  return (await slack.person(name).messages('app')).filter(({ plain }) => plain.includes('Welcome!'));
}

async function openJobs(store: World['store']): Promise<readonly string[]> {
  const { jobs = [] } = await storedRows(store);
  return jobs.filter((row) => /"state":"(waiting|running)"/.test(row));
}

stories('the first time in the messages with the app', () => {
  const world = aWorld({ box: 'oauth' });

  it('the welcome says how to start, how to connect and where help is, and its button opens the form', async () => {
    const bo = world().slack.person('bo');
    await bo.opensMessages();
    const shown = await bo.sees(welcome);
    expect(shown).toContain(connect);
    expect(shown).toContain('/sign help to see everything you can do.');
    const [message] = await welcomesOf(world(), 'bo');
    expect(message?.buttons).toEqual(['Connect Box', 'New signature request']);
    await bo.presses('New signature request');
    await bo.sees('Signers from your workspace', { in: 'modal' });
    await bo.closes();
    await bo.presses('Connect Box', message ? { on: message } : {});
    await bo.sees('Connect your own Box account.', { in: 'modal' });
    await bo.closes();
  });

  it('a person is welcomed once, however often the messages are opened and the event comes', async () => {
    const { slack } = world();
    const bo = slack.person('bo');
    await Promise.all([bo.opensMessages(), bo.opensMessages()]);
    const event = { type: 'app_home_opened', user: slack.user('cy').id, channel: 'D1', tab: 'messages' };
    await slack.sendEvent(event, 5);
    await slack.person('cy').sees(welcome);
    await slack.replay('event_callback');
    expect(await welcomesOf(world(), 'bo')).toHaveLength(1);
    expect(await welcomesOf(world(), 'cy')).toHaveLength(1);
  });

  it('the welcome does not mention connecting to a person who is connected', async () => {
    const { ana } = world();
    await ana.opensMessages();
    expect(await ana.sees(welcome)).not.toContain('connect your Box account');
    const [message] = await welcomesOf(world(), 'ana');
    expect(message?.buttons).toEqual(['New signature request']);
  });

  it('a person who has sent a request already gets no welcome', async () => {
    const { slack, ana } = world();
    await altersWhileQuiet(world(), ['delete from welcomes']);
    const file = world().newFile('First.pdf');
    await asksFor(world(), `${file.url} dee@client.com`);
    await onlyCard(world(), 'First.pdf', 'Not sent yet');
    const before = (await welcomesOf(world(), 'ana')).length;
    await ana.opensMessages();
    // Opening a form does not count as having sent a request.
    slack.addUser({ handle: 'zoe', name: 'Zoe New' });
    const zoe = slack.person('zoe');
    await zoe.types('/sign', { in: 'app' });
    await zoe.sees('New signature request', { in: 'modal' });
    await zoe.opensMessages();
    await zoe.sees(welcome);
    expect(await welcomesOf(world(), 'ana')).toHaveLength(before);
  });

  it('there is no welcome for the Home tab, nor for people who may not use the app', async () => {
    const { slack } = world();
    slack.addUser({ handle: 'hal', name: 'Hal Home' });
    await slack.person('hal').opensHome();
    for (const name of ['gil', 'eve', 'dan', 'otherbot', 'slackbot']) {
      const user = slack.user(name).id;
      await slack.sendEvent({ type: 'app_home_opened', user, channel: 'D1', tab: 'messages' });
    }
    // A later event has been handled, so the earlier ones have been too.
    slack.addUser({ handle: 'ida', name: 'Ida Last' });
    await slack.person('ida').opensMessages();
    await slack.person('ida').sees(welcome);
    const welcomed = ((await storedRows(world().store))['welcomes'] ?? []).join();
    for (const name of ['hal', 'gil', 'eve', 'dan', 'otherbot', 'slackbot']) {
      expect(welcomed, name).not.toContain(slack.user(name).id);
    }
    expect(await welcomesOf(world(), 'hal')).toEqual([]);
    expect(await welcomesOf(world(), 'gil')).toEqual([]);
  });

  it('the welcome is not repeated when Slack’s answer is lost', async () => {
    const { slack } = world();
    slack.addUser({ handle: 'lou', name: 'Lou Lost' });
    let lost = 0;
    slack.onCall(async ({ method, phase }) => {
      if (method !== 'chat.postMessage' || phase !== 'applied' || lost > 0) return 'go';
      lost += 1;
      return 'drop';
    });
    await slack.person('lou').opensMessages();
    await slack.person('lou').sees(welcome);
    await expect.poll(() => lost).toBe(1);
    await world().passes(60_000);
    expect(await welcomesOf(world(), 'lou')).toHaveLength(1);
    slack.onCall(null);
  });
});

stories('a welcome, when the app is killed', () => {
  let killable: KillableWorld;
  beforeAll(async () => {
    killable = await killableWorld();
  });
  afterAll(() => killable.close());

  it.each([
    ['before anything was written', { what: 'commit', at: 1, phase: 'before' }],
    ['after the first write', { what: 'commit', at: 1, phase: 'after' }],
    ['after the second write', { what: 'commit', at: 2, phase: 'after' }],
    ['after the third write', { what: 'commit', at: 3, phase: 'after' }],
    ['before Slack posted it', { what: 'call', at: 1, phase: 'before' }],
    ['after Slack posted it', { what: 'call', at: 1, phase: 'after' }],
  ] as const satisfies readonly (readonly [string, KillPoint])[])(
    'the welcome comes once when the app is killed %s',
    async (when, point) => {
      const { world } = killable;
      const handle = `new${point.what}${point.at}${point.phase}`;
      world.slack.addUser({ handle, name: `New ${when}` });
      const person = world.slack.person(handle);
      await killable.lives();
      await killable.killAt(point);
      await person.opensMessages();
      await killable.revived();
      await person.opensMessages();
      await person.sees(welcome);
      expect(await welcomesOf(world, handle)).toHaveLength(1);
    },
  );
});
