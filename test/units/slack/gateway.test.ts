/** The calls to Slack: what is sent, what is read of the answer, and which token is used. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { ModalView } from '@slack/types';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { OutsideFailure, RetryLater } from '../../../src/failure.ts';
import { createBotTokens } from '../../../src/slack/bot-tokens.ts';
import { type BotToken, fixedToken } from '../../../src/slack/client.ts';
import { createSlackGateway, type SlackGateway } from '../../../src/slack/gateway.ts';
import { probeApp, renewBotToken } from '../../../src/slack/oauth-call.ts';
import { probeAppToken, probeBotToken } from '../../../src/slack/probe.ts';

interface Call {
  readonly to: string;
  readonly token: string;
  readonly body: string;
}
interface Answer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: object;
}

let server: Server;
let origin: string;
let calls: Call[];
let answer: (call: Call) => Answer;

beforeEach(async () => {
  calls = [];
  answer = () => ({});
  server = createServer(async (request, response) => {
    const token = request.headers.authorization?.replace('Bearer ', '') ?? '';
    const call = { to: request.url?.replace('/api/', '') ?? '', token, body: await text(request) };
    calls.push(call);
    const { status = 200, headers, body } = answer(call);
    response.writeHead(status, headers).end(JSON.stringify({ ok: true, ...body }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterEach(async () => {
  vi.unstubAllGlobals();
  await new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
  });
});

const says = (body: object) => {
  answer = () => ({ body });
};
const refuses = (error: string) => says({ ok: false, error });
const aGateway = (token: BotToken = fixedToken('xoxb-1'), now?: () => number): SlackGateway =>
  createSlackGateway({ token, apiUrl: `${origin}/api/`, ...(now && { now }) });
/** The fields of each call that was sent to Slack. */
const sent = () => calls.map(({ to, body }) => [to, Object.fromEntries(new URLSearchParams(body))]);

const failureOf = async (call: Promise<unknown>): Promise<OutsideFailure> => {
  const failure = await call.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(failure instanceof OutsideFailure)) throw new Error(`no OutsideFailure: ${String(failure)}`);
  return failure;
};
const message = { text: 'Hello', blocks: [] };
const view: ModalView = { type: 'modal', title: { type: 'plain_text', text: 'Sign' }, blocks: [] };

