/** Answers from Slack's addresses that Slack does not document: from a proxy, or during an outage. */
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import type { ModalView } from '@slack/types';
import { afterEach, expect, it } from 'vitest';
import { OutsideFailure } from '../../../src/failure.ts';
import { fixedToken } from '../../../src/slack/client.ts';
import { isDeadTokenError } from '../../../src/slack/errors.ts';
import { createSlackGateway, type SlackGateway } from '../../../src/slack/gateway.ts';
import { probeApp, renewBotToken } from '../../../src/slack/oauth-call.ts';

const closing: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()));
});

/** A gateway to a server that gives this answer to every call. */
async function gatewayTo(
  answers: RequestListener,
): Promise<{ gateway: SlackGateway; url: string; calls: () => number }> {
  let calls = 0;
  const server = createServer((request, response) => {
    calls += 1;
    request.resume();
    answers(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closing.push(() => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    return closed;
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = createSlackGateway({ token: fixedToken('xoxb-1'), apiUrl: `${url}/api/` });
  return { gateway, url, calls: () => calls };
}

const app = { clientId: '1.2', clientSecret: 'secret' };
const page = '<html><body>Please log in as ana@acme.com</body></html>';

const failureOf = async (call: Promise<unknown>): Promise<OutsideFailure> => {
  const failure = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof OutsideFailure)) throw new Error(`no OutsideFailure: ${String(failure)}`);
  return failure;
};

it.each([
  ['a page', page],
  ['nothing', ''],
  ['no reason', '{"ok":false}'],
  ['a reason that is none', '{"ok":false,"error":{"text":"ana@acme.com"}}'],
  ['a reason with words', '{"ok":false,"error":"ana@acme.com said no"}'],
])('%s with a good status counts as no answer of Slack, and is not quoted', async (_what, body) => {
  const { gateway } = await gatewayTo((_request, response) => response.end(body));
  const message = { text: 'Hello', blocks: [] };
  const lost = await failureOf(gateway.post('D1', message, 'key'));
  expect(lost).toMatchObject({ kind: 'unknown', reason: 'unreadable_answer' });
  const read = await failureOf(gateway.update('D1', '1.1', message, 'key'));
  expect(read).toMatchObject({ kind: 'retry', reason: 'unreadable_answer' });
  expect(`${lost.message} ${read.message}`).not.toContain('ana@acme.com');
});

it('a refusal of Slack is final, with its code', async () => {
  const { gateway } = await gatewayTo((_request, response) =>
    response.end('{"ok":false,"error":"channel_not_found"}'),
  );
  const failure = await failureOf(gateway.post('D1', { text: 'Hello', blocks: [] }, 'key'));
  expect(failure).toMatchObject({ kind: 'final', reason: 'channel_not_found' });
});

const refusing = (error: string) =>
  gatewayTo((_request, response) => response.end(JSON.stringify({ ok: false, error })));

it.each(['fatal_error', 'internal_error', 'request_timeout', 'service_unavailable'])(
  'trouble of Slack’s own is no refusal: %s',
  async (error) => {
    const { gateway } = await refusing(error);
    const message = { text: 'Hello', blocks: [] };
    const updated = await failureOf(gateway.update('D1', '1.1', message, 'key'));
    expect(updated).toMatchObject({ kind: 'retry', reason: error });
    expect(await failureOf(gateway.post('D1', message, 'key'))).toMatchObject({ kind: 'unknown' });
  },
);

it.each(['account_inactive', 'invalid_auth', 'not_authed', 'token_revoked'])(
  'with a dead token nothing was done, and work waits: %s',
  async (error) => {
    const { gateway } = await refusing(error);
    const failure = await failureOf(gateway.post('D1', { text: 'Hello', blocks: [] }, 'key'));
    expect(failure.kind).toBe('retry');
    expect(isDeadTokenError(failure)).toBe(true);
  },
);

/** A gateway to a server whose pages name these next cursors, and the cursors with which it was asked. */
async function gatewayToPages(cursors: readonly string[], pageOf: (page: number) => object) {
  const asked: (string | null)[] = [];
  const { gateway, calls } = await gatewayTo((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += String(piece);
    });
    request.on('end', () => {
      asked.push(new URLSearchParams(body).get('cursor'));
      const metadata = { response_metadata: { next_cursor: cursors[asked.length - 1] ?? '' } };
      response.end(JSON.stringify({ ok: true, ...pageOf(asked.length), ...metadata }));
    });
  });
  return { gateway, calls, asked };
}

