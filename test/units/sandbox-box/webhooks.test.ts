/** Webhooks v2: what Box accepts and refuses, what it sends to whom and how often, and how it can fail. */
import { createHmac } from 'node:crypto';
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { closeServer, listenOnLoopback } from '../../../sandbox/http.ts';
import { aWorld, DAY_MS, MINUTE_MS, type Reply, type World } from './support.ts';

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly raw: string;
  // biome-ignore lint/suspicious/noExplicitAny: read as it came, and asserted
  readonly body: any;
}

class Receiver {
  readonly got: Received[] = [];
  /** The statuses of the answers in order; the last one is repeated. */
  statuses = [200];
  readonly server: Server;
  url = '';

  constructor() {
    this.server = createServer(async (request, response) => {
      let raw = '';
      for await (const part of request) raw += String(part);
      this.got.push({ headers: request.headers, raw, body: JSON.parse(raw) });
      const status = this.statuses.length > 1 ? this.statuses.shift() : this.statuses[0];
      response.writeHead(status ?? 200).end();
    });
  }

  triggers(): string[] {
    return this.got.map(({ body }) => body.trigger);
  }
}

const open: Receiver[] = [];
afterEach(async () => {
  for (const receiver of open.splice(0)) await closeServer(receiver.server);
});

async function aReceiver(): Promise<Receiver> {
  const receiver = new Receiver();
  receiver.url = `http://127.0.0.1:${await listenOnLoopback(receiver.server)}/box/webhook`;
  open.push(receiver);
  return receiver;
}

const GUIDE_TRIGGERS = [
  'SIGN_REQUEST.SIGNATURE_REQUESTED',
  'SIGN_REQUEST.SIGNER_SIGNED',
  'SIGN_REQUEST.COMPLETED',
  'SIGN_REQUEST.DECLINED',
  'SIGN_REQUEST.EXPIRED',
  'SIGN_REQUEST.SIGNER_EMAIL_BOUNCED',
  'SIGN_REQUEST.ERROR_FINALIZING',
];

function register(world: World, more: Record<string, unknown> = {}, token?: string): Promise<Reply> {
  const target = { type: 'folder', id: world.folder.id };
  const body = { target, address: 'https://sign.example.com/hook', triggers: GUIDE_TRIGGERS, ...more };
  return world.call('POST', '/2.0/webhooks', { body, ...(token === undefined ? {} : { token }) });
}

const letBoSign = (world: World) => world.box.person('bo@client.com').signs();
const waitForDeliveries = (world: World) => expect.poll(() => world.box.state.deliveries).toEqual([]);