describe('what Slack says', () => {
  const bot = { team_id: 'T1', user_id: 'UBOT', bot_id: 'BBOT' };
  it.each<[object, object]>([
    [{}, { name: '', enterpriseId: null, isEnterpriseInstall: false, scopes: null }],
    [
      { team: 'Acme', enterprise_id: 'E1', is_enterprise_install: true },
      { name: 'Acme', enterpriseId: 'E1', isEnterpriseInstall: true },
    ],
  ])('of an installation with %j is read', async (more, facts) => {
    says({ ...bot, ...more });
    const ids = { teamId: 'T1', botUserId: 'UBOT', botId: 'BBOT' };
    expect(await aGateway().identify()).toMatchObject({ ...ids, ...facts });
  });

  it('of the granted scopes is read from the answer’s headers', async () => {
    answer = () => ({ body: bot, headers: { 'x-oauth-scopes': 'chat:write,commands' } });
    expect((await aGateway().identify()).scopes).toEqual(['chat:write', 'commands']);
    const { scopes } = await probeBotToken({ botToken: 'xoxb-1', apiUrl: `${origin}/api/` });
    expect(scopes).toEqual(['chat:write', 'commands']);
  });

  it.each(['team_id', 'user_id', 'bot_id'])('of an installation is not taken without %s', async (field) => {
    says({ ...bot, [field]: '' });
    expect(await failureOf(aGateway().identify())).toMatchObject({
      ...{ service: 'slack', operation: 'auth.test', kind: 'unknown', status: 200, reason: `no_${field}` },
    });
  });

  it('of the user groups is read, without those that are no longer in use', async () => {
    const usergroups = [
      { id: 'S1', name: 'Legal', handle: 'legal', users: ['U1', 'U2'], date_delete: 0 },
      { id: 'S2', name: 'Former', handle: 'former', users: ['U1'], date_delete: 1_700_000_000 },
      { id: 'S3' },
      { name: 'Without an id' },
    ];
    says({ usergroups });
    expect(await aGateway().userGroups()).toEqual([
      { id: 'S1', name: 'Legal', handle: 'legal', members: ['U1', 'U2'] },
      { id: 'S3', name: '', handle: '', members: [] },
    ]);
    expect(sent()).toEqual([['usergroups.list', { include_users: 'true' }]]);
    says({});
    expect(await aGateway().userGroups()).toEqual([]);
  });

  it('of a person is read in full', async () => {
    const profile = { display_name: 'Ana', email: 'ana@acme.com' };
    const more = { tz: 'Europe/Madrid', locale: 'es-ES', is_email_confirmed: true };
    says({ user: { id: 'U1', team_id: 'T1', profile, ...more } });
    expect(await aGateway().person('U1')).toMatchObject({
      ...{ userId: 'U1', teamId: 'T1', name: 'Ana', email: 'ana@acme.com' },
      ...{ timeZone: 'Europe/Madrid', locale: 'es-ES', isEmailConfirmed: true },
    });
    expect(sent()).toEqual([['users.info', { user: 'U1', include_locale: 'true' }]]);
    says({ user: { profile: { email: '' } } });
    expect(await aGateway().person('U1')).toMatchObject({ email: null, isEmailConfirmed: false });
  });

  it('of a view is its id, or its version', async () => {
    says({ view: { id: 'V1', hash: '1.a' } });
    expect(await aGateway().openView('trigger', view)).toEqual({ viewId: 'V1' });
    expect(await aGateway().pushView('trigger', view)).toEqual({ viewId: 'V1' });
    expect(await aGateway().publishHome('U1', { type: 'home', blocks: [] })).toEqual({ viewHash: '1.a' });
    expect(calls.map(({ to }) => to)).toEqual(['views.open', 'views.push', 'views.publish']);
    says({});
    const nothing = { kind: 'unknown', reason: 'no_view' };
    expect(await failureOf(aGateway().publishHome('U1', { type: 'home', blocks: [] }))).toMatchObject(
      nothing,
    );
  });

  it.each<[string, (gateway: SlackGateway) => Promise<unknown>, string]>([
    ['a message', (gateway) => gateway.post('D1', message, 'key'), 'no_ts'],
    ['a conversation', (gateway) => gateway.openDirect('U1'), 'no_channel'],
    ['a person', (gateway) => gateway.person('U1'), 'no_user'],
    ['a channel', (gateway) => gateway.channel('C1'), 'no_channel'],
    ['a file', (gateway) => gateway.fileInfo('F1'), 'no_file'],
  ])('is a failure when it does not name %s', async (_what, call, reason) => {
    says({});
    expect(await failureOf(call(aGateway()))).toMatchObject({ service: 'slack', status: 200, reason });
  });

  it('at a rate limit is no refusal, whether the status says so or only the body', async () => {
    refuses('ratelimited');
    const limited = { kind: 'retry', reason: 'ratelimited' };
    expect(await failureOf(aGateway().post('D1', message, 'key'))).toMatchObject({ ...limited, status: 200 });
    answer = () => ({ status: 429, headers: { 'retry-after': '7' } });
    expect(await failureOf(aGateway().post('D1', message, 'key'))).toMatchObject({
      ...{ ...limited, status: 429, retryAfterSeconds: 7 },
    });
  });
});

