/** The list of sign requests when Box refuses it or is slow, and when the connection to Box changes meanwhile. */
// runs: http, embedded
import { beforeEach, expect, it } from 'vitest';
import { holdCalls, onlyCard } from './acts.ts';
import { aBrowser } from './browser.ts';
import { asksForLink, aWorldToConnectIn, codeOn, connects, grantsAccess } from './connecting.ts';
import { press } from './forging.ts';
import { createsInBox, inModal, listCall, listCalls, opensList } from './listing.ts';
import { nothingIsDue, pollsRarely, quiet } from './quiet.ts';
import { sendsRequests } from './sent.ts';
import { sharesWithAna } from './shared-with-me.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

/** The stored times at which Box was asked for Ana's lists. */
async function reading({ store }: World): Promise<Record<string, unknown>> {
  const [row = '{}'] = (await storedRows(store))['request_lists'] ?? [];
  return JSON.parse(row) as Record<string, unknown>;
}

/** Ana ends her connection to Box. */
async function disconnects({ ana }: World): Promise<void> {
  await ana.reloads();
  await ana.types('/sign disconnect', { in: '#contracts' });
  await ana.sees('Sign will no longer have access', inModal);
  expect(await ana.submits()).toEqual({});
  await ana.sees('Disconnected.', inModal);
  await ana.reloads();
}

/** Holds Box's answer to the next call for a list; Box has drawn up the list by then. */
function holdAnswers(world: World) {
  return holdCalls(world, listCall, 1, 'applied');
}

stories('a list that Box does not give, or gives late', () => {
  const world = aWorld();
  beforeEach(() => world().ana.reloads());

  it('the list says that Box refused and why, also about requests of others', async () => {
    const { ana, box } = world();
    const refuses = (status: number): void =>
      box.faults.next({ kind: 'status', method: 'GET', path: listCall, status });
    refuses(403);
    await ana.types('/sign list');
    const refused =
      'Box refused to give this list. Your Box plan may not include Box Sign: ask your Box admin.';
    await ana.sees(`⚠️ ${refused} This list shows only what this app knows.`, inModal);
    refuses(401);
    await ana.presses('Ask Box again');
    await ana.sees('⚠️ Your connection to Box has ended. Ask the person who runs this app', inModal);
    await ana.presses('Ask Box again');
    await ana.sees(/\nAs of /, inModal);
    refuses(403);
    await ana.presses('Shared with me');
    await ana.sees(refused, inModal);
    refuses(503);
    await ana.presses('Ask Box again');
    await ana.sees('Box is busy or not answering', inModal);
    await ana.presses('Ask Box again');
    await ana.sees('No requests of others are shared with you in Box.', inModal);
  });

  it('Refresh in a row asks Box for the list, and the list shows the answer or the failure', async () => {
    const { ana, box } = world();
    await createsInBox(world(), ['Lease.pdf', 'Deleted.pdf']);
    await opensList(world());
    await ana.presses('Waiting (2)');
    const before = listCalls(world());
    const held = holdCalls(world(), listCall);
    await ana.presses('Refresh', { beside: 'Lease.pdf' });
    await ana.sees('Asking Box…', inModal);
    held.release();
    await ana.sees(/\nAs of /, inModal);
    expect(listCalls(world()) - before).toBe(1);
    // Box's list has said everything about this request, so it is not read by itself as well.
    await nothingIsDue(world());
    const lease = box.signRequests().find(({ name }) => name === 'Lease.pdf');
    expect(box.traffic.filter(({ path }) => path.endsWith(`/${lease?.id}`))).toEqual([]);
    box.faults.next({ kind: 'status', method: 'GET', path: listCall, status: 503 });
    await ana.presses('Refresh', { beside: 'Lease.pdf' });
    await ana.sees('Box is busy or not answering. This list is as of', inModal);
    expect(await ana.messages('app')).toEqual([]);
    // A request that Box's list no longer has is read by itself.
    const gone = box.signRequests().find(({ name }) => name === 'Deleted.pdf');
    box.deleteFile({ id: gone?.signFileIds[0] ?? '' });
    const reads = (): number =>
      box.traffic.filter(({ method, path }) => method === 'GET' && path.endsWith(`/${gone?.id}`)).length;
    await ana.presses('Ask Box again');
    await ana.sees(/\nAs of /, inModal);
    await ana.presses('Refresh', { beside: 'Deleted.pdf' });
    await expect.poll(reads).toBe(1);
  });

  it('of two quick choices the later one stays, although Slack shows the earlier one last', async () => {
    const { ana, slack } = world();
    await createsInBox(world(), ['Quick.pdf']);
    await opensList(world());
    let held = 0;
    let shown = 0;
    let release = (): void => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    slack.onCall(async ({ method, args, phase }) => {
      const isEarlier = method === 'views.update' && JSON.stringify(args).includes('No completed requests.');
      if (isEarlier && phase === 'applied') shown += 1;
      if (isEarlier && phase === 'before') {
        held += 1;
        await released;
      }
      return 'go';
    });
    await ana.presses('Completed (0)');
    await expect.poll(() => held).toBeGreaterThan(0);
    await ana.presses('Ended (0)');
    await ana.sees('No declined, cancelled or expired requests.', inModal);
    release();
    await expect.poll(() => shown).toBe(held);
    await ana.sees('No declined, cancelled or expired requests.', inModal);
    slack.onCall(null);
  });

  it('a button of the list searches for what is in the search field', async () => {
    const { ana, slack } = world();
    await createsInBox(world(), ['Searched.pdf', 'Other.pdf']);
    await opensList(world(), 'searched');
    const view = await ana.modal();
    // The field was changed, but Enter was not pressed.
    const payload = {
      ...press(world(), { by: 'ana' }, { actionId: 'list_group_waiting' }),
      view: {
        id: view?.id,
        type: 'modal',
        callback_id: 'list',
        private_metadata: JSON.stringify({ group: '', query: 'searched', page: '1' }),
        state: { values: { search: { list_search: { type: 'plain_text_input', value: null } } } },
      },
    };
    expect((await slack.send({ payload })).status).toBe(200);
    await ana.sees('Other.pdf', inModal);
  });
});