describe('registering', () => {
  it('a webhook of the app and user is created, shown, listed, changed and deleted', async () => {
    const world = await aWorld();
    const made = await register(world);
    expect(made.status).toBe(201);
    const { id } = made.body;
    expect((await world.call('GET', `/2.0/webhooks/${id}`)).body).toEqual(made.body);
    const target = { type: 'folder', id: world.folder.id };
    expect((await world.call('GET', '/2.0/webhooks')).body.entries).toEqual([
      { id, type: 'webhook', target },
    ]);
    const triggers = ['SIGN_REQUEST.COMPLETED'];
    const changed = await world.call('PUT', `/2.0/webhooks/${id}`, { body: { triggers } });
    expect(changed.body).toEqual({ ...made.body, triggers });
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    for (const method of ['GET', 'DELETE']) {
      expect((await world.call(method, `/2.0/webhooks/${id}`, { token: cy.token })).status).toBe(404);
    }
    expect((await world.call('GET', '/2.0/webhooks', { token: cy.token })).body.entries).toEqual([]);
    expect((await world.call('DELETE', `/2.0/webhooks/${id}`)).status).toBe(204);
    expect((await world.call('GET', `/2.0/webhooks/${id}`)).status).toBe(404);
  });

  it.each<[string, Record<string, unknown>, number]>([
    ['the root folder', { target: { type: 'folder', id: '0' } }, 400],
    ['an item that is not there', { target: { type: 'folder', id: '99' } }, 404],
    ['another type of item', { target: { type: 'web_link', id: '99' } }, 400],
    ['no trigger', { triggers: [] }, 400],
    ['an unknown trigger', { triggers: ['SIGN_REQUEST.VIEWED'] }, 400],
    ['plain HTTP', { address: 'http://sign.example.com/' }, 400],
    ['another port', { address: 'https://sign.example.com:8443/' }, 400],
    ['an address in numbers', { address: 'https://10.0.0.1/' }, 400],
    ['an address at Box', { address: 'https://hooks.box.com/' }, 400],
    ['no address', { address: 'sign' }, 400],
    ['an unknown property', { secret: 'x' }, 400],
  ])('%s is refused', async (_what, more, status) => {
    const world = await aWorld();
    expect((await register(world, more)).status).toBe(status);
    expect(world.box.state.webhooks).toEqual({});
  });

  it('triggers are accepted under both names', async () => {
    const world = await aWorld();
    const triggers = ['SIGN_SIGNER_SIGNED', 'SIGN_DOCUMENT_CREATED', 'SIGN_ERROR_FINALIZING'];
    const made = await register(world, { triggers: triggers.map((one) => `SIGN_REQUEST.${one}`) });
    expect(made.status).toBe(201);
  });

  it('one webhook exists for each item, app and user, and a second is refused with the id of the first', async () => {
    const world = await aWorld();
    const { id } = (await register(world)).body;
    const again = await register(world, { triggers: ['SIGN_REQUEST.DECLINED'] });
    expect([again.status, again.body.context_info.errors[0].name]).toEqual([409, 'existing_webhook_id']);
    expect(again.body.context_info.errors[0].message).toContain(`Webhook:${id} `);
    const cy = world.box.addUser({ login: 'cy@acme.com', name: 'Cy' });
    expect((await register(world, {}, cy.token)).status).toBe(404);
    world.box.shareFolder(world.folder, { with: cy });
    expect((await register(world, {}, cy.token)).status).toBe(201);
  });

  it('a user can have a thousand webhooks, listed in pages', async () => {
    const world = await aWorld();
    const { body } = await register(world);
    const first = world.box.state.webhooks[body.id];
    if (first === undefined) throw new Error('not made');
    for (let count = 1; count < 1000; count += 1) {
      const id = `18${String(count).padStart(8, '0')}`;
      world.box.state.webhooks[id] = { ...first, id, target: { type: 'folder', id } };
    }
    const another = world.box.addFolder(world.ana, { name: 'One more' });
    expect((await register(world, { target: { type: 'folder', id: another.id } })).status).toBe(400);
    const page = (await world.call('GET', '/2.0/webhooks?limit=600')).body;
    const rest = (await world.call('GET', `/2.0/webhooks?limit=600&marker=${page.next_marker}`)).body;
    expect([page.entries.length, rest.entries.length, rest.next_marker]).toEqual([600, 400, null]);
  });

  it('webhooks need their scope', async () => {
    const world = await aWorld();
    const token = world.box.issueToken(world.ana, { lacks: ['manage_webhook'] });
    const made = await register(world, {}, token);
    expect([made.status, made.body.code]).toEqual([403, 'insufficient_scope']);
    expect((await world.call('GET', '/2.0/webhooks', { token })).status).toBe(403);
  });
});