describe('what is sent', () => {
  it('in a message carries the key by which it is found again', async () => {
    says({ ts: '1.2' });
    const gateway = aGateway();
    expect(await gateway.post('D1', message, 'key-1')).toEqual({ ts: '1.2' });
    await gateway.update('D1', '1.2', message, 'key-1');
    const metadata = { event_type: 'sign_request_card', event_payload: { card: 'key-1' } };
    const fields = calls.map(({ body }) => Object.fromEntries(new URLSearchParams(body)));
    expect(
      fields.map((one) => [one['channel'], one['ts'], one['text'], JSON.parse(one['metadata'] ?? '')]),
    ).toEqual([
      ['D1', undefined, 'Hello', metadata],
      ['D1', '1.2', 'Hello', metadata],
    ]);
  });

  it('to one person in a channel, or deleted there, names the place', async () => {
    await aGateway().postEphemeral('C1', 'U1', message);
    await aGateway().deleteMessage('C1', '1.2');
    expect(sent()).toEqual([
      ['chat.postEphemeral', { channel: 'C1', user: 'U1', text: 'Hello', blocks: '[]' }],
      ['chat.delete', { channel: 'C1', ts: '1.2' }],
    ]);
  });

  it('of the members of a channel asks for as many as Slack gives', async () => {
    says({ members: ['U1'] });
    expect(await aGateway().isInChannel('C1', 'U1')).toBe(true);
    expect(sent()).toEqual([['conversations.members', { channel: 'C1', limit: '1000' }]]);
  });

  it('of the history asks for the metadata, page by page', async () => {
    says({ messages: [] });
    await aGateway().findOwn('D1', 'key', 301_000);
    expect(sent()).toEqual([
      [
        'conversations.history',
        { channel: 'D1', include_all_metadata: 'true', oldest: '1.000000', limit: '200' },
      ],
    ]);
  });

  it('where the app may not read the history, is only that question', async () => {
    refuses('missing_scope');
    expect(await aGateway().findOwn('D1', 'key', 0)).toEqual({ ts: null, couldSearch: false });
    refuses('channel_not_found');
    expect(await failureOf(aGateway().findOwn('D1', 'key', 0))).toMatchObject({
      reason: 'channel_not_found',
    });
  });

  it('of files are their bytes, and one message for all of them', async () => {
    const uploaded = { upload_url: `${origin}/upload`, file_id: 'F1' };
    says(uploaded);
    const file = () => ({ name: 'NDA.pdf', bytes: 4, body: Readable.from(['abcd']) });
    expect(await aGateway().uploadFile(file())).toBe('F1');
    expect(calls.map(({ to }) => to)).toEqual(['files.getUploadURLExternal', '/upload']);
    expect(sent()[0]?.[1]).toEqual({ filename: 'NDA.pdf', length: '4' });
    expect(calls[1]?.body).toBe('abcd');
    calls.length = 0;
    await aGateway().shareFiles('D1', ['F1', 'F2'], 'Signed');
    await aGateway().shareFiles('D1', [], 'Nothing');
    expect(sent()).toEqual([
      [
        'files.completeUploadExternal',
        { files: '[{"id":"F1"},{"id":"F2"}]', channel_id: 'D1', initial_comment: 'Signed' },
      ],
    ]);
    for (const [status, kind] of [
      [500, 'retry'],
      [400, 'final'],
    ] as const) {
      answer = ({ to }) => (to === '/upload' ? { status } : { body: uploaded });
      expect(await failureOf(aGateway().uploadFile(file()))).toMatchObject({
        ...{ operation: 'upload', kind, status, reason: `http_${status}` },
      });
    }
    says({ upload_url: uploaded.upload_url });
    expect(await failureOf(aGateway().uploadFile(file()))).toMatchObject({
      kind: 'retry',
      reason: 'no_file_id',
    });
    says({ file_id: 'F1' });
    expect(await failureOf(aGateway().uploadFile(file()))).toMatchObject({
      ...{ kind: 'retry', reason: 'no_upload_url' },
    });
  });

  it('to a conversation waits for as long as Slack asked', async () => {
    let now = 1_000_000;
    const gateway = aGateway(fixedToken('xoxb-1'), () => now);
    answer = () => ({ status: 429, headers: { 'retry-after': '30' } });
    await failureOf(gateway.post('D1', message, 'key'));
    says({ ts: '1.2' });
    await expect(gateway.post('D1', message, 'key')).rejects.toBeInstanceOf(RetryLater);
    expect(await gateway.post('D2', message, 'key')).toEqual({ ts: '1.2' });
    now += 30_000;
    expect(await gateway.post('D1', message, 'key')).toEqual({ ts: '1.2' });
    expect(calls).toHaveLength(3);
  });
});

