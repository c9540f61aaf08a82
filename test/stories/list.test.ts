/** The list of a person's sign requests: first from the store, immediately, then as Box has it. */
// runs: http, embedded
import { expect, it } from 'vitest';
import { asksFor, holdCalls } from './acts.ts';
import { press } from './forging.ts';
import { createsInBox, inModal, listCall, listCalls, opensList } from './listing.ts';
import { quiet } from './quiet.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories } from './world.ts';

stories('the list', () => {
  const world = aWorld();

  it('the list opens before Box has answered, and then shows requests made in Box too', async () => {
    const { ana, slack } = world();
    await ana.types('/sign list');
    await ana.sees('You have no signature requests yet.', inModal);
    await createsInBox(world(), ['Lease.pdf']);
    await ana.reloads();
    const held = holdCalls(world(), listCall);
    const before = listCalls(world());
    const updates = () => slack.log.filter(({ method }) => method === 'views.update').length;
    const drawn = updates();
    await ana.types('/sign list');
    expect(await ana.sees('Asking Box…', inModal)).toContain('Waiting (0)');
    held.release();
    const list = await ana.sees('Lease.pdf', inModal);
    expect(list).toMatch(/Waiting \(1\)/);
    expect(list).toMatch(
      /Lease\.pdf\n📨 Sent .*Nobody has opened it\.\nSR-\d+ · for [^·]+, from [^·]+ · created in Box/s,
    );
    expect(listCalls(world()) - before).toBe(1);
    // One answer of Box is drawn once or, as new requests are stored meanwhile, a few times.
    await quiet(world());
    expect(updates() - drawn).toBeLessThan(10);
    expect(await ana.messages('app')).toEqual([]);
    await ana.closes();
  });

  it('a request made in Box gets a card when Ana asks for it', async () => {
    const { ana, box } = world();
    await opensList(world());
    await ana.presses('Follow with a card', { beside: 'Lease.pdf' });
    await ana.sees(/Lease\.pdf.*Nobody has opened it/s);
    await expect.poll(async () => (await ana.modal())?.buttons).not.toContain('Follow with a card');
    await box.person('bo@client.com').signs(undefined, { typing: 'Bo Lee' });
    await expect.poll(() => box.signRequests().every(({ status }) => status === 'signed')).toBe(true);
    await opensList(world());
    await ana.sees('Completed (1)', inModal);
    await ana.sees(/Lease\.pdf.*Completed/s);
    expect((await ana.messages('app')).filter(({ thread }) => thread === null)).toHaveLength(1);
  });

  it('other people see only their own requests, and cannot act on Ana’s list', async () => {
    const { ana, box, slack } = world();
    await opensList(world());
    const view = await ana.modal();
    const bo = slack.person('bo');
    await bo.types('/sign list');
    expect(await bo.sees('Not connected to Box', inModal)).not.toMatch(/Lease|Offer|Row/);
    const pressOf = (by: string) => ({
      ...press(world(), { by }, { actionId: 'list_group_completed' }),
      view: {
        id: view?.id,
        type: 'modal',
        callback_id: 'list',
        private_metadata: JSON.stringify({ group: '', query: '', page: '1' }),
        state: { values: {} },
      },
    });
    const rows = box.signRequests().length;
    await slack.person('gil').types('/sign list', { in: '#contracts' });
    await slack.person('gil').sees('full members', { in: '#contracts' });
    for (const by of ['bo', 'gil', 'eve'])
      expect((await slack.send({ payload: pressOf(by) })).status).toBe(200);
    await quiet(world());
    for (const name of ['gil', 'eve']) expect(await slack.person(name).modal()).toBeNull();
    expect(box.signRequests().length).toBe(rows);
    // A redrawn list has other block ids but the same text.
    expect((await ana.modal())?.plain).toBe(view?.plain);
  });

  it('Details open on top of the list, and stay up to date', async () => {
    const { ana, box } = world();
    await createsInBox(world(), ['Offer.pdf'], 'dee@client.com');
    await opensList(world());
    await ana.presses('Waiting (1)');
    await ana.sees('Offer.pdf', inModal);
    await ana.presses('Details', { beside: 'Offer.pdf' });
    const details = await ana.sees('History', inModal);
    expect(details).toContain('dee@client.com — not opened');
    expect(details).toMatch(
      /Text to copy\nOffer\.pdf: waiting for 1 person\. https:\/\/app\.box\.com\/file\/\d+/,
    );
    await box.person('dee@client.com').views();
    await ana.presses('Refresh');
    expect(await ana.sees(/dee@client\.com — opened, not signed, first seen/, inModal)).toContain(
      'dee@client.com had opened it by then',
    );
    await ana.closes();
    await ana.sees(/Offer\.pdf\n👀/, inModal);
    expect((await ana.views()).length).toBe(1);
  });

  it('a row offers only the actions that work now: reminder and cancel', async () => {
    const { ana, box } = world();
    const file = world().newFile('Row.pdf');
    await ana.reloads();
    await asksFor(world(), `${file.url} fay@client.com`);
    await ana.sees('Nobody has been emailed yet', inModal);
    const ready = await ana.presses('Place the fields');
    await world().anaAtBox.placesFieldsAndSends(ready.url ?? '');
    await ana.presses('All my requests');
    await ana.sees(/Row\.pdf\n📨/, inModal);
    const row = async () =>
      (await ana.modal())?.blocks.find((block) => JSON.stringify(block).includes('Row.pdf'));
    expect(JSON.stringify(await row())).not.toMatch(/resend|follow/);
    await world().passes(11 * 60_000);
    await opensList(world());
    await ana.presses('Resend reminder', { beside: 'Row.pdf' });
    await ana.sees('Send a reminder?', inModal);
    expect(await ana.submits()).toEqual({});
    await expect
      .poll(() => box.mails('fay@client.com').map(({ kind }) => kind))
      .toEqual(['invitation', 'reminder']);
    await expect.poll(async () => JSON.stringify(await row())).not.toContain('resend');
    await ana.presses('Cancel request', { beside: 'Row.pdf' });
    await ana.sees('will no longer be able to sign', inModal);
    await ana.submits();
    await expect.poll(async () => (await ana.modal())?.plain).toMatch(/Ended \(1\)/);
    await ana.presses('Ended (1)');
    await ana.sees(/Row\.pdf\n🚫 Cancelled by you/, inModal);
  });

  it('the list stays as it is while Box does not answer, says so, and can ask again', async () => {
    const { ana, box } = world();
    const fault = { kind: 'status' as const, method: 'GET', path: listCall, status: 503 };
    box.faults.next(fault);
    await ana.reloads();
    await ana.types('/sign list offer');
    const list = await ana.sees(/Box is busy or not answering\. This list is as of /, inModal);
    expect(list).toContain('Offer.pdf');
    box.faults.next({ kind: 'hang', method: 'GET', path: listCall, ms: 3_000 });
    await ana.presses('Ask Box again');
    await ana.sees('Asking Box…', inModal);
    await ana.sees('Box is busy or not answering', inModal);
    await ana.presses('Ask Box again');
    await ana.sees(/\nAs of /, inModal);
  });

  it('an open list is up to date although Slack could not open another one', async () => {
    const { ana, slack } = world();
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees(/\nAs of /, inModal);
    const before = listCalls(world());
    slack.faults.next({ kind: 'error', error: 'internal_error', method: 'views.open', times: 4 });
    await ana.types('/sign list');
    await ana.sees('That did not work just now');
    await expect.poll(() => listCalls(world())).toBe(before + 1);
    await ana.presses('Completed (1)');
    expect(await ana.sees(/Lease\.pdf.*Completed/s, inModal)).toMatch(/\nAs of /);
  });

  it('the chosen group and the typed search stay as they are when Box’s answer arrives', async () => {
    const { ana } = world();
    const held = holdCalls(world(), listCall);
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees('Asking Box…', inModal);
    await ana.presses('Completed (1)');
    await ana.sees(/Lease\.pdf.*Completed/s, inModal);
    await ana.fills({ 'Name, person, address, folder or SR number': 'lea' });
    held.release();
    const list = await ana.sees(/\nAs of /, inModal);
    expect(list).toContain('Lease.pdf');
    expect((await ana.modal())?.values).toEqual({ 'Name, person, address, folder or SR number': 'lea' });
  });

  it('the search finds words in names and addresses, and quotes what it did not find', async () => {
    const { ana } = world();
    const list = await opensList(world(), 'DEE@client');
    expect(list).toContain('Offer.pdf');
    expect(list).not.toContain('Lease.pdf');
    await ana.fills({ 'Name, person, address, folder or SR number': '<!channel> *x*' });
    await ana.sees('No requests match "<!channel> *x*".', inModal);
    await ana.fills({ 'Name, person, address, folder or SR number': 'lease' });
    await ana.sees(/Lease\.pdf.*Completed/s, inModal);
    await ana.fills({ 'Name, person, address, folder or SR number': null });
    expect(await ana.submits()).toEqual({});
    await ana.sees(/Waiting \(1\)\] \[Completed \(1\)/, inModal);
  });

  it('only an open list is redrawn', async () => {
    const { ana } = world();
    const held = holdCalls(world(), listCall);
    await ana.reloads();
    await ana.types('/sign list');
    await ana.sees('Asking Box…', inModal);
    const [first] = await ana.views();
    await ana.types('/sign list');
    await expect.poll(async () => (await ana.modal())?.id).not.toBe(first?.id);
    await ana.sees('Asking Box…', inModal);
    held.release();
    await ana.sees(/\nAs of /, inModal);
    expect((await ana.views()).length).toBe(1);
    const [second] = await ana.views();
    const kept = async (id = '') =>
      JSON.stringify((await storedRows(world().store))['list_views']).includes(id);
    expect(await kept(second?.id)).toBe(true);
    await expect.poll(() => kept(first?.id)).toBe(false);
    await ana.closes();
    await expect.poll(() => kept(second?.id)).toBe(false);
  });
});

