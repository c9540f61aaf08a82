/** Box notifies the app by webhook: the card follows within moments, and requests from strangers have no effect. */
// runs: http, embedded, ci
import { createHmac, randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { asksFor, noticesAbout, onlyCard, prepares } from './acts.ts';
import { connects, connectsByCode } from './connecting.ts';
import { type RawResponse, sendsRaw } from './forging.ts';
import { nothingIsDue, pollsRarely, quiet, retriesArePlanned } from './quiet.ts';
import { storedRows } from './stored.ts';
import { aWorld, stories, type World } from './world.ts';

const minute = 60_000;

/** Headers as Box sends them, with one signature, of a given key and time. */
function headersOfBox(
  world: World,
  body: string,
  {
    key,
    at = world.now(),
    name = 'primary',
  }: { key?: string; at?: number; name?: 'primary' | 'secondary' } = {},
) {
  const timestamp = new Date(at).toISOString();
  const secret = key ?? world.env['BOX_WEBHOOK_PRIMARY_KEY'] ?? '';
  return {
    'content-type': 'application/json',
    'box-delivery-timestamp': timestamp,
    'box-signature-version': '1',
    'box-signature-algorithm': 'HmacSHA256',
    [`box-signature-${name}`]: createHmac('sha256', secret).update(body).update(timestamp).digest('base64'),
  };
}

stories('webhooks', () => {
  const world = aWorld({ webhooks: true });
  beforeEach(async () => {
    // Time passes, so that notices of two stories are not merged.
    await world().passes(2 * minute);
    await world().ana.reloads();
  });

  const webhooks = () => Object.values(world().box.state.webhooks);

  /** A request that was sent, in a folder with a webhook. */
  async function sentRequest(name: string, who = 'bo@client.com, dee@client.com') {
    const { ana, anaAtBox, box } = world();
    await asksFor(world(), world().newFile(name).url, { 'Other signers (email)': who });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await expect.poll(() => webhooks().length).toBe(1);
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await onlyCard(world(), name, /Sent .*Nobody has opened it/);
    const request = box.signRequests().at(-1);
    if (!request) throw new Error('Box has no request');
    return request;
  }

  /** The last notification that Box sent, as it was sent. */
  const lastNotification = () => {
    const found = world().box.notifications.at(-1);
    if (!found) throw new Error('Box has told nothing');
    return found;
  };

  const sends = (headers: Readonly<Record<string, string>>, body: string): Promise<RawResponse> =>
    sendsRaw(world(), { path: '/box/webhooks', headers: { ...headers }, body });

  /** The notifications that took effect. Calls to Box prove nothing, because the app also polls. */
  const handled = async () => (await storedRows(world().store))['webhook_events'] ?? [];

  it('the card follows a signature and then the end, without a press and without waiting', async () => {
    const { box } = world();
    await sentRequest('Told.pdf');
    await pollsRarely(world());
    await box.person('bo@client.com').signs();
    const card = await onlyCard(world(), 'Told.pdf', /1 of 2 signed/);
    expect(card.plain).not.toContain('did not arrive');
    await pollsRarely(world());
    await box.person('dee@client.com').signs();
    await onlyCard(world(), 'Told.pdf', /Completed.*2 of 2 signed/);
    await expect.poll(async () => (await noticesAbout(world(), 'Told.pdf')).length).toBe(2);
    for (const { status } of box.notifications) expect(status).toBe(200);
  });

  it('the card follows a decline', async () => {
    await sentRequest('Told no.pdf');
    await pollsRarely(world());
    await world().box.person('bo@client.com').declines(undefined, 'No');
    await onlyCard(world(), 'Told no.pdf', 'Declined by bo@client.com');
  });

  it('the card says whose mail bounced, once, and no longer when that person opens the request', async () => {
    const { box } = world();
    await sentRequest('Bounced.pdf', 'bob@client.com');
    await box.person('bob@client.com').bounces();
    await onlyCard(world(), 'Bounced.pdf', '⚠️ An email did not arrive: bob@client.com.');
    await expect
      .poll(() => noticesAbout(world(), 'Bounced.pdf'))
      .toEqual([expect.stringContaining('did not arrive. Not opened yet: bob@client.com')]);
    await box.person('bob@client.com').signs();
    const card = await onlyCard(world(), 'Bounced.pdf', 'Completed');
    expect(card.plain).not.toContain('did not arrive');
  });

  it('a bounce that names all signers is reported for all who have not opened the request', async () => {
    const { box } = world();
    await sentRequest('Who.pdf', 'cy@client.com, dora@client.com, eva@client.com');
    await box.person('eva@client.com').views();
    const card = await onlyCard(world(), 'Who.pdf', '');
    await world().ana.presses('Refresh', { on: card });
    await onlyCard(world(), 'Who.pdf', /Opened by eva@client\.com/);
    await box.person('cy@client.com').bounces();
    await onlyCard(
      world(),
      'Who.pdf',
      'Box did not say which address. Not opened yet: cy@client.com and dora@client.com.',
    );
  });

  /** Box notifies that mails about the request to these addresses bounced. */
  async function notifiesOfBounce(requestId: string, ...addresses: readonly string[]): Promise<void> {
    const told = JSON.parse(lastNotification().body);
    const info = { ...told.additional_info, sign_request_id: requestId, signer_emails: addresses };
    const trigger = 'SIGN_REQUEST.SIGNER_EMAIL_BOUNCED';
    const body = JSON.stringify({ ...told, id: randomUUID(), trigger, additional_info: info });
    expect((await sends(headersOfBox(world(), body), body)).status).toBe(200);
    await quiet(world());
  }

  it('a bounce is reported only for signers of the request, however their addresses are written', async () => {
    const { id } = await sentRequest('Elsewhere.pdf', 'fay@client.com');
    await notifiesOfBounce(id, 'gus@elsewhere.com');
    expect((await onlyCard(world(), 'Elsewhere.pdf', '')).plain).not.toContain('did not arrive');
    await notifiesOfBounce(id, 'FAY@client.com');
    await onlyCard(world(), 'Elsewhere.pdf', '⚠️ An email did not arrive: fay@client.com.');
  });

  it('a bounce for which Box names nobody is reported for all who have not opened the request', async () => {
    const { id } = await sentRequest('Unnamed.pdf', 'hal@client.com, ida@client.com');
    await notifiesOfBounce(id);
    await onlyCard(world(), 'Unnamed.pdf', 'Box did not say which address.');
  });

  it('bounces of one request that are reported together are one notice, which names everyone', async () => {
    const people = ['la', 'lb', 'lc', 'ld', 'le'].map((name) => `${name}@client.com`);
    const { id } = await sentRequest('Returned.pdf', people.join(', '));
    // After two messages within a minute, the others wait, and come as one.
    for (const person of people) await notifiesOfBounce(id, person);
    await world().passes(2 * minute);
    await expect
      .poll(async () => (await noticesAbout(world(), 'Returned.pdf')).at(-1))
      .toContain('Not opened yet: la@client.com, lb@client.com and 3 more.');
    await quiet(world());
    const texts = (await world().ana.messages('app')).map(({ plain }) => plain);
    expect(texts.filter((plain) => /^\d+ updates on .*Returned\.pdf/s.test(plain))).toEqual([]);
  });

  it.each(['webhook-doubled', 'webhook-overtaken'] as const)(
    'the card is right after the fault %s',
    async (kind) => {
      const { box } = world();
      const name = `${kind}.pdf`;
      await sentRequest(name);
      box.faults.next({ kind });
      await box.person('bo@client.com').signs();
      await box.person('dee@client.com').signs();
      await onlyCard(world(), name, /Completed.*2 of 2 signed/);
      // Two signatures and the end make three notices, so some wait for a minute and may be merged.
      await world().passes(2 * minute);
      const ends = async () =>
        (await world().ana.messages('app')).filter(({ plain }) => plain.includes(`${name} is complete`));
      await expect.poll(ends).toHaveLength(1);
      await quiet(world());
      expect(await ends()).toHaveLength(1);
    },
  );

  it('a notification that comes again has no second effect', async () => {
    await sentRequest('Again.pdf');
    await world().box.person('bo@client.com').signs();
    await onlyCard(world(), 'Again.pdf', /1 of 2 signed/);
    await quiet(world());
    const before = await handled();
    const { headers, body } = lastNotification();
    expect((await sends(headers, body)).status).toBe(200);
    expect((await sends(headersOfBox(world(), body), body)).status).toBe(200);
    await quiet(world());
    expect(await handled()).toEqual(before);
  });

  it('both keys are accepted, and times within limits', async () => {
    await sentRequest('Keys.pdf');
    await quiet(world());
    const statusAndEffect = async (
      how: Parameters<typeof headersOfBox>[2],
    ): Promise<[number | null, boolean]> => {
      const before = (await handled()).length;
      const body = JSON.stringify({ ...JSON.parse(lastNotification().body), id: randomUUID() });
      const { status } = await sends(headersOfBox(world(), body, how), body);
      await quiet(world());
      return [status, (await handled()).length > before];
    };
    const now = world().now();
    const key = world().env['BOX_WEBHOOK_SECONDARY_KEY'] ?? '';
    expect(await statusAndEffect({ key, name: 'secondary' })).toEqual([200, true]);
    // Either signature may be made with either key, because one of them may have been replaced.
    expect(await statusAndEffect({ key })).toEqual([200, true]);
    expect(await statusAndEffect({ at: now - 9 * minute })).toEqual([200, true]);
    expect(await statusAndEffect({ at: now + 4 * minute })).toEqual([200, true]);
    expect(await statusAndEffect({ at: now - 11 * minute })).toEqual([401, false]);
    expect(await statusAndEffect({ at: now + 6 * minute })).toEqual([401, false]);
    expect(await statusAndEffect({ key: 'another' })).toEqual([401, false]);
  });

  it('a notification that Box did not sign is refused without details', async () => {
    await sentRequest('Forged.pdf');
    await quiet(world());
    const before = await handled();
    const body = JSON.stringify({ ...JSON.parse(lastNotification().body), id: 'zebrafinch' });
    const good = headersOfBox(world(), body);
    const without = (name: string) =>
      Object.fromEntries(Object.entries(good).filter(([key]) => key !== name));
    const refused: readonly [Record<string, string>, string][] = [
      [{}, body],
      [without('box-signature-primary'), body],
      [without('box-delivery-timestamp'), body],
      [{ ...good, 'box-signature-version': '2' }, body],
      [{ ...good, 'box-signature-algorithm': 'none' }, body],
      [{ ...good, 'box-signature-primary': 'A'.repeat(44) }, body],
      [{ ...good, 'box-delivery-timestamp': 'now' }, body],
      [{ ...good, 'box-delivery-timestamp': new Date(world().now() + 1).toISOString() }, body],
      [good, body.replace('zebrafinch', 'zebrafinsh')],
    ];
    for (const [headers, text] of refused) expect((await sends(headers, text)).status).toBe(401);
    const incomplete = [{ type: 'event' }, { id: null }, { webhook: {} }, { trigger: '' }].map((wrong) =>
      JSON.stringify({ ...JSON.parse(body), ...wrong }),
    );
    for (const text of ['', 'null', '[]', '{"type":"webhook_event"}', '{"zebrafinch":', ...incomplete]) {
      expect((await sends(headersOfBox(world(), text), text)).status).toBe(400);
    }
    const large = 'x'.repeat(100_000);
    expect((await sends(headersOfBox(world(), large), large)).status).toBe(413);
    expect((await sendsRaw(world(), { method: 'GET', path: '/box/webhooks' })).status).toBe(405);
    await quiet(world());
    expect(await handled()).toEqual(before);
    expect(world().app.output()).not.toContain('zebrafinch');
  });

  it('webhooks of others and unknown requests are ignored', async () => {
    await sentRequest('Foreign.pdf');
    await quiet(world());
    const before = await handled();
    const told = JSON.parse(lastNotification().body);
    const foreign = JSON.stringify({ ...told, id: randomUUID(), webhook: { id: '999', type: 'webhook' } });
    expect((await sends(headersOfBox(world(), foreign), foreign)).status).toBe(200);
    expect(await handled()).toEqual(before);
    const info = { ...told.additional_info, sign_request_id: 'nobody' };
    const unknown = JSON.stringify({ ...told, id: randomUUID(), additional_info: info });
    expect((await sends(headersOfBox(world(), unknown), unknown)).status).toBe(200);
    await quiet(world());
    expect(world().box.traffic.filter(({ path }) => path.includes('nobody'))).toEqual([]);
  });

  it('a dead webhook is noticed and replaced', async () => {
    const { box } = world();
    await sentRequest('Dead.pdf');
    const [hook] = webhooks();
    box.killWebhook({ id: hook?.id ?? '' });
    await box.person('bo@client.com').signs();
    await world().passes(5 * minute);
    await onlyCard(world(), 'Dead.pdf', /1 of 2 signed/);
    await expect
      .poll(() => webhooks().map(({ id, isDead }) => [id === hook?.id, isDead]))
      .toEqual([[false, false]]);
    await box.person('dee@client.com').signs();
    await onlyCard(world(), 'Dead.pdf', /Completed.*2 of 2 signed/);
  });

  it('polling finds what a lost notification did not report', async () => {
    const { box } = world();
    await sentRequest('Lost.pdf');
    box.faults.next({ kind: 'webhook-lost' });
    await box.person('bo@client.com').signs();
    await world().passes(5 * minute);
    await onlyCard(world(), 'Lost.pdf', /1 of 2 signed/);
  });

  it('a webhook that has reported something since stays, although one notification was lost', async () => {
    const { box } = world();
    await sentRequest('Missed.pdf', 'ines@client.com, jo@client.com');
    await sentRequest('Heard.pdf', 'kay@client.com');
    const [hook] = webhooks();
    box.faults.next({ kind: 'webhook-lost' });
    await box.person('ines@client.com').signs();
    await world().passes(1_000);
    await box.person('kay@client.com').bounces();
    await onlyCard(world(), 'Heard.pdf', 'did not arrive');
    await world().passes(5 * minute);
    await onlyCard(world(), 'Missed.pdf', /1 of 2 signed/);
    await nothingIsDue(world());
    expect(webhooks().map(({ id }) => id)).toEqual([hook?.id]);
  });

  it('what a notification was about is read once, even if Box refuses that', async () => {
    const { box } = world();
    const { id } = await sentRequest('Unreadable.pdf', 'lu@client.com, max@client.com');
    await pollsRarely(world());
    const reads = () =>
      box.traffic.filter(({ method, path }) => method === 'GET' && path === `/2.0/sign_requests/${id}`)
        .length;
    const before = reads();
    box.faults.next({
      kind: 'status',
      method: 'GET',
      path: /\/sign_requests\/[^/]+$/,
      status: 403,
      times: 2,
    });
    await box.person('lu@client.com').signs();
    await expect.poll(reads).toBe(before + 1);
    await retriesArePlanned(world());
    await world().passes(10_000);
    await nothingIsDue(world());
    expect(reads()).toBe(before + 1);
    box.faults.clear();
  });
});

stories('the life of a webhook', () => {
  const world = aWorld({ webhooks: true, box: 'oauth' });
  const webhooks = () => Object.values(world().box.state.webhooks);

  async function createsRequest(name: string): Promise<string> {
    const { ana } = world();
    await ana.reloads();
    await asksFor(world(), world().newFile(name).url, { 'Other signers (email)': 'bo@client.com' });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await ana.closes();
    return world().box.signRequests().at(-1)?.id ?? '';
  }

  it('each folder has one webhook, which is deleted some time after the folder’s last open request has ended', async () => {
    const { anaAtBox } = world();
    const ids = [await createsRequest('One.pdf'), await createsRequest('Two.pdf')];
    await expect.poll(() => webhooks().length).toBe(1);
    for (const id of ids) {
      expect(webhooks()).toHaveLength(1);
      await anaAtBox.cancelsInBox(id);
      await world().passes(5 * minute);
      await onlyCard(world(), id === ids[0] ? 'One.pdf' : 'Two.pdf', 'Cancelled');
    }
    await world().passes(15 * minute);
    await expect.poll(webhooks).toEqual([]);
    await expect.poll(async () => (await storedRows(world().store))['webhooks']).toEqual([]);
  });

  it('an existing webhook in Box is found and given this app’s address', async () => {
    await createsRequest('First.pdf');
    await expect.poll(() => webhooks().length).toBe(1);
    const [hook] = webhooks();
    if (!hook) throw new Error('Box has no webhook');
    const { address } = hook;
    await world().app.stop();
    hook.address = 'http://127.0.0.1:1/elsewhere';
    await world().restart();
    const own = JSON.stringify({ ...deleted(hook.id), id: randomUUID() });
    expect((await notifies(own)).status).toBe(200);
    await expect.poll(() => webhooks().map((one) => one.address)).toEqual([address]);
  });

  it('a webhook is created again when Box notifies that it has deleted it', async () => {
    await createsRequest('Cleaned.pdf');
    const [hook] = webhooks();
    const body = JSON.stringify(deleted(hook?.id ?? ''));
    delete world().box.state.webhooks[hook?.id ?? ''];
    expect((await notifies(body)).status).toBe(200);
    await expect.poll(() => webhooks().map(({ id }) => id === hook?.id)).toEqual([false]);
  });

  it('a webhook gets the operator’s new address', async () => {
    await createsRequest('Moved.pdf');
    await expect.poll(() => webhooks().length).toBe(1);
    const [hook] = webhooks();
    const moved = (world().env['PUBLIC_URL'] ?? '').replace('127.0.0.1', 'localhost');
    await world().app.stop();
    await world().restart({ env: { PUBLIC_URL: moved } });
    await expect
      .poll(() => webhooks().map(({ id, address }) => [id, address]))
      .toEqual([[hook?.id, `${moved}/box/webhooks`]]);
    await world().app.stop();
    await world().restart();
    await expect.poll(() => webhooks()[0]?.address).toBe(hook?.address);
  });

  it('the webhooks are deleted when the operator has removed the keys', async () => {
    await createsRequest('Keyless.pdf');
    await expect.poll(() => webhooks().length).toBe(1);
    await world().app.stop();
    await world().restart({ env: { BOX_WEBHOOK_PRIMARY_KEY: '', BOX_WEBHOOK_SECONDARY_KEY: '' } });
    await expect.poll(webhooks).toEqual([]);
    await world().app.stop();
    await world().restart();
    await expect.poll(() => webhooks().length).toBe(1);
  });

  it('a webhook is not replaced because of notifications that were lost while the app was down', async () => {
    const { ana, anaAtBox, box } = world();
    await createsRequest('Down.pdf');
    await expect.poll(() => webhooks().length).toBe(1);
    const [hook] = webhooks();
    const card = await onlyCard(world(), 'Down.pdf', 'Place the fields');
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields', { on: card })).url ?? '');
    await onlyCard(world(), 'Down.pdf', /Sent .*Nobody has opened it/);
    await world().app.stop();
    box.faults.next({ kind: 'webhook-lost' });
    box.faults.next({ kind: 'webhook-lost' });
    await box.person('bo@client.com').signs();
    await world().passes(10 * minute);
    await world().restart();
    await onlyCard(world(), 'Down.pdf', /1 of 1 signed/);
    await quiet(world());
    expect(webhooks().map(({ id }) => id)).toEqual([hook?.id]);
    expect(world().app.output()).not.toContain('has not told of news');
  });

  it('a webhook stays with its person when a colleague connects another account', async () => {
    const { slack, box, anaAtBox } = world();
    await createsRequest('Hers.pdf');
    await expect.poll(() => webhooks().length).toBe(1);
    const bo = slack.person('bo');
    await connectsByCode(world(), bo, anaAtBox);
    await prepares(bo, world().newFile('His.pdf'));
    const shared = async () =>
      ((await storedRows(world().store))['webhooks'] ?? []).map((row) => /"box_id": ?"(\d+)"/.exec(row)?.[1]);
    await expect.poll(async () => (await shared()).length).toBe(2);
    const [one, other] = await shared();
    expect(one).toBe(other);
    box.addUser({ login: 'bo@acme.com', name: 'Bo' });
    await connects(world(), bo, box.person('bo@acme.com'));
    await quiet(world());
    expect(webhooks().map(({ id }) => id)).toContain(one);
    expect(await shared()).toContain(one);
    const boxId = box.signRequests().find(({ name }) => name.startsWith('Hers'))?.id ?? '';
    await anaAtBox.cancelsInBox(boxId);
  });

  const deleted = (id: string) => ({
    type: 'webhook_event',
    id: randomUUID(),
    trigger: 'WEBHOOK.DELETED',
    webhook: { id, type: 'webhook' },
    source: { id, type: 'webhook' },
    additional_info: { reason: 'auto_cleanup' },
  });

  const notifies = (body: string): Promise<RawResponse> =>
    sendsRaw(world(), { path: '/box/webhooks', headers: headersOfBox(world(), body), body });
});

stories('webhooks with Client Credentials Grant', () => {
  const world = aWorld({ webhooks: true, box: 'client-credentials' });

  it('the card still follows when Box notifies only that the token expired', async () => {
    const { ana, anaAtBox, box } = world();
    await asksFor(world(), world().newFile('Quiet.pdf').url, { 'Other signers (email)': 'bo@client.com' });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await onlyCard(world(), 'Quiet.pdf', /Sent .*Nobody has opened it/);
    await pollsRarely(world());
    await world().passes(3 * minute);
    // Only Box's tokens expire. If the app's clock passed the expiry too, the app would poll and so renew the token.
    for (const token of Object.values(box.state.tokens)) token.expiresAt = 0;
    await box.person('bo@client.com').signs();
    await onlyCard(world(), 'Quiet.pdf', 'Completed');
    expect(box.notifications.map(({ body }) => JSON.parse(body).trigger)).toContain('NO_ACTIVE_SESSION');
  });
});

stories('a webhook that Box refuses', () => {
  const world = aWorld({ webhooks: true });
  const tries = () =>
    world().box.traffic.filter(({ method, path }) => method === 'POST' && path === '/2.0/webhooks').length;

  it('it is asked for again only after a day, and then works', async () => {
    const { ana, box } = world();
    const creates = async (name: string): Promise<void> => {
      await ana.reloads();
      await asksFor(world(), world().newFile(name).url, { 'Other signers (email)': 'bo@client.com' });
      await ana.sees('Nobody has been emailed yet', { in: 'modal' });
      await ana.closes();
      await quiet(world());
    };
    box.faults.next({ kind: 'status', status: 403, method: 'POST', path: /\/webhooks$/ });
    await creates('Refused hook.pdf');
    await expect.poll(tries).toBe(1);
    await creates('Same folder.pdf');
    expect(tries()).toBe(1);
    await world().passes(25 * 60 * minute);
    await creates('Next day.pdf');
    await expect.poll(() => Object.keys(box.state.webhooks)).toHaveLength(1);
    expect(tries()).toBe(2);
  });
});

stories('the webhook of a person’s only request', () => {
  const world = aWorld({ webhooks: true });

  it('a dead webhook is replaced when the request is polled by itself', async () => {
    const { ana, anaAtBox, box } = world();
    const webhooks = () => Object.values(box.state.webhooks);
    await asksFor(world(), world().newFile('Alone.pdf').url, {
      'Other signers (email)': 'bo@client.com, dee@client.com',
    });
    await ana.sees('Nobody has been emailed yet', { in: 'modal' });
    await expect.poll(() => webhooks().length).toBe(1);
    await anaAtBox.placesFieldsAndSends((await ana.presses('Place the fields')).url ?? '');
    await ana.closes();
    await onlyCard(world(), 'Alone.pdf', /Sent .*Nobody has opened it/);
    const [hook] = webhooks();
    box.killWebhook({ id: hook?.id ?? '' });
    await box.person('bo@client.com').signs();
    await world().passes(5 * minute);
    await onlyCard(world(), 'Alone.pdf', /1 of 2 signed/);
    const lists = box.traffic.filter(({ method, path }) => method === 'GET' && path === '/2.0/sign_requests');
    expect(lists).toEqual([]);
    await expect
      .poll(() => webhooks().map(({ id, isDead }) => [id === hook?.id, isDead]))
      .toEqual([[false, false]]);
  });
});