describe('a response URL', () => {
  const responds = (url: string, how: 'ephemeral' | 'replace' = 'ephemeral') =>
    aGateway().respond(url, message, how);

  it('shows a message to one person, or replaces the pressed one', async () => {
    await responds(`${origin}/hook`);
    await responds(`${origin}/hook`, 'replace');
    expect(calls.map(({ body }) => JSON.parse(body))).toEqual([
      { text: 'Hello', blocks: [], response_type: 'ephemeral', replace_original: false },
      { text: 'Hello', blocks: [], replace_original: true },
    ]);
    expect(calls.map(({ token }) => token)).toEqual(['', '']);
  });

  it.each([
    'not an address',
    'http://hooks.slack.com/1',
    'https://hooks.slack.com.evil.example/1',
    'https://evilslack.com/1',
    'https://evil.example/slack.com',
  ])('that is not Slack’s is not called: %s', async (url) => {
    const asked = vi.fn();
    vi.stubGlobal('fetch', asked);
    expect(await failureOf(responds(url))).toMatchObject({
      ...{ service: 'slack', operation: 'response_url', kind: 'final', status: null, reason: 'not_slack' },
    });
    expect(asked).not.toHaveBeenCalled();
  });

  it.each(['https://hooks.slack.com/1', 'https://slack.com/1', 'https://hooks.slack-gov.com/1'])(
    'on a host of Slack’s is called, and no redirect from there is followed: %s',
    async (url) => {
      const asked = vi.fn(async (_url: string, _init: RequestInit) => new Response('ok'));
      vi.stubGlobal('fetch', asked);
      await responds(url);
      expect(asked.mock.calls).toMatchObject([[url, { method: 'POST', redirect: 'error' }]]);
    },
  );

  it.each<[string, Answer, object]>([
    [
      'is used up',
      { status: 404, body: { ok: false } },
      { kind: 'final', status: 404, reason: 'http_error' },
    ],
    [
      'is used up, as its body says',
      { body: { ok: false, error: 'used_url' } },
      { kind: 'final', status: 200, reason: 'used_url' },
    ],
    [
      'has expired',
      { status: 404, body: { ok: false, error: 'expired_url' } },
      { kind: 'final', status: 404, reason: 'expired_url' },
    ],
    [
      'is asked too often',
      { status: 429, headers: { 'retry-after': '9' } },
      { kind: 'retry', status: 429, reason: 'http_error', retryAfterSeconds: 9 },
    ],
    ['is out of order', { status: 503 }, { kind: 'unknown', status: 503, reason: 'http_error' }],
  ])('that %s says so', async (_what, given, wanted) => {
    answer = () => given;
    expect(await failureOf(responds(`${origin}/hook`))).toMatchObject({
      operation: 'response_url',
      ...wanted,
    });
  });
});

describe('the token', () => {
  const rotated = (next: string | null) => {
    const asked: string[] = [];
    const token: BotToken = {
      current: async () => 'xoxb-old',
      next: async (expired) => {
        asked.push(expired);
        return next;
      },
    };
    return { token, asked };
  };
  const expired = ({ token }: Call): Answer => ({
    body: token === 'xoxb-new' ? { ts: '1.2' } : { ok: false, error: 'token_expired' },
  });

  it('that has expired is replaced by the next one, with which the call is made again', async () => {
    answer = expired;
    const { token, asked } = rotated('xoxb-new');
    expect(await aGateway(token).post('D1', message, 'key')).toEqual({ ts: '1.2' });
    expect([calls.map((call) => call.token), asked]).toEqual([['xoxb-old', 'xoxb-new'], ['xoxb-old']]);
  });

  it('that has expired without a next one is told, and so is a failure of the next one', async () => {
    answer = expired;
    const dead = { kind: 'retry', reason: 'token_expired' };
    expect(await failureOf(aGateway(rotated(null).token).post('D1', message, 'key'))).toMatchObject(dead);
    expect(calls).toHaveLength(1);
    answer = ({ token }) => ({
      body: { ok: false, error: token === 'xoxb-new' ? 'channel_not_found' : 'token_expired' },
    });
    const failure = await failureOf(aGateway(rotated('xoxb-new').token).post('D1', message, 'key'));
    expect(failure).toMatchObject({
      operation: 'chat.postMessage',
      kind: 'final',
      reason: 'channel_not_found',
    });
  });

  it('that Slack refuses for another reason is not replaced', async () => {
    refuses('token_revoked');
    const { token, asked } = rotated('xoxb-new');
    expect(await failureOf(aGateway(token).post('D1', message, 'key'))).toMatchObject({
      reason: 'token_revoked',
    });
    expect([calls.length, asked]).toEqual([1, []]);
  });

  /** Tokens of a workspace, of which this one is stored. */
  const tokensOf = (held: { botToken: string; refreshToken: string | null } | null) => {
    const renewed: string[] = [];
    const tokens = held && { ...held, expiresAt: 1_000_000_000, generation: 1 };
    let saved = tokens;
    const token = createBotTokens({
      store: {
        tokens: async () => saved,
        claimRenewal: async () => 'claim',
        releaseRenewal: async () => undefined,
        saveRenewed: async (_tenant, _generation, next) => {
          saved = { ...next, expiresAt: next.expiresAt ?? 0, generation: 2 };
          return true;
        },
      },
      renew: async (refreshToken) => {
        renewed.push(refreshToken);
        return { botToken: 'xoxb-new', refreshToken: 'xoxe-2', expiresAt: 2_000_000_000 };
      },
      log: { info: () => undefined, error: () => undefined, warn: () => undefined },
      now: () => 0,
    })('T1');
    return { token, renewed };
  };

  it('of a workspace without the app is none', async () => {
    const { token } = tokensOf(null);
    const none = {
      service: 'slack',
      operation: 'token',
      kind: 'retry',
      status: null,
      reason: 'not_installed',
    };
    expect(await failureOf(token.current())).toMatchObject(none);
    expect(await failureOf(token.next('xoxb-old'))).toMatchObject(none);
  });

  it('that follows an expired one is the stored one, a renewed one, or none', async () => {
    const another = tokensOf({ botToken: 'xoxb-other', refreshToken: 'xoxe-1' });
    expect([await another.token.next('xoxb-old'), another.renewed]).toEqual(['xoxb-other', []]);
    const same = tokensOf({ botToken: 'xoxb-old', refreshToken: 'xoxe-1' });
    expect([await same.token.next('xoxb-old'), same.renewed]).toEqual(['xoxb-new', ['xoxe-1']]);
    const fixed = tokensOf({ botToken: 'xoxb-old', refreshToken: null });
    expect([await fixed.token.next('xoxb-old'), fixed.renewed]).toEqual([null, []]);
  });
});

