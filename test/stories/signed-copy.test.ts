/** Send a copy here: the signed PDF is posted to the requester's own messages, once, or she is told why not. */
// runs: http, embedded, ci
import { beforeEach, expect, it } from 'vitest';
import type { SeenMessage } from '../../sandbox/slack/seen.ts';
import { asksFor, onlyCard } from './acts.ts';
import { quiet, retriesArePlanned } from './quiet.ts';
import { aWorld, stories } from './world.ts';

const label = 'Send a copy here';

stories('a signed copy in Slack', () => {
  const world = aWorld();
  beforeEach(async () => {
    world().slack.faults.clear();
    world().box.faults.clear();
    await world().ana.reloads();
    // Two minutes pass, so that no press counts as a repetition of one in the previous story.
    await world().passes(2 * 60_000);
  });

  /** Ana sends a request that everyone then signs; returns its card. */
  async function completed(name: string): Promise<SeenMessage> {
    const { ana, anaAtBox, box } = world();
    await asksFor(world(), world().newFile(name).url, { 'Other signers (email)': 'bo@client.com' });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await box.person('bo@client.com').signs();
    await world().passes(60_000);
    return onlyCard(world(), name, /Completed .*1 of 1 signed\./);
  }

  const copies = () => Object.values(world().slack.state.files ?? {}).filter(({ isComplete }) => isComplete);
  const shown = async (name: string) =>
    (await world().ana.messages('app')).filter(({ plain }) => plain.includes(`Signed copy of ${name}`));

  it('two presses of Send a copy here post one message with the same file as in Box', async () => {
    const { ana, box, anaAtBox } = world();
    const card = await completed('Copied.pdf');
    const before = copies().length;
    await ana.presses(label, { on: card, times: 2 });
    await expect.poll(async () => (await shown('Copied.pdf')).length).toBe(1);
    const [copy] = copies().slice(before);
    const signed = Object.values(box.state.files).find(({ name }) => name === copy?.name);
    const atBox = await anaAtBox.downloads(signed?.id ?? '');
    expect(copy?.base64 === atBox.toString('base64')).toBe(true);
    await ana.presses(label, { on: card });
    await ana.sees('Asked Box for the signed copy of Copied.pdf');
    expect(copies()).toHaveLength(before + 1);
    await world().passes(2 * 60_000);
    await ana.presses(label, { on: card });
    await expect.poll(() => copies().length).toBe(before + 2);
  });

  it('the copy comes although Slack and Box fail for a while', async () => {
    const { ana, box, slack } = world();
    const card = await completed('Bad day.pdf');
    box.faults.next({ kind: 'status', status: 503, method: 'GET', path: /\/content$/ });
    slack.faults.next({ kind: 'ratelimit', retryAfterSeconds: 1, method: 'files.getUploadURLExternal' });
    await ana.presses(label, { on: card });
    await expect.poll(async () => (await shown('Bad day.pdf')).length).toBe(1);
  });

  it('the message says so when Box cannot be reached for 15 minutes', async () => {
    const { ana, box } = world();
    const card = await completed('Unreached.pdf');
    box.faults.next({ kind: 'status', status: 503, method: 'GET', path: /\/content$/, times: 1_000 });
    const tries = () => box.traffic.filter(({ path }) => path.endsWith('/content')).length;
    const before = tries();
    await ana.presses(label, { on: card });
    await expect.poll(tries).toBeGreaterThan(before);
    await retriesArePlanned(world());
    await world().passes(15 * 60_000 + 1_000);
    await ana.sees('We tried for 15 minutes and could not copy Unreached.pdf from Box.');
    expect(await shown('Unreached.pdf')).toEqual([]);
  });

  it('a copy that Slack does not confirm is not posted again, and the requester is told', async () => {
    const { ana, slack } = world();
    const card = await completed('Unsure.pdf');
    slack.faults.next({ kind: 'drop-after', method: 'files.completeUploadExternal' });
    await ana.presses(label, { on: card });
    await ana.sees('Slack did not confirm the copy of Unsure.pdf');
    expect(await shown('Unsure.pdf')).toHaveLength(1);
    await world().passes(2 * 60_000);
    await ana.presses(label, { on: card });
    await expect.poll(async () => (await shown('Unsure.pdf')).length).toBe(2);
  });

  it('an unconfirmed copy is not posted again even when the requester cannot be told', async () => {
    const { ana, slack } = world();
    const card = await completed('Untold.pdf');
    slack.faults.next({ kind: 'drop-after', method: 'files.completeUploadExternal' });
    slack.faults.next({ kind: 'drop-before', method: 'chat.postEphemeral' });
    await ana.presses(label, { on: card });
    await expect
      .poll(() => world().app.output())
      .toContain('the person could not be told that a copy failed');
    await world().passes(5 * 60_000);
    await quiet(world());
    expect(await shown('Untold.pdf')).toHaveLength(1);
  });

  it.each([
    [403, 'Box did not hand out Refused 403.pdf'],
    [404, 'Box did not hand out Refused 404.pdf'],
  ])('the message says so when Box refuses the copy with %d', async (status, sentence) => {
    const { ana, box } = world();
    const card = await completed(`Refused ${status}.pdf`);
    box.faults.next({ kind: 'status', status, method: 'GET', path: /\/content$/ });
    await ana.presses(label, { on: card });
    await ana.sees(sentence);
  });

  it('the message says so when Slack refuses the copy', async () => {
    const { ana, slack } = world();
    const card = await completed('Not taken.pdf');
    const error = 'restricted_action';
    slack.faults.next({ kind: 'error', error, method: 'files.completeUploadExternal' });
    await ana.presses(label, { on: card });
    await ana.sees('Slack did not take the copy of Not taken.pdf');
  });
});

stories('a workspace that does not let the app post files', () => {
  const world = aWorld({ withoutApp: true });

  it('the card’s menu does not offer copies', async () => {
    const { slack, ana, anaAtBox, box } = world();
    slack.setScopes(slack.state.app.scopes.filter((scope) => scope !== 'files:write'));
    await world().restart();
    await asksFor(world(), world().newFile('No copy.pdf').url, { 'Other signers (email)': 'bo@client.com' });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await box.person('bo@client.com').signs();
    await world().passes(60_000);
    const card = await onlyCard(world(), 'No copy.pdf', /Completed .*1 of 1 signed\./);
    expect(card.plain).toContain('All my requests');
    expect(card.plain).not.toContain(label);
  });
});
