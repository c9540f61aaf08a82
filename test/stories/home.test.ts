/**
 * App Home: what needs a person, what waits for others, what ended this week. It stays up to date for people who open
 * it.
 */
// runs: http, embedded, ci
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { anaInBox, asksFor, holdCalls, onlyCard } from './acts.ts';
import { aBrowser } from './browser.ts';
import { connectLinkOf, grantsAccess } from './connecting.ts';
import { type KillableWorld, type KillPoint, killableWorld } from './kills.ts';
import { nothingIsDue } from './quiet.ts';
import { sendsRequests } from './sent.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const inHome = { in: 'home' } as const;
const onHome = { on: 'home' } as const;
const minute = 60_000;

/** The times (ms, by Slack's clock) at which Home was published for this person. */
function publishedAt({ slack }: World, name: string): number[] {
  const user = slack.user(name).id;
  return slack.log
    .filter(({ method, body }) => method === 'views.publish' && body.includes(user))
    .map(({ at }) => at);
}

/** Publishes these blocks as this person's Home, such as those of an older Home or of another person's. */
async function publishesHome({ slack }: World, name: string, blocks: readonly unknown[]): Promise<void> {
  const answer = await fetch(`${slack.apiUrl}views.publish`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${slack.botToken}` },
    body: JSON.stringify({ user_id: slack.user(name).id, view: { type: 'home', blocks } }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}

/** Moves the clock beyond the three seconds that pass between two publications of Home; waits until nothing is due. */
async function settles(world: World): Promise<void> {
  await world.passes(4_000);
  await nothingIsDue(world);
}

stories('App Home', () => {
  const world = aWorld({ box: 'oauth', webhooks: true });
  beforeEach(() => world().ana.reloads());

  it('Home explains the app to a new person, who can fill in a request before connecting Box', async () => {
    const bo = world().slack.person('bo');
    await bo.opensHome();
    const home = await bo.sees('Connect Box to send. You can fill in a request first.', inHome);
    expect(home).toContain('Type /sign in any conversation');
    expect((await bo.home())?.buttons).toEqual([
      'New signature request',
      'All my requests',
      'Settings',
      'Connect Box',
    ]);
    await bo.presses('New signature request', onHome);
    await bo.sees('Signers from your workspace', { in: 'modal' });
    await bo.closes();
    await bo.presses('All my requests', onHome);
    await bo.sees('My signature requests', { in: 'modal' });
    await bo.closes();
    await bo.presses('Settings', onHome);
    await bo.sees('Messages about my requests', { in: 'modal' });
    await bo.closes();
    await bo.presses('Connect Box', onHome);
    await bo.sees('Connect your own Box account', { in: 'modal' });
    await bo.closes();
    // Nothing has changed, so opening Home again publishes nothing.
    await bo.opensHome();
    await settles(world());
    expect(publishedAt(world(), 'bo')).toHaveLength(1);
  });

  it('people who may not use the app get one sentence, and only Slack’s facts about them are cached', async () => {
    const { slack, store } = world();
    for (const name of ['gil', 'eve']) {
      const stranger = slack.person(name);
      await stranger.opensHome();
      await stranger.sees('Sign is only for full members of this workspace.', inHome);
      expect((await stranger.home())?.buttons).toEqual([]);
      await stranger.opensHome();
    }
    // Slack may refuse a Home for people of other workspaces. That is no error of the app.
    slack.faults.next({ kind: 'error', error: 'not_enabled', method: 'views.publish' });
    await slack.sendEvent({ type: 'app_home_opened', user: slack.user('otherbot').id, tab: 'home' });
    await expect
      .poll(() => world().app.output())
      .toContain('Slack refused App Home for a person who may not');
    await settles(world());
    expect(publishedAt(world(), 'gil')).toHaveLength(1);
    const { people: _cached, ...tables } = await storedRows(store);
    const stored = Object.values(tables).flat().join();
    for (const name of ['gil', 'eve', 'otherbot']) expect(stored).not.toContain(slack.user(name).id);
  });

  it('Home follows a request to its end, and every button in it works', async () => {
    const { ana, anaAtBox, box } = world();
    await ana.opensHome();
    await ana.sees('Box: ana@acme.com', inHome);
    await asksFor(world(), `${world().newFile('Lease.pdf').url} bo@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await settles(world());
    await ana.sees(/Needs you \(1\)\nLease\.pdf\n✏️ Not sent yet\./, inHome);
    const { url } = await ana.presses('Place the fields', onHome);
    await anaAtBox.placesFieldsAndSends(url ?? '');
    await world().passes(15_000);
    await ana.sees(/Waiting for others \(1\)\nLease\.pdf\n📨 Sent .*Nobody has opened it\./, inHome);
    expect((await ana.home())?.plain).not.toContain('Needs you');

    await world().passes(10 * minute);
    await ana.presses('Details', { ...onHome, beside: 'Lease.pdf' });
    await ana.sees('History', { in: 'modal' });
    await ana.closes();
    const held = holdCalls(world(), /\/resend$/);
    await ana.presses('Resend reminder', { ...onHome, beside: 'Lease.pdf' });
    await ana.sees('Send a reminder?', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await ana.sees(/Lease\.pdf\n⏳ Sending a reminder…/, inHome);
    held.release();
    await settles(world());
    await ana.sees(/Lease\.pdf\n.*reminder sent .*next reminder possible/s, inHome);
    expect((await ana.home())?.buttons).not.toContain('Resend reminder');

    await ana.presses('Details', { ...onHome, beside: 'Lease.pdf' });
    const details = await ana.sees('You sent a reminder', { in: 'modal' });
    expect(details).toContain('You created it in Slack');
    expect(details.split('\n').at(-2)).toMatch(/^IDs: SR-/);
    await ana.closes();
    await ana.presses('Change…', { ...onHome, beside: 'Lease.pdf' });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.closes();
    await ana.presses('Cancel request', { ...onHome, beside: 'Lease.pdf' });
    await ana.sees('bo@client.com will no longer be able to sign', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await settles(world());
    await ana.sees(/Ended this week \(1\)\nLease\.pdf\n🚫 Cancelled by you/, inHome);
    await ana.presses('Details', { ...onHome, beside: 'Lease.pdf' });
    await ana.sees('You cancelled it in Slack', { in: 'modal' });
    await ana.closes();
    expect(box.signRequests().map(({ status }) => status)).toEqual(['cancelled']);
    await world().passes(8 * 24 * 60 * minute);
    await ana.opensHome();
    await ana.sees('Nothing is waiting.', inHome);
  });

  it('Home shows first what needs Ana, oldest first: not sent, declined and bounced', async () => {
    const { ana, box } = world();
    await asksFor(world(), '99999999999 kim@client.com');
    await ana.closes();
    await ana.sees('❌ Not sent');
    await world().passes(minute);
    await sendsRequests(world(), ['Declined'], 'dee@client.com');
    await sendsRequests(world(), ['Bounced'], 'ed@client.com');
    await box.person('dee@client.com').declines(undefined, 'Clause 4.');
    await world().passes(minute);
    await box.person('ed@client.com').bounces();
    await onlyCard(world(), 'Bounced.pdf', 'did not arrive');
    await onlyCard(world(), 'Declined.pdf', 'Declined by');
    await settles(world());
    const home = await ana.sees('Needs you (3)', inHome);
    expect(home).toMatch(/❌ Not sent.*🛑 Declined by dee@client\.com.*⚠️ An email did not arrive/s);
    for (const [button, shown] of [
      ['Fix and send…', 'New signature request'],
      ['Change and send again…', 'New signature request'],
      ['Correct the address…', 'New address in place of ed@client.com'],
    ] as const) {
      await ana.presses(button, onHome);
      await ana.sees(shown, { in: 'modal' });
      await ana.closes();
    }
    expect((await ana.home())?.plain).not.toContain('Ended this week');
  });

  it('a late press, or one on another person’s request, is answered, and Home shows the true state', async () => {
    const { ana, slack } = world();
    await sendsRequests(world(), ['Old'], 'pat@client.com');
    await settles(world());
    await ana.sees('Old.pdf', inHome);
    const old = (await ana.home())?.blocks ?? [];
    const bo = slack.person('bo');
    await publishesHome(world(), 'bo', old);
    await bo.presses('Details', { ...onHome, beside: 'Old.pdf' });
    await bo.sees('We no longer have this request', { in: 'modal' });
    await bo.closes();

    await ana.presses('Cancel request', { ...onHome, beside: 'Old.pdf' });
    await ana.sees('pat@client.com will no longer be able to sign', { in: 'modal' });
    expect(await ana.submits()).toEqual({});
    await settles(world());
    await ana.sees(/Ended this week.*Old\.pdf/s, inHome);
    await publishesHome(world(), 'ana', old);
    await ana.presses('Cancel request', { ...onHome, beside: 'Old.pdf' });
    await ana.sees('That is no longer possible, and nothing was changed.', { in: 'modal' });
    await ana.closes();
    await ana.opensHome();
    await settles(world());
    await ana.sees(/Ended this week.*Old\.pdf/s, inHome);
  });

  it('Home is redrawn when the connection to Box ends, and when the person connects again', async () => {
    const { ana, anaAtBox, box } = world();
    const webhooks = () => Object.keys(box.state.webhooks);
    await expect.poll(webhooks).not.toEqual([]);
    await ana.types('/sign disconnect', { in: 'app' });
    await ana.sees('Sign will no longer have access', { in: 'modal' });
    await ana.submits();
    await ana.closes();
    await settles(world());
    const home = await ana.sees('Connect Box to send.', inHome);
    expect(home).toContain('🔌 It stays open in Box');
    expect((await ana.home())?.buttons).not.toContain('Correct the address…');
    // Box deletes the webhooks of a connection that has ended.
    for (const id of webhooks()) delete box.state.webhooks[id];
    await ana.presses('Connect Box', onHome);
    await grantsAccess(aBrowser(world()), await connectLinkOf(ana), anaAtBox);
    await settles(world());
    await ana.sees('Box: ana@acme.com', inHome);
    await expect.poll(webhooks).not.toEqual([]);
  });
});