stories('a list that Box has never given', () => {
  const world = aWorld();

  it('Refresh in a row reads the request itself', async () => {
    const { ana, box } = world();
    const [sent] = await sendsRequests(world(), ['Unlisted']);
    await pollsRarely(world());
    box.faults.next({ kind: 'status', method: 'GET', path: listCall, status: 403, times: 1_000 });
    await ana.types('/sign list');
    await ana.sees('Box refused to give this list', inModal);
    await box.person('dee@client.com').views();
    await ana.presses('Waiting (1)');
    await ana.presses('Refresh', { beside: 'Unlisted.pdf' });
    await sent?.card('Opened by dee@client.com');
    box.faults.clear();
  });
});

stories('a list whose connection to Box changes', () => {
  const world = aWorldToConnectIn();
  beforeEach(() => world().ana.reloads());

  it('rows of a list without a connection say so, and offer only what works', async () => {
    const { ana, anaAtBox } = world();
    await connects(world(), ana, anaAtBox);
    const [, gone, over] = await sendsRequests(world(), ['Open', 'Deleted', 'Over']);
    await anaAtBox.deletes(gone?.atBox().signFileIds[0] ?? '');
    await anaAtBox.cancelsInBox(over?.boxId ?? '');
    await world().passes(3 * 60_000);
    await gone?.card(/Box no longer has this request/);
    await over?.card(/Cancelled/);
    await opensList(world());
    await disconnects(world());
    await ana.types('/sign status Open', { in: '#contracts' });
    await ana.sees('🔌 It stays open in Box; we last checked', { in: '#contracts' });
    await ana.types('/sign list');
    const list = await ana.sees('Not connected to Box', inModal);
    expect(list).toMatch(/Open\.pdf\n🔌 It stays open in Box; we last checked [^[]*\[⋯ Details\]/);
    expect(list).toMatch(/Deleted\.pdf\n🗑 Box no longer has this request/);
    const card = await onlyCard(world(), 'Deleted.pdf', /Box no longer has this request/);
    await ana.presses('Put aside', { on: card });
    await onlyCard(world(), 'Deleted.pdf', /Box no longer has this request.*not signed, as far as we know/s);
    // An ended request no longer changes in Box, so its row does not mention the connection.
    await ana.presses('Ended (1)');
    const ended = await ana.sees(/Over\.pdf\n🚫 /, inModal);
    expect(ended).not.toContain('It stays open in Box');
  });

  it('an answer that Box gives after Ana has disconnected brings back nothing', async () => {
    const { ana, anaAtBox, box } = world();
    await connects(world(), ana, anaAtBox);
    const kim = box.addUser({ login: 'kim@acme.com', name: 'Kim Ode' });
    sharesWithAna(world(), kim, { name: 'Of Kim.pdf', as: 'viewer', to: 'gus@client.com' });
    await opensList(world());
    const held = holdAnswers(world());
    await ana.presses('Shared with me');
    await expect.poll(held.waiting).toBe(1);
    await disconnects(world());
    held.release();
    await expect.poll(async () => (await reading(world()))['shared_asked_at']).toBeNull();
    expect(await reading(world())).toMatchObject({ shared_listed_at: null });
    expect((await storedRows(world().store))['shared_requests']).toEqual([]);
  });

  it('a poll that Box answers after Ana has disconnected makes no new request', async () => {
    const { ana, anaAtBox } = world();
    await connects(world(), ana, anaAtBox);
    await sendsRequests(world(), ['Polled 1', 'Polled 2']);
    await createsInBox(world(), ['Late.pdf']);
    const held = holdAnswers(world());
    await expect
      .poll(async () => {
        await world().passes(60_000);
        return held.waiting();
      })
      .toBe(1);
    await disconnects(world());
    held.release();
    await quiet(world());
    const stored = JSON.stringify((await storedRows(world().store))['sign_requests']);
    expect(stored).toContain('Polled 2.pdf');
    expect(stored).not.toContain('Late.pdf');
  });

  it('an answer for the former account does not count for the account that Ana has connected since', async () => {
    const { ana, anaAtBox, box } = world();
    await connects(world(), ana, anaAtBox);
    await opensList(world());
    await ana.sees(/Open\.pdf\n📨/, inModal);
    const held = holdAnswers(world());
    await ana.presses('Waiting (4)');
    await ana.presses('Refresh', { beside: 'Open.pdf' });
    await expect.poll(held.waiting).toBe(1);
    box.addUser({ login: 'sales@acme.com', name: 'Sales' });
    const page = await grantsAccess(aBrowser(world()), await asksForLink(ana), box.person('sales@acme.com'));
    await ana.sees('6-digit code from your browser', inModal);
    await ana.fills({ Code: codeOn(page) });
    await ana.submits();
    await ana.sees('Connected to Box as sales@acme.com.', inModal);
    const askedAt = async () => (await reading(world()))['asked_at'];
    held.release();
    await expect.poll(askedAt).toBeNull();
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees(/\nAs of /, inModal);
    await ana.sees(/Open\.pdf\n🔌 It stays open in Box, sent as ana@acme\.com;/, inModal);
  });
});