describe('the app’s own credentials', () => {
  const app = () => ({ clientId: '1.2', clientSecret: 'hush', apiUrl: `${origin}/api/` });
  const granted = { access_token: 'xoxb-2', refresh_token: 'xoxe-2', expires_in: 43_200 };

  it('renew a token, which lasts as long as Slack says', async () => {
    says(granted);
    expect(await renewBotToken(app(), 'xoxe-1', 1_000)).toEqual({
      ...{ botToken: 'xoxb-2', refreshToken: 'xoxe-2', expiresAt: 43_201_000 },
    });
    const credentials = { client_id: '1.2', client_secret: 'hush' };
    expect(sent()).toEqual([
      ['oauth.v2.access', { ...credentials, grant_type: 'refresh_token', refresh_token: 'xoxe-1' }],
    ]);
  });

  it.each(Object.keys(granted))('renew nothing when Slack gives no %s', async (field) => {
    says({ ...granted, [field]: undefined });
    expect(await failureOf(renewBotToken(app(), 'xoxe-1', 0))).toMatchObject({
      ...{ service: 'slack', operation: 'oauth.v2.access', kind: 'retry', status: 200, reason: 'no_token' },
    });
  });

  it.each(['invalid_client_id', 'bad_client_secret'])(
    'that Slack does not know are reported: %s',
    async (error) => {
      refuses(error);
      expect(await probeApp(app())).toBe(error);
    },
  );

  it('that cannot be checked now are a failure', async () => {
    says({});
    expect(await probeApp(app())).toBe('known');
    refuses('internal_error');
    expect(await failureOf(probeApp(app()))).toMatchObject({ reason: 'internal_error' });
    answer = () => ({ status: 503 });
    expect(await failureOf(probeApp(app()))).toMatchObject({ status: 503 });
  });
});

describe('a token that the operator wants checked', () => {
  const probeBot = () => probeBotToken({ botToken: 'xoxb-1', apiUrl: `${origin}/api/` });
  const probeSocket = () => probeAppToken({ appToken: 'xapp-1', apiUrl: `${origin}/api/` });

  it('of the bot says where it belongs', async () => {
    const nothing = { team: '', teamId: '', enterpriseId: null, handle: '', isEnterpriseInstall: false };
    expect(await probeBot()).toEqual({ ...nothing, scopes: null });
    says({ team: 'Acme', team_id: 'T1', enterprise_id: 'E1', user: 'sign', is_enterprise_install: true });
    expect(await probeBot()).toMatchObject({
      ...{ team: 'Acme', teamId: 'T1', enterpriseId: 'E1', handle: 'sign', isEnterpriseInstall: true },
    });
  });

  it('of the app is used to ask for an address, once', async () => {
    await probeSocket();
    expect(calls.map(({ to, token }) => [to, token])).toEqual([['apps.connections.open', 'xapp-1']]);
  });

  it.each<[string, () => Promise<unknown>]>([
    ['auth.test', () => probeBot()],
    ['apps.connections.open', () => probeSocket()],
  ])('that Slack refuses, or does not answer for, is a failure of %s', async (operation, probe) => {
    refuses('invalid_auth');
    expect(await failureOf(probe())).toMatchObject({ operation, kind: 'final', reason: 'invalid_auth' });
    answer = () => ({ status: 503 });
    expect(await failureOf(probe())).toMatchObject({ operation, kind: 'retry', status: 503 });
  });
});
