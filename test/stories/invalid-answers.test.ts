/** Box answers with invalid content: the app keeps what it knew, and repeats no call endlessly. */
// runs: http, embedded, ci
import { expect, it } from 'vitest';
import { asksFor, onlyCard } from './acts.ts';
import { type SentRequest, sendsRequests } from './sent.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

const inModal = { in: 'modal' as const };
const oneRequest = /\/sign_requests\/[^/]+$/;

type Rubbish = { readonly kind: 'garbage' } | { readonly kind: 'status'; status: 200; body: unknown };

const json = (body: unknown): Rubbish => ({ kind: 'status', status: 200, body });

const rubbish: Readonly<Record<string, Rubbish>> = {
  'no JSON': { kind: 'garbage' },
  'a list': json([]),
  'a word': json('sent'),
  'a number': json(0),
  'no id': json({ status: 'signed', signers: [] }),
  'an id that is a number': json({ id: 7, status: 'signed' }),
  'no entries': json({ entries: null }),
  'entries of wrong types': json({ entries: [null, 7, [], {}, 'x'], next_marker: {} }),
  megabytes: json({ id: '', name: 'x'.repeat(3_000_000) }),
};

stories('invalid answers of Box', () => {
  const world = aWorld({ isBoxOdd: true });
  let sent: SentRequest;

  const errorsSince = (since: number): string[] =>
    world()
      .app.output()
      .slice(since)
      .split('\n')
      .filter((line) => line.includes('"level":50'));

  it('an invalid answer changes nothing, and counts as no answer', async () => {
    [sent] = (await sendsRequests(world(), ['Steady'])) as [SentRequest];
    const { ana, box } = world();
    const since = world().app.output().length;
    for (const [what, fault] of Object.entries(rubbish)) {
      box.faults.next({ ...fault, times: 1_000 });
      await ana.reloads();
      await ana.presses('Refresh', { on: await sent.card() });
      await ana.sees('Box did not answer');
      await ana.types('/sign list');
      // "As of": a page of the list counts as read even if every entry is malformed. "Box is busy": any other answer.
      const listed = await ana.sees(/My signature requests.*(As of|Box is busy or not answering)/s, inModal);
      expect(listed, what).toMatch(/Steady\.pdf\n📨 Sent/);
      // The app redraws every list that may be open, and Slack limits that.
      await ana.closes();
      box.faults.clear();
    }
    expect(errorsSince(since)).toEqual([]);
    await ana.reloads();
    await ana.presses('Refresh', { on: await sent.card() });
    await onlyCard(world(), 'Steady', /Sent .*\[Cancel request\]/s);
  });

  it('an automatic refresh ends after a quarter of an hour when Box is down', async () => {
    const { ana, box } = world();
    await asksFor(world(), `${world().newFile('Out.pdf').url} dee@client.com`, {
      'Send now, without fields': true,
    });
    await ana.sees('Goes to', inModal);
    box.faults.next({ kind: 'status', status: 503, method: 'GET', path: oneRequest, times: 10_000 });
    await ana.submits();
    await ana.closes();
    await onlyCard(world(), 'Out', /Box is preparing|Submitted to Box|Sent /);
    const refreshes = () =>
      box.traffic.filter(
        ({ method, path, status }) => method === 'GET' && oneRequest.test(path) && status === 503,
      );
    await world().passes(6_000);
    await expect.poll(() => refreshes().length).toBeGreaterThan(0);
    await world().passes(16 * 60_000);
    const open = async () =>
      (await storedRows(world().store))['jobs']?.filter(
        (row) => row.includes('refresh') && /waiting|running/.test(row),
      );
    await expect.poll(open).toEqual([]);
    box.faults.clear();
    await ana.presses('Refresh', { on: await onlyCard(world(), 'Out', '') });
    await onlyCard(world(), 'Out', 'Nobody has opened it');
  });

  it('a card whose request has a status that the app does not know has no button Place the fields', async () => {
    const { ana, box } = world();
    await ana.reloads();
    await asksFor(world(), `${world().newFile('Under review.pdf').url} dee@client.com`);
    await ana.sees('Nobody has been emailed yet', inModal);
    await ana.closes();
    const card = await onlyCard(world(), 'Under review.pdf', 'Not sent yet');
    expect(card.buttons).toContain('Place the fields');
    const [request] = box.signRequests().slice(-1);
    const signers = [{ email: 'dee@client.com', role: 'signer', order: 0, has_viewed_document: false }];
    const said = { id: request?.id, status: 'under_review', prepare_url: null, signers };
    box.faults.next({ ...json(said), method: 'GET', path: oneRequest, times: 1_000 });
    await ana.presses('Refresh', { on: card });
    const after = await onlyCard(world(), 'Under review.pdf', 'Box reports the status "under_review"');
    expect(after.plain).not.toContain('Not sent yet');
    expect(after.buttons).not.toContain('Place the fields');
    box.faults.clear();
    await ana.presses('Refresh', { on: after });
    expect((await onlyCard(world(), 'Under review.pdf', 'Not sent yet')).buttons).toContain(
      'Place the fields',
    );
  });
});
