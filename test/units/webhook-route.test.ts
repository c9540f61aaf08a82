/** Where Box delivers webhooks: which requests are refused and why, and what an accepted one leaves behind. */
import { createHmac } from 'node:crypto';
import { afterEach, expect, it } from 'vitest';
import { onMeasured } from '../../src/telemetry.ts';
import { createHttpServer, type HttpServer } from '../../src/web/server.ts';
import { webhookRouteOf } from '../../src/web/webhook-route.ts';
import { tuesday } from '../builders/sign-requests.ts';
import { setDesk } from './features/desk.ts';

let server: HttpServer | undefined;
afterEach(async () => {
  await server?.stop();
});

const measured: string[] = [];
onMeasured('notified', ({ result }) => measured.push(result));

const news = {
  type: 'webhook_event',
  id: 'event-1',
  trigger: 'SIGN_REQUEST.COMPLETED',
  webhook: { id: 'webhook-1' },
  additional_info: { sign_request_id: 'box-1' },
};

/** The address of webhooks, with these keys of Box. */
async function anAddress(keys: readonly string[] = ['primary', 'secondary']) {
  const desk = await setDesk();
  const logged: unknown[] = [];
  const line = (fields: object, message: string) => void logged.push({ ...fields, message });
  const log = { info: line, warn: line, error: line };
  const config = { box: { webhookKeys: keys } } as Parameters<typeof webhookRouteOf>[0];
  const otherRoutes = webhookRouteOf(config, desk.services, log);
  server = createHttpServer({ slack: null, otherRoutes, checkReady: async () => undefined, log });
  const url = `http://127.0.0.1:${await server.start(0, '127.0.0.1')}/box/webhooks`;
  measured.length = 0;
  const posts = (body: string, headers: Record<string, string> = signed(body)) =>
    fetch(url, { method: 'POST', body, headers });
  return { desk, logged, posts, otherRoutes };
}

function signed(body: string, key = 'primary', at = tuesday): Record<string, string> {
  const timestamp = new Date(at).toISOString();
  const signature = createHmac('sha256', key).update(body).update(timestamp).digest('base64');
  return {
    'box-signature-version': '1',
    'box-signature-algorithm': 'HmacSHA256',
    'box-delivery-timestamp': timestamp,
    'box-signature-primary': signature,
  };
}

const refused = (status: number, why: string) => ({
  ...{ status, why, message: 'a request to the address of webhooks was refused' },
});

it('without a key there is no such address', async () => {
  const { otherRoutes, posts } = await anAddress([]);
  expect(otherRoutes).toEqual({});
  expect((await posts('{}')).status).toBe(404);
});

it('a notification is queued before it is acknowledged, whichever of the keys has signed it', async () => {
  for (const key of ['primary', 'secondary']) {
    const { desk, logged, posts } = await anAddress();
    await desk.store.webhooks.put(
      { tenant: 'T1', user: 'U_ANA', folderId: '0' },
      { boxId: 'webhook-1', address: 'https://sign.example.com/box/webhooks', replaces: null },
    );
    const body = JSON.stringify(news);
    const { status } = await posts(body, signed(body, key));
    const heard = { user: 'U_ANA', folderId: '0', what: 'news', boxId: 'box-1', about: [] };
    expect(await desk.waiting('heard')).toEqual([{ args: heard, inMs: 0 }]);
    expect([status, logged, measured]).toEqual([200, [], ['accepted']]);
  }
});

it.each<[string, string, Record<string, string>]>([
  ['no signature', '{}', {}],
  ['the signature of another body', '{}', signed('{ }')],
  ['the signature of another key', '{}', signed('{}', 'third')],
  ['an old signature', '{}', signed('{}', 'primary', tuesday - 600_001)],
  ['another algorithm', '{}', { ...signed('{}'), 'box-signature-algorithm': 'HmacSHA1' }],
  ['another version', '{}', { ...signed('{}'), 'box-signature-version': '2' }],
  ['an odd signature', '{}', { ...signed('{}'), 'box-signature-primary': 'abc' }],
])('a request with %s is refused', async (_what, body, headers) => {
  const { logged, posts } = await anAddress();
  expect((await posts(body, headers)).status).toBe(401);
  expect([logged, measured]).toEqual([[refused(401, 'signature or time')], ['refused']]);
});

it('a request with a second signature is accepted by that', async () => {
  const { posts } = await anAddress();
  const body = JSON.stringify(news);
  const [primary, secondary] = [signed(body, 'third'), signed(body, 'secondary')];
  const both = { ...primary, 'box-signature-secondary': secondary['box-signature-primary'] ?? '' };
  expect((await posts(body, both)).status).toBe(200);
});

it.each(['no JSON', 'null', '{"type":"event"}'])(
  'a signed body that is no notification is refused: %s',
  async (body) => {
    const { logged, posts } = await anAddress();
    expect((await posts(body)).status).toBe(400);
    expect([logged, measured]).toEqual([[refused(400, 'body')], ['refused']]);
  },
);

it('a body without a signature has at most four kilobytes, and one of Box at most 64', async () => {
  const { logged, posts } = await anAddress();
  const sends = async (length: number, isSigned: boolean) => {
    const body = 'x'.repeat(length);
    const { status, headers } = await posts(body, isSigned ? signed(body) : {});
    return [status, headers.get('connection')];
  };
  expect(await sends(4_096, false)).toEqual([401, 'keep-alive']);
  expect(await sends(4_097, false)).toEqual([413, 'close']);
  expect(await sends(65_536, true)).toEqual([400, 'keep-alive']);
  expect(await sends(65_537, true)).toEqual([413, 'close']);
  expect(logged).toEqual([
    ...[refused(401, 'signature or time'), refused(413, 'too large')],
    ...[refused(400, 'body'), refused(413, 'too large')],
  ]);
});