stories('App Home of a person with 200 open requests', () => {
  const world = aWorld();

  it('Home stays within Slack’s limits, shows the longest waiting first, and counts correctly', async () => {
    const { ana, box } = world();
    const file = world().newFile('Row.pdf');
    for (let number = 1; number <= 200; number += 1) {
      box.addSignRequest(anaInBox(world()), {
        file,
        to: [`signer${number}@client.com`],
        name: `Contract ${number}.pdf`,
      });
      await world().passes(1_000);
    }
    await ana.opensHome();
    await ana.types('/sign list', { in: 'app' });
    await ana.sees('Waiting (200)', { in: 'modal' });
    await ana.closes();
    await settles(world());
    const home = await ana.sees('Waiting for others (200)', inHome);
    const names = home.match(/Contract \d+\.pdf/g);
    expect(names).toEqual(Array.from({ length: 8 }, (_, index) => `Contract ${index + 1}.pdf`));
    expect(home).toContain('and 192 more');
    await ana.presses('All my requests', { ...onHome, beside: 'and 192 more' });
    await ana.sees('My signature requests', { in: 'modal' });
    await ana.closes();
  });

  it('Home is published at most every three seconds while 50 requests end, and is right in the end', async () => {
    const { ana, box } = world();
    await nothingIsDue(world());
    const before = publishedAt(world(), 'ana').length;
    for (let number = 1; number <= 50; number += 1) {
      await box.person(`signer${number}@client.com`).declines(undefined, 'No.');
      if (number % 5 !== 0) continue;
      // The list reads what has ended so far, and Home is drawn again.
      await ana.types('/sign list', { in: 'app' });
      await ana.sees(`Waiting (${200 - number})`, { in: 'modal' });
      await ana.closes();
      await world().passes(1_000);
    }
    await settles(world());
    await ana.sees('Needs you (50)', inHome);
    await ana.sees('Waiting for others (150)', inHome);
    const times = publishedAt(world(), 'ana').slice(before);
    expect(times.length).toBeGreaterThan(2);
    const gaps = times.slice(1).map((at, index) => at - (times[index] ?? 0));
    expect(Math.min(...gaps, 3_000)).toBeGreaterThanOrEqual(2_900);
  });
});