it('a member on a later page of a large channel is found, and a repeated cursor ends the search', async () => {
  const pages = (cursors: readonly string[]) =>
    gatewayToPages(cursors, (page) => ({ members: [`U_PAGE${page}`] }));
  const two = await pages(['second']);
  expect(await two.gateway.isInChannel('C1', 'U_PAGE2')).toBe(true);
  expect(two.asked).toEqual([null, 'second']);
  const endless = await pages(['same', 'same', 'same']);
  expect(await endless.gateway.isInChannel('C1', 'U_NOBODY')).toBe(false);
  expect(endless.calls()).toBe(2);
});

it('a response URL whose answer breaks off may have shown the message', async () => {
  const { gateway, url } = await gatewayTo((request, response) => {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('{"ok":');
    setImmediate(() => request.socket.destroy());
  });
  const failure = await failureOf(
    gateway.respond(`${url}/hooks/1`, { text: 'Hello', blocks: [] }, 'ephemeral'),
  );
  expect(failure).toMatchObject({ kind: 'unknown' });
});

it.each([
  ['a code of Slack', 200, '{"ok":false,"error":"invalid_code"}', 'known'],
  ['its refusal', 200, '{"ok":false,"error":"bad_client_secret"}', 'bad_client_secret'],
  ['a page with 403', 403, page, 'http_error'],
  ['a page with 404', 404, page, 'http_error'],
])('whether Slack knows the app is read from %s', async (_what, status, body, found) => {
  const { url } = await gatewayTo((_request, response) => response.writeHead(status).end(body));
  const probed = probeApp({ ...app, apiUrl: `${url}/api/` }).catch((error: OutsideFailure) => error.reason);
  expect(await probed).toBe(found);
});

it.each([
  [{ profile: { display_name: 'Ana', real_name: 'Ana Ruiz' }, real_name: 'A. Ruiz', name: 'ana' }, 'Ana'],
  [{ profile: { display_name: '', real_name: 'Ana Ruiz' }, real_name: 'A. Ruiz', name: 'ana' }, 'Ana Ruiz'],
  [{ profile: {}, real_name: 'A. Ruiz', name: 'ana' }, 'A. Ruiz'],
  [{ profile: { display_name: ' \u200b' }, name: 'ana' }, 'ana'],
  [{ profile: { display_name: ' \u200b' } }, ''],
  [{}, 'U1'],
])('of a person with %j the best name is shown', async (user, name) => {
  const body = JSON.stringify({ ok: true, user });
  const { gateway } = await gatewayTo((_request, response) => response.end(body));
  const nothing = { email: null, timeZone: null, locale: null, isEmailConfirmed: false };
  expect(await gateway.person('U1')).toMatchObject({ userId: 'U1', name, ...nothing });
});

it('a message is searched for from five minutes before, in case the clocks differ', async () => {
  let asked = '';
  const { gateway } = await gatewayTo((request, response) => {
    request.on('data', (piece) => {
      asked += String(piece);
    });
    request.on('end', () => response.end('{"ok":true,"messages":[]}'));
  });
  const since = Date.parse('2026-11-22T10:00:00Z');
  expect(await gateway.findOwn('D1', 'key', since)).toEqual({ ts: null, couldSearch: true });
  expect(Number(new URLSearchParams(asked).get('oldest')) * 1000).toBe(since - 5 * 60_000);
});