stories('requests with the same name', () => {
  const world = aWorld();

  it('requests of the same name are told apart by their signers, in the list and in a choice', async () => {
    const { ana } = world();
    for (const to of ['dee@client.com', 'ed@client.com fy@client.com gus@client.com hal@client.com']) {
      await asksFor(world(), `${world().newFile('NDA.pdf').url} ${to}`);
      await ana.sees('Nobody has been emailed yet', inModal);
      await ana.closes();
    }
    const apart = [
      /NDA[^\n]*\.pdf\n[^\n]*\nSR-\d+ · for dee@client\.com, from /,
      /SR-\d+ · for ed@client\.com, fy@client\.com and 2 more, from /,
    ];
    await ana.types('/sign list NDA', { in: '#contracts' });
    for (const one of apart) await ana.sees(one, inModal);
    const [, id] = /(SR-\d+) · for dee/.exec((await ana.modal())?.plain ?? '') ?? [];
    await ana.closes();
    await ana.types(`/sign list ${id}`, { in: '#contracts' });
    await ana.sees(apart[0] as RegExp, inModal);
    expect((await ana.modal())?.plain).not.toContain('ed@client.com');
    await ana.closes();
    await ana.types('/sign cancel', { in: '#contracts' });
    await ana.sees(
      /NDA[^\n]*\.pdf, for ed@client\.com, fy@client\.com and 2 more, from [^—]+ — Not sent yet/,
      {
        in: '#contracts',
      },
    );
  });
});