stories('App Home, when the app is killed', () => {
  let killable: KillableWorld;
  beforeAll(async () => {
    killable = await killableWorld();
  });
  afterAll(() => killable.close());

  it.each([
    ['around the time of the change', { what: 'commit', at: 2, phase: 'after' }],
    ['while the card is drawn', { what: 'call', at: 1, phase: 'before' }],
    ['before Home is published', { what: 'call', at: 2, phase: 'before' }],
    ['after Home was published', { what: 'call', at: 2, phase: 'after' }],
  ] as const satisfies readonly (readonly [string, KillPoint])[])(
    'Home is right in the end when the app is killed %s',
    async (_, point) => {
      const { world } = killable;
      const { ana } = world;
      await killable.lives();
      await ana.reloads();
      await asksFor(world, '99999999999 bo@client.com');
      await ana.closes();
      await ana.opensHome();
      await settles(world);
      await ana.sees('Needs you (1)', inHome);
      await killable.killAt(point);
      await ana.presses('Discard request');
      await killable.revived();
      await nothingIsDue(world);
      // If the press itself was lost, Ana presses again.
      const buttons = (await ana.messages('app')).flatMap((message) => message.buttons);
      if (buttons.includes('Discard request')) await ana.presses('Discard request');
      await settles(world);
      await ana.sees('Nothing is waiting.', inHome);
    },
  );
});

stories('App Home while Slack fails', () => {
  const world = aWorld();

  it('Home is drawn again after Slack has failed once', async () => {
    const { ana, slack } = world();
    await ana.opensHome();
    await settles(world());
    slack.faults.next({ kind: 'status', status: 503, method: 'views.publish' });
    await asksFor(world(), `${world().newFile('Once more.pdf').url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    await settles(world());
    await settles(world());
    await ana.sees('Once more.pdf', inHome);
  });

  it('a Home that Slack refuses is published again only when the person opens it', async () => {
    const { ana, slack } = world();
    await ana.opensHome();
    await ana.sees(/./, inHome);
    await settles(world());
    slack.faults.next({ kind: 'error', error: 'not_enabled', method: 'views.publish' });
    for (const name of ['Refused.pdf', 'Not tried.pdf']) {
      await asksFor(world(), `${world().newFile(name).url} dee@client.com`);
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      await ana.closes();
      await onlyCard(world(), name, 'Place the fields');
      await settles(world());
    }
    expect(slack.faults.planned()).toEqual([]);
    expect((await ana.home())?.plain).not.toMatch(/Refused|Not tried/);
    await ana.opensHome();
    await ana.sees('Not tried.pdf', inHome);
  });
});