it('a message is found by its own key, among other cards and messages of other kinds', async () => {
  const message = (ts: string, event_type: string, event_payload: object) => ({
    ts,
    metadata: { event_type, event_payload },
  });
  const messages = [
    { ts: '6.0' },
    message('5.0', 'sign_request_card', { card: 'other' }),
    message('4.0', 'another_app', { card: 'key' }),
    message('3.0', 'sign_request_card', { request: 'key' }),
    message('2.0', 'sign_request_card', { card: 'key' }),
  ];
  const { gateway } = await gatewayTo((_request, response) =>
    response.end(JSON.stringify({ ok: true, messages })),
  );
  expect(await gateway.findOwn('D1', 'key', 0)).toEqual({ ts: '2.0', couldSearch: true });
  expect(await gateway.findOwn('D1', 'no key', 0)).toEqual({ ts: null, couldSearch: true });
});

it.each([
  [{ is_im: true }, { isChannel: false }],
  [{ is_mpim: true, is_private: true }, { isChannel: false }],
  [
    { is_private: false, is_ext_shared: false },
    { isChannel: true, isPrivate: false, hasOutsiders: false },
  ],
  [{ is_ext_shared: false, is_pending_ext_shared: true }, { hasOutsiders: true }],
  [{ is_pending_ext_shared: false }, { isPrivate: true, hasOutsiders: true }],
])('a conversation with %j is no channel, or as closed as Slack leaves it open', async (channel, facts) => {
  const { gateway } = await gatewayTo((_request, response) =>
    response.end(JSON.stringify({ ok: true, channel })),
  );
  expect(await gateway.channel('C1')).toMatchObject(facts);
});

it('the history is read later after a short wait, and not at all after a longer one', async () => {
  const findsAfter = async (seconds: number) => {
    const { gateway } = await gatewayTo((_request, response) =>
      response.writeHead(429, { 'retry-after': String(seconds) }).end(),
    );
    return gateway.findOwn('D1', 'key', 0);
  };
  expect(await failureOf(findsAfter(20))).toMatchObject({ kind: 'retry', retryAfterSeconds: 20 });
  expect(await findsAfter(21)).toEqual({ ts: null, couldSearch: false });
});

it('a message on a later page of the history is found', async () => {
  const metadata = { event_type: 'sign_request_card', event_payload: { card: 'key' } };
  const { gateway, asked } = await gatewayToPages(['second'], (page) => ({
    messages: page === 2 ? [{ ts: '2.2', metadata }] : [{ ts: '1.1' }],
  }));
  expect(await gateway.findOwn('D1', 'key', 0)).toEqual({ ts: '2.2', couldSearch: true });
  expect(asked).toEqual([null, 'second']);
});

it('an endless history is cut off after fifty pages', async () => {
  const cursors = Array.from({ length: 100 }, (_, index) => `cursor${index}`);
  const { gateway, calls } = await gatewayToPages(cursors, () => ({ messages: [] }));
  const failure = await failureOf(gateway.findOwn('D1', 'key', 0));
  expect(failure).toMatchObject({ kind: 'retry' });
  expect(calls()).toBe(50);
});

it('Slack is asked only once for each person’s conversation with the app', async () => {
  const { gateway, calls } = await gatewayTo((_request, response) =>
    response.end(JSON.stringify({ ok: true, channel: { id: `D${calls()}` } })),
  );
  expect(await gateway.openDirect('U1')).toBe('D1');
  expect(await gateway.openDirect('U2')).toBe('D2');
  expect(await gateway.openDirect('U1')).toBe('D1');
  expect(calls()).toBe(2);
});

const message = { text: 'Hello', blocks: [] };
const modal: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'Hello' }, blocks: [] };

