/**
 * What arrives late: a press that Slack delivers again, a press about a card that was deleted, a request that Box lists
 * only after another has replaced it.
 */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, createdFor, holdCalls, messagesAbout, onlyCard } from './acts.ts';
import { quiet } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const readyText = 'Nobody has been emailed yet. Place the fields in Box';
const direct = { 'Send now, without fields': true };

stories('what arrives late', () => {
  const world = aWorld();
  beforeEach(async () => {
    world().slack.onCall(null);
    world().slack.faults.clear();
    world().box.faults.clear();
    await world().ana.reloads();
  });

  const callsOf = (method: string): number =>
    world().slack.log.filter((entry) => entry.method === method).length;

  /** Ana creates a request with a new file, so that its fields can be placed; returns its card. */
  async function createsCard(name: string): Promise<SeenMessage> {
    const { ana } = world();
    const file = world().newFile(name);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees(readyText, { in: 'modal' });
    await ana.closes();
    return onlyCard(world(), name, 'Place the fields');
  }

  it('a press of Send another request that Slack delivers again shows the current state', async () => {
    const { ana, slack } = world();
    const file = world().newFile('Another.pdf');
    for (const _ of [1, 2]) await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('a moment ago', { in: 'modal' });
    await ana.presses('Send another request');
    await ana.sees(readyText, { in: 'modal' });
    const updates = callsOf('views.update');
    expect((await slack.replay('block_actions')).status).toBe(200);
    await expect.poll(() => callsOf('views.update')).toBeGreaterThan(updates);
    await ana.sees(readyText, { in: 'modal' });
    expect(createdFor(world(), file)).toHaveLength(2);
  });

  it('a submission of a refused form that Slack delivers again is answered with what was wrong', async () => {
    const { ana, slack, box } = world();
    const file = world().newFile('Refused.pdf');
    box.trashFile(file);
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('That file is in the trash', { in: 'modal' });
    const { body } = await slack.replay('view_submission');
    expect(body).toContain('That file is in the trash');
  });

  it('a press of More options that Slack delivers again opens nothing, without an error', async () => {
    const { ana, slack } = world();
    const since = world().app.output().length;
    await ana.types('/sign');
    await ana.sees('New signature request', { in: 'modal' });
    await ana.presses('More options');
    await ana.sees('Folder for the signed copy', { in: 'modal' });
    await slack.replay('block_actions');
    await expect.poll(() => world().app.output()).toContain('a press on the form came too late');
    expect(await ana.views()).toHaveLength(1);
    expect(world().app.output().slice(since)).not.toContain('"level":50');
  });

  it('a card that a person deleted comes back once, although Slack’s answer is lost', async () => {
    const { ana, slack } = world();
    const card = await createsCard('Removed.pdf');
    const index = slack.state.messages.findIndex(({ ts }) => ts === card.ts);
    slack.state.messages.splice(index, 1);
    slack.faults.next({ kind: 'drop-after', method: 'chat.postMessage' });
    await ana.types('/sign status Removed');
    await ana.sees(/Removed\.pdf/);
    const [status] = await ana.ephemerals('app');
    const searches = callsOf('conversations.history');
    await world().passes(60_000);
    await ana.presses('Refresh', status ? { on: status } : {});
    await expect.poll(() => callsOf('conversations.history')).toBeGreaterThan(searches);
    await ana.reloads();
    await onlyCard(world(), 'Removed.pdf', 'Place the fields');
  });

  it('a request that Box lists after its replacement gets a card of its own', async () => {
    const { ana, box } = world();
    const file = world().newFile('Two.pdf');
    box.faults.next({ kind: 'drop-after', method: 'POST', path: /sign_requests$/ });
    box.faults.next({ kind: 'status', status: 503, method: 'GET', path: /sign_requests$/, times: 1_000 });
    await asksFor(world(), `${file.url} dee@client.com`);
    await expect
      .poll(() => box.signRequests().filter(({ sourceIds }) => sourceIds.includes(file.id)).length)
      .toBe(1);
    await expect.poll(() => box.traffic.filter(({ status }) => status === 503).length).toBeGreaterThan(0);
    await ana.closes();
    await world().passes(16 * 60_000);
    const first = await onlyCard(world(), 'Two.pdf', 'Not sent; nobody was emailed. We tried');
    await ana.presses('Fix and send…', { on: first });
    await ana.sees('New signature request', { in: 'modal' });
    await ana.submits();
    await ana.sees(readyText, { in: 'modal' });
    await ana.closes();
    expect((await onlyCard(world(), 'Two.pdf', 'Not sent yet. Place')).ts).toBe(first.ts);
    // The faults are cleared only now: otherwise the app's own poll of the list would find the request first.
    box.faults.clear();
    await ana.types('/sign list');
    await ana.sees('My signature requests', { in: 'modal' });
    await expect.poll(async () => (await messagesAbout(world(), 'Two.pdf')).length).toBe(2);
    await ana.reloads();
    // Each card is redrawn in its own message.
    await world().passes(60_000);
    const two = await messagesAbout(world(), 'Two.pdf');
    for (const card of two) await ana.presses('Refresh', { on: card });
    const drawnAgain = async () =>
      (await messagesAbout(world(), 'Two.pdf')).filter(
        ({ plain }, at) => plain.includes('Not sent yet. Place') && plain !== two[at]?.plain,
      ).length;
    await expect.poll(drawnAgain).toBe(2);
    expect(await messagesAbout(world(), 'Two.pdf')).toHaveLength(2);
  });

  it('a press is acknowledged while Slack answers nothing else', async () => {
    const { ana, slack } = world();
    const card = await createsCard('In time.pdf');
    await world().passes(61 * 60_000);
    const asked: string[] = [];
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    slack.onCall(async ({ method }) => {
      asked.push(method);
      await released;
      return 'go';
    });
    try {
      expect((await ana.presses('Refresh', { on: card })).shown).toBeNull();
      expect(asked).toContain('users.info');
    } finally {
      release();
    }
  });

  it('when the connection ends during a search in Box, the message says so', async () => {
    const { ana, box } = world();
    const file = world().newFile('Ended.pdf');
    box.faults.next({ kind: 'drop-after', method: 'POST', path: /sign_requests$/ });
    box.faults.next({ kind: 'status', status: 401, method: 'GET', path: /sign_requests$/ });
    await asksFor(world(), `${file.url} dee@client.com`);
    await ana.sees('Your connection to Box has ended', { in: 'modal' });
  });

  it('an automatic refresh that Box refuses sends nobody a message', async () => {
    const { ana, box } = world();
    const file = world().newFile('Quiet.pdf');
    await quiet(world());
    const before = (await ana.messages('app')).length;
    box.faults.next({ kind: 'status', status: 404, method: 'GET', path: /sign_requests\/[^/]+$/ });
    await asksFor(world(), `${file.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    await onlyCard(world(), 'Quiet.pdf', /Box is preparing|Submitted to Box|Sent/);
    await world().passes(6_000);
    await expect.poll(() => world().app.output()).toMatch(/getSignRequest: \S+ \(404, final\)/);
    // Any message still to be sent would arrive before the next card, as jobs of one request run one after another.
    await ana.closes();
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Quiet.pdf', '') });
    await onlyCard(world(), 'Quiet.pdf', /Sent .*\[Cancel request\]/s);
    const said = (await ana.messages('app')).slice(before).map(({ plain }) => plain);
    expect(said.filter((plain) => !/^\w+\.pdf\n/.test(plain))).toEqual([]);
  });

  it('Send again removes the buttons while Box is asked', async () => {
    const { ana, box } = world();
    const file = world().newFile('Unsure.pdf');
    box.faults.next({ kind: 'drop-before', method: 'POST', path: /sign_requests$/ });
    await asksFor(world(), `${file.url} dee@client.com`, direct);
    await ana.sees('Check and send', { in: 'modal' });
    await ana.submits();
    await expect
      .poll(
        async () => {
          await world().passes(5_000);
          return (await ana.modal())?.plain;
        },
        { interval: 200 },
      )
      .toContain('It may have been');
    await ana.closes();
    const card = await onlyCard(world(), 'Unsure.pdf', 'It may have been');
    const held = holdCalls(world(), /sign_requests/);
    try {
      await ana.presses('Send again', { on: card });
      await expect.poll(held.waiting).toBeGreaterThan(0);
      await expect.poll(async () => (await onlyCard(world(), 'Unsure.pdf', '')).buttons).toEqual([]);
    } finally {
      held.release();
    }
    await onlyCard(world(), 'Unsure.pdf', /Box is preparing|Submitted to Box|Sent/);
  });

  it('a press of Refresh survives an app that dies right after it', async () => {
    const { ana, slack } = world();
    const card = await createsCard('Dies.pdf');
    slack.onCall(async ({ method, phase }) => {
      if (method !== 'response_url' || phase !== 'applied') return 'go';
      process.kill(world().app.pid, 'SIGKILL');
      return 'drop';
    });
    await ana.presses('Refresh', { on: card });
    await world().app.ended;
    slack.onCall(null);
    await onlyCard(world(), 'Dies.pdf', 'Asking Box');
    await world().restart();
    await onlyCard(world(), 'Dies.pdf', 'Not sent yet. Place');
    await expect
      .poll(async () => (await onlyCard(world(), 'Dies.pdf', '')).buttons)
      .toContain('Place the fields');
  });

  it('when Slack limits posts, no card is posted before the time that Slack named, and then all are', async () => {
    const { ana, slack } = world();
    slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 60, method: 'chat.postMessage' });
    const posts = callsOf('chat.postMessage');
    for (const name of ['First.pdf', 'Second.pdf']) {
      await asksFor(world(), `${world().newFile(name).url} dee@client.com`);
      await ana.sees(readyText, { in: 'modal' });
      await ana.closes();
      await expect.poll(() => callsOf('chat.postMessage') - posts).toBe(1);
    }
    await quiet(world());
    expect(callsOf('chat.postMessage') - posts).toBe(1);
    await world().passes(65_000);
    for (const name of ['First.pdf', 'Second.pdf']) await onlyCard(world(), name, 'Place the fields');
  });
});