describe('notifications', () => {
  it('notifications report what happened below the folder, signed with both keys', async () => {
    const world = await aWorld();
    world.box.setSignatureKeys({ primary: 'first key', secondary: 'second key' });
    const receiver = await aReceiver();
    const outer = await register(world, { address: receiver.url });
    const id = await world.sent({ external_id: 'e-1' });
    await letBoSign(world);
    world.pass(300);
    await waitForDeliveries(world);
    expect(receiver.triggers()).toEqual([
      'SIGN_REQUEST.SIGNATURE_REQUESTED',
      'SIGN_REQUEST.SIGNER_SIGNED',
      'SIGN_REQUEST.COMPLETED',
    ]);
    const { headers, raw, body } = receiver.got.at(-1) ?? { headers: {}, raw: '', body: null };
    const request = world.box.state.signRequests[id];
    expect(body).toMatchObject({
      type: 'webhook_event',
      webhook: { id: outer.body.id },
      source: { type: 'file', id: request?.signFileIds[0] },
      additional_info: {
        sign_request_id: id,
        signer_emails: ['ana@acme.com', 'bo@client.com'],
        external_id: 'e-1',
      },
    });
    const timestamp = String(headers['box-delivery-timestamp']);
    const signature = (key: string) =>
      createHmac('sha256', key).update(raw).update(timestamp).digest('base64');
    expect(headers).toMatchObject({
      'box-signature-version': '1',
      'box-signature-algorithm': 'HmacSHA256',
      'box-signature-primary': signature('first key'),
      'box-signature-secondary': signature('second key'),
    });
    expect(Date.parse(timestamp)).toBe(world.now);
  });

  it('notifications use the registered name of the trigger, and skip other folders', async () => {
    const world = await aWorld();
    const [receiver, beside] = [await aReceiver(), await aReceiver()];
    const inner = world.box.addFolder(world.ana, { name: 'Deals', parent: world.folder });
    const other = world.box.addFolder(world.ana, { name: 'Other' });
    await register(world, { address: receiver.url, triggers: ['SIGN_REQUEST.SIGN_SIGNER_SIGNED'] });
    await register(world, { address: beside.url, target: { type: 'folder', id: other.id } });
    await world.sent({ parent_folder: { type: 'folder', id: inner.id } });
    await letBoSign(world);
    await waitForDeliveries(world);
    expect(receiver.triggers()).toEqual(['SIGN_REQUEST.SIGN_SIGNER_SIGNED']);
    expect(beside.got).toEqual([]);
  });

  it('decline, expiry, bounce and a failed end are reported, a cancel never', async () => {
    const world = await aWorld();
    const receiver = await aReceiver();
    await register(world, {
      address: receiver.url,
      triggers: GUIDE_TRIGGERS.filter((one) => !one.endsWith('SIGNATURE_REQUESTED')),
    });
    const bo = world.box.person('bo@client.com');
    await world.sent();
    await bo.declines(undefined, 'Clause 4');
    await world.sent({ days_valid: 1 });
    world.pass(DAY_MS);
    await world.box.person('ana@acme.com').cancelsInBox(await world.sent());
    world.box.faults.next({ kind: 'ends', status: 'error_finalizing' });
    const id = await world.sent();
    await bo.signs();
    world.pass(300);
    expect(await world.status(id)).toBe('error_finalizing');
    await bo.bounces();
    await world.sent();
    await waitForDeliveries(world);
    expect(receiver.triggers().map((one) => one.replace('SIGN_REQUEST.', ''))).toEqual(
      'DECLINED EXPIRED SIGNER_SIGNED ERROR_FINALIZING SIGNER_EMAIL_BOUNCED'.split(' '),
    );
  });

  it('a notification is sent again twelve times over two hours with the same id', async () => {
    const world = await aWorld();
    const receiver = await aReceiver();
    receiver.statuses = [500];
    await register(world, { address: receiver.url, triggers: ['SIGN_REQUEST.SIGNER_SIGNED'] });
    await world.sent();
    await letBoSign(world);
    const start = world.now;
    await expect.poll(() => receiver.got.length).toBe(1);
    for (let count = 2; count <= 13; count += 1) {
      await expect.poll(() => world.box.state.deliveries[0]?.failures).toBe(count - 1);
      const next = world.box.state.deliveries[0]?.nextAt ?? 0;
      world.pass(next - world.now - 1);
      world.pass(1);
      await expect.poll(() => receiver.got.length).toBe(count);
    }
    await waitForDeliveries(world);
    expect(world.now - start).toBe(120 * MINUTE_MS);
    expect(new Set(receiver.got.map(({ body }) => body.id)).size).toBe(1);
    expect(new Set(receiver.got.map(({ headers }) => headers['box-delivery-id'])).size).toBe(13);
  });

  it('retries end with the first accepted one', async () => {
    const world = await aWorld();
    const receiver = await aReceiver();
    receiver.statuses = [503, 302, 204];
    await register(world, { address: receiver.url, triggers: ['SIGN_REQUEST.SIGNER_SIGNED'] });
    await world.sent();
    await letBoSign(world);
    for (const failures of [1, 2]) {
      await expect.poll(() => world.box.state.deliveries[0]?.failures).toBe(failures);
      world.pass(MINUTE_MS);
    }
    await waitForDeliveries(world);
    expect(receiver.got).toHaveLength(3);
  });

  it('retries continue after a restart of Box', async () => {
    const world = await aWorld();
    const receiver = await aReceiver();
    receiver.statuses = [500, 200];
    await register(world, { address: receiver.url, triggers: ['SIGN_REQUEST.SIGNER_SIGNED'] });
    await world.sent();
    await letBoSign(world);
    await expect.poll(() => world.box.state.deliveries[0]?.failures).toBe(1);
    await world.box.close();
    const again = await aWorld({ state: JSON.parse(JSON.stringify(world.box.state)) });
    again.pass(MINUTE_MS);
    await waitForDeliveries(again);
    expect(receiver.got).toHaveLength(2);
  });
});