it('a call whose answer was lost is repeated only if it cannot show people something twice', async () => {
  const { gateway, url } = await gatewayTo((_request, response) => response.writeHead(502).end(page));
  const file = { name: 'a.pdf', size: 3, mode: 'hosted', url: `${url}/file` };
  const calls: Record<'retry' | 'unknown', Record<string, () => Promise<unknown>>> = {
    retry: {
      identify: () => gateway.identify(),
      person: () => gateway.person('U1'),
      openDirect: () => gateway.openDirect('U1'),
      update: () => gateway.update('D1', '1.1', message, 'key'),
      findOwn: () => gateway.findOwn('D1', 'key', 0),
      channel: () => gateway.channel('C1'),
      isInChannel: () => gateway.isInChannel('C1', 'U1'),
      deleteMessage: () => gateway.deleteMessage('C1', '1.1'),
      userGroups: () => gateway.userGroups(),
      fileInfo: () => gateway.fileInfo('F1'),
      downloadFile: () => gateway.downloadFile(file),
      uploadFile: () => gateway.uploadFile({ name: 'a.pdf', bytes: 1, body: Readable.from(['a']) }),
      updateView: () => gateway.updateView('V1', modal),
      publishHome: () => gateway.publishHome('U1', { type: 'home', blocks: [] }),
      renewBotToken: () => renewBotToken({ ...app, apiUrl: `${url}/api/` }, 'xoxe-1', 0),
    },
    unknown: {
      post: () => gateway.post('D1', message, 'key'),
      postEphemeral: () => gateway.postEphemeral('D1', 'U1', message),
      shareFiles: () => gateway.shareFiles('D1', ['F1'], 'Here'),
      respond: () => gateway.respond(`${url}/hooks/1`, message, 'ephemeral'),
      openView: () => gateway.openView('trigger', modal),
      pushView: () => gateway.pushView('trigger', modal),
    },
  };
  for (const kind of ['retry', 'unknown'] as const) {
    await Promise.all(
      Object.entries(calls[kind]).map(async ([name, call]) =>
        expect(await failureOf(call()), name).toMatchObject({ service: 'slack', kind }),
      ),
    );
  }
});

it('a message shows no preview of its links, and a reply in a thread is shown below it as well', async () => {
  const bodies: URLSearchParams[] = [];
  const { gateway } = await gatewayTo((request, response) => {
    let body = '';
    request.on('data', (piece) => {
      body += String(piece);
    });
    request.on('end', () => {
      bodies.push(new URLSearchParams(body));
      response.end('{"ok":true,"ts":"1.2"}');
    });
  });
  await gateway.post('D1', message, 'key');
  await gateway.post('D1', message, 'key', '1.1');
  const asked = (name: string) => bodies.map((body) => body.get(name));
  expect(asked('unfurl_links')).toEqual(['false', 'false']);
  expect(asked('unfurl_media')).toEqual(['false', 'false']);
  expect(asked('thread_ts')).toEqual([null, '1.1']);
  expect(asked('reply_broadcast')).toEqual([null, 'true']);
});

const ownChannel = { is_private: false, is_ext_shared: false, is_member: true };
const channelFacts = {
  isChannel: true,
  isPrivate: false,
  isArchived: false,
  hasApp: true,
  hasOutsiders: false,
};

it.each([
  [ownChannel, {}],
  [{}, { isPrivate: true, hasApp: false, hasOutsiders: true }],
  [{ ...ownChannel, is_im: true }, { isChannel: false }],
  [{ ...ownChannel, is_mpim: true }, { isChannel: false }],
  [{ ...ownChannel, is_private: true }, { isPrivate: true }],
  [{ ...ownChannel, is_archived: true }, { isArchived: true }],
  [{ ...ownChannel, is_member: false }, { hasApp: false }],
  [{ ...ownChannel, is_ext_shared: true }, { hasOutsiders: true }],
  [{ ...ownChannel, is_pending_ext_shared: true }, { hasOutsiders: true }],
])('of a channel with %j Slack has said enough only if it is certain', async (channel, facts) => {
  const body = JSON.stringify({ ok: true, channel });
  const { gateway } = await gatewayTo((_request, response) => response.end(body));
  expect(await gateway.channel('C1')).toEqual({ ...channelFacts, ...facts });
});