describe('notifications with faults', () => {
  async function watched(): Promise<{ world: World; receiver: Receiver; webhook: { id: string } }> {
    const world = await aWorld();
    const receiver = await aReceiver();
    const { body } = await register(world, { address: receiver.url });
    return { world, receiver, webhook: body };
  }

  it('notifications are lost, doubled or overtaken on demand', async () => {
    const { world, receiver } = await watched();
    world.box.faults.next({ kind: 'webhook-lost' });
    world.box.faults.next({ kind: 'webhook-doubled' });
    await world.sent();
    await letBoSign(world);
    await waitForDeliveries(world);
    expect(receiver.triggers()).toEqual(['SIGN_REQUEST.SIGNER_SIGNED', 'SIGN_REQUEST.SIGNER_SIGNED']);
    expect(new Set(receiver.got.map(({ body }) => body.id)).size).toBe(1);
    receiver.got.length = 0;
    world.pass(300);
    await waitForDeliveries(world);
    receiver.got.length = 0;
    await world.sent();
    await waitForDeliveries(world);
    world.box.faults.next({ kind: 'webhook-overtaken' });
    await letBoSign(world);
    world.pass(300);
    await waitForDeliveries(world);
    expect(receiver.triggers().map((one) => one.split('.')[1])).toEqual([
      'SIGNATURE_REQUESTED',
      'COMPLETED',
      'SIGNER_SIGNED',
    ]);
  });

  it('only a later notification overtakes, not an earlier one that is sent again', async () => {
    const { world, receiver } = await watched();
    receiver.statuses = [500, 200];
    await world.sent();
    await expect.poll(() => world.box.state.deliveries[0]?.failures).toBe(1);
    world.box.faults.next({ kind: 'webhook-overtaken' });
    await letBoSign(world);
    world.pass(MINUTE_MS / 2);
    await waitForDeliveries(world);
    expect(receiver.triggers().map((one) => one.split('.')[1])).toEqual([
      'SIGNATURE_REQUESTED',
      'SIGNATURE_REQUESTED',
      'COMPLETED',
      'SIGNER_SIGNED',
    ]);
  });

  it('a dead webhook gets no notification, and nothing shows that it is dead', async () => {
    const { world, receiver, webhook } = await watched();
    world.box.killWebhook(webhook);
    await world.sent();
    expect((await world.call('GET', `/2.0/webhooks/${webhook.id}`)).status).toBe(200);
    expect([receiver.got, world.box.state.deliveries]).toEqual([[], []]);
  });

  it('the deletion of a webhook by Box itself is reported', async () => {
    const { world, receiver, webhook } = await watched();
    world.box.cleanUpWebhook(webhook);
    world.box.tick();
    await waitForDeliveries(world);
    expect(receiver.got[0]?.body).toMatchObject({
      trigger: 'WEBHOOK.DELETED',
      webhook: { id: webhook.id },
      additional_info: { reason: 'auto_cleanup' },
    });
    expect((await world.call('GET', `/2.0/webhooks/${webhook.id}`)).status).toBe(404);
  });

  it('only NO_ACTIVE_SESSION is sent once the tokens of the app and user have expired', async () => {
    const { world, receiver } = await watched();
    await world.sent();
    await waitForDeliveries(world);
    world.box.expireToken(world.ana.token);
    await letBoSign(world);
    await waitForDeliveries(world);
    const { trigger, source, additional_info: info } = receiver.got[1]?.body ?? {};
    expect([trigger, source, info]).toEqual(['NO_ACTIVE_SESSION', null, []]);
  });

  it('the webhook is deleted when those tokens are revoked', async () => {
    const { world, receiver } = await watched();
    world.box.revokeToken(world.ana.token);
    world.box.tick();
    await waitForDeliveries(world);
    expect(receiver.triggers()).toEqual(['WEBHOOK.DELETED']);
    expect(world.box.state.webhooks).toEqual({});
  });
});
